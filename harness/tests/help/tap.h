/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tap.h: a reader of TAP 13, with the subtests that prove(1) takes, written from
 * the protocol's text alone, so that it does not share the writer's mistakes.
 * It takes what the protocol allows and is strict with it: versions, plans, numbers, directives, YAML blocks
 * and subtests are checked.
 */
#ifndef TAP_H
#define TAP_H

struct tap_sums {
	int tests; /* of the document, without those of subtests */
	int ok;    /* what counts as passed: also skipped and to do */
	int skip, todo;
	int blocks; /* YAML blocks */
	int subtests;
	int bailed;
};

/*
 * Read a document. Returns NULL, or what is wrong with it in words that live
 * until the next call. The text is changed.
 */
const char *tap_read(char *text, struct tap_sums *sums);

#endif
