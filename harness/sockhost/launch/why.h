/* SPDX-License-Identifier: Apache-2.0 */
/*
 * why.h: how the files of sockhost-run say what is wrong: a function that
 * fails for the user's reasons returns -1 and a sentence in *why, which the
 * caller frees. Memory that is not there ends the program.
 */
#ifndef LAUNCH_WHY_H
#define LAUNCH_WHY_H

#include <stddef.h>

/* *why = the sentence, in place of what was there; returns -1. */
int why_set(char **why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The same as a further line of it. */
int why_add(char **why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

char *why_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* One more item of a list; its place, zeroed. */
void *why_grow(void *list, size_t *n, size_t size);

#endif
