/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gaps.h: the list of gaps in a result, as diff.c makes it.
 *
 * Gaps are added in the order in which they were found, all of a step before
 * those of the next; gaps_settle() then says which of them count. It must come
 * after each step: what parts the plays, r->parted, decides of the next ones.
 */
#ifndef GAPS_H
#define GAPS_H

#include "diff.h"

/* Takes want and got over. step is the number of steps for the case's end. */
void gap_add(struct result *r, int step, int layer, enum gap_class gclass,
	     const char *what, char *want, char *got);
/* Of layer 1, of texts that stay the caller's; NULL is "nothing". */
void gap_text(struct result *r, int step, enum gap_class gclass,
	      const char *what, const char *want, const char *got);
/* The gaps from `first` on, all of one step, are there. */
void gaps_settle(struct result *r, int first, const struct recording *want,
		 const struct recording *got);
/* Beside what was made of an answer, what the host literally wrote. */
void gaps_raw(struct result *r, const struct recording *got);
/* Forget what is said of later steps, and of the end. */
void gaps_cut(struct result *r, int step);

#endif
