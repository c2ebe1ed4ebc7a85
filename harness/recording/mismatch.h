/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mismatch.h: where two recordings, printed by recording_print(), part.
 */
#ifndef MISMATCH_H
#define MISMATCH_H

#include <stdbool.h>

/* The first lines that differ; the strings are owned. */
struct mismatch {
	int line;    /* in the text, from 0 */
	int step;    /* number of the step that it belongs to, from 1, or 0 */
	char *where; /* "step 6 recvfrom {fd: s}", "packets", "the end" */
	char *want, *got; /* without the blanks before; "nothing" if ended */
};

/* True when they differ; only then is m filled. */
bool mismatch_find(const char *want, const char *got, struct mismatch *m);
void mismatch_free(struct mismatch *m);

#endif
