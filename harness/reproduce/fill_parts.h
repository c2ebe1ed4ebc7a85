/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fill_parts.h: what fill.c, fill_words.c and fill_data.c share.
 */
#ifndef FILL_PARTS_H
#define FILL_PARTS_H

#include "fill.h"

/* Append what a placeholder stands for; -1 and a sentence. */
typedef int place_fn(struct buf *b, const struct filling *f, char **why);

#define PLACE(name) place_fn place_##name;
#include "places.def"
#undef PLACE

static inline const struct step *fill_step(const struct filling *f)
{
	return &f->t->steps[f->step];
}

/* The row of the step's option, or NULL. */
const struct option_row *fill_option(const struct filling *f);
/* Fail for an argument: step 3: a reproducer has no send with flags ... */
int fill_cannot(const struct filling *f, const char *arg, char **why);

#endif
