/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spell.h: putting a line together, without stdio.
 *
 * A line grows in a buffer that somebody else owns. What does not fit is
 * dropped and `full` says so; it stays NUL-terminated. No function
 * here allocates or makes a system call, for the player may make none
 * between a command and its answer.
 */
#ifndef SPELL_H
#define SPELL_H

#include <stddef.h>

struct spell {
	char *s;
	size_t len;
	size_t room; /* of s, with the NUL */
	int full;
};

/* An empty line in buf. */
void spell_open(struct spell *t, char *buf, size_t room);
void spell_put(struct spell *t, const char *s);
void spell_char(struct spell *t, char c);
/* In decimal, and as 0x... */
void spell_num(struct spell *t, long long n);
void spell_unum(struct spell *t, unsigned long long n);
void spell_hexnum(struct spell *t, unsigned long long n);
/* n bytes as hex, lower case. */
void spell_hex(struct spell *t, const void *bytes, size_t n);
/* Anything, escaped as wire.h wants it. */
void spell_escaped(struct spell *t, const void *bytes, size_t n);

/*
 * The next piece of *rest up to sep, cut off in place; NULL when there is
 * none left. *rest is NULL behind the last one.
 */
char *spell_cut(char **rest, char sep);
/* A whole number, decimal or 0x..., perhaps negative: 0, or -1. */
int spell_number(const char *s, long long *n);

#endif
