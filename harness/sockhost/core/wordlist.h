/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wordlist.h: a list of strings as guests are given it, arguments or
 * environment: one behind the other in one piece, each with its NUL.
 */
#ifndef SOCKHOST_WORDLIST_H
#define SOCKHOST_WORDLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wordlist {
	char *bytes;
	uint32_t size;
	uint32_t count;
};

void wordlist_add(struct wordlist *w, const char *word);
void wordlist_free(struct wordlist *w);
/* The words are patterns, glob(7): does one of them mean s? */
bool wordlist_match(const struct wordlist *patterns, const char *s);

#endif
