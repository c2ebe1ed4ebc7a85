/* SPDX-License-Identifier: Apache-2.0 */
/*
 * marks.h: {guest} and the other marks in a manifest's words, marks.def.
 *
 * A mark that is misspelt would reach the host as it is written, and one that
 * is forgotten would let a host pass with nothing played: both are mistakes.
 */
#ifndef HOST_MARKS_H
#define HOST_MARKS_H

#include "base/tree.h"

enum mark_place {
	MARK_COMMAND = 1,
	MARK_PROGRAM = 2,
	MARK_VERSION = 4,
	MARK_PREOPEN = 8,
	MARK_ALLOW = 16,
};

extern const struct mark {
	const char *name;
	int places; /* enum mark_place */
	bool alone;
	const char *help;
} marks[];
extern const int marks_count;

/* Append the keys that a mark may stand in: "command, program". */
void marks_places(struct buf *b, int places);
/*
 * All mistakes of a whole manifest's marks: unknown ones, those that stand
 * where they mean nothing, and those that a key needs elsewhere.
 */
void marks_check(const struct node *manifest, struct mistakes *m);
/* The same for one word of --host-cmd. -1 and a sentence. */
int marks_check_word(const char *word, char **why);

#endif
