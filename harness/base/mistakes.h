/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mistakes.h: what is wrong with one file that a person wrote.
 *
 * All mistakes of a file are collected and shown at once, in the order of
 * their lines. The same sentence on the same line is kept once, however many
 * variants of a case it comes from.
 */
#ifndef MISTAKES_H
#define MISTAKES_H

#include "util.h"

/* After so many of one file the rest is not kept; a last line says so. */
#define MISTAKES_MAX 100

struct mistake {
	int line; /* 0: the file as a whole */
	char *text;
};

struct mistakes {
	struct mistake *v;
	int n;
	int told; /* how often something was added, kept or not */
};

void mistakes_add(struct mistakes *m, int line, const char *fmt, ...)
	PRINTF(3, 4);
/* Add a sentence that a `char **why` function made; frees it. */
void mistakes_take(struct mistakes *m, int line, char *why);
/* Append them to *list as "file:line: sentence", sorted, and forget them. */
void mistakes_move(struct mistakes *m, const char *file, char ***list, int *n);
void mistakes_free(struct mistakes *m);

#endif
