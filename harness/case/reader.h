/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reader.h: from a file to its cases; case.c puts files together.
 */
#ifndef CASE_READER_H
#define CASE_READER_H

#include "case.h"
#include "base/mistakes.h"
#include "scene.h"
#include "base/tree.h"
#include "base/words.h"

/* One variant of a file on its way to become a case. */
struct case_reader {
	struct tcase *t;
	const struct tree *tree; /* the whole file, for its comments */
	struct mistakes *m;
	struct scene scene;
};

/*
 * Append all cases of a file to *cases, or, if anything is wrong with it,
 * none, and everything that is wrong to m. base is their id without variant.
 */
int case_file(const char *path, const char *base, struct tcase **cases, int *n,
	      struct mistakes *m);
/* The value of `preopen`; in case/preopen_key.c. */
void case_preopen(struct case_reader *r, const struct node *map);
/* The value of `steps`; in case/step.c. */
void case_steps(struct case_reader *r, const struct node *list);
/* The value of `program`; in case/program_key.c. */
void case_program(struct case_reader *r, const struct node *v);
/* The step `start`: the program begins here. */
void case_program_start(struct case_reader *r, const struct node *step);
/*
 * Keys that a step can have beside its operation's arguments (map holds them
 * all), how they are written and what for; ended by a NULL name.
 */
struct case_step_key {
	const char *name, *form, *help;
	void (*read)(struct case_reader *r, struct step *s,
		     const struct node *map, const struct node *v);
};
extern const struct case_step_key case_step_keys[];
/* The keys at the top of a case, ended by a NULL name; in case/file.c. */
struct case_key {
	const char *name;
	bool need;
	const char *help;
	void (*read)(struct case_reader *r, const struct node *v);
};
extern const struct case_key case_keys[];

/* Try all words that `covers` and `needs` can hold. */
void case_words(struct words *w);
/* Free what a case owns, not the struct itself. */
void case_clear(struct tcase *t);

#endif
