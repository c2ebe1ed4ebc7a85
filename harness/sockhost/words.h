/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.h: a list of strings as guests are given it, arguments or
 * environment: one behind the other in one piece, each with its NUL.
 */
#ifndef SOCKHOST_WORDS_H
#define SOCKHOST_WORDS_H

#include <stddef.h>
#include <stdint.h>

struct words {
	char *bytes;
	uint32_t size;
	uint32_t count;
};

void words_add(struct words *w, const char *word);
void words_free(struct words *w);

#endif
