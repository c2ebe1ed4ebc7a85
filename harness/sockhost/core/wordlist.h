/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wordlist.h: a list of strings as guests are given it, arguments or
 * environment: one behind the other in one piece, each with its NUL.
 */
#ifndef SOCKHOST_WORDLIST_H
#define SOCKHOST_WORDLIST_H

#include <stddef.h>
#include <stdint.h>

struct wordlist {
	char *bytes;
	uint32_t size;
	uint32_t count;
};

void wordlist_add(struct wordlist *w, const char *word);
void wordlist_free(struct wordlist *w);

#endif
