/* SPDX-License-Identifier: Apache-2.0 */
/*
 * places.h: where recordings were made, each place once, sorted: cases end
 * and shards are joined in any order, and say the same.
 *
 *	Linux 6.1.0 x86_64 and Linux 6.6.2 aarch64
 */
#ifndef PLACES_H
#define PLACES_H

/* Zeroed is none. */
struct places {
	char **v;
	int n;
};

/* Add one, or what places_take made of several; "" is none. */
void places_add(struct places *p, const char *text);
/* All of them as one text, "" for none; p is empty again. Free it. */
char *places_take(struct places *p);

#endif
