/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strace_text.h: arguments as strace prints them, taken apart.
 *
 *	{sa_family=0x2, sin_port="\x1b\x58", sin_addr="\x7f\x00\x00\x01"}
 *	[{fd=3, events=0x1}]    0x2|0x800    "a\x00"    [128 => 16]    NULL
 *
 * A piece is a part of such a text, not ended by a NUL; it lives as long as
 * the text, which is ended by one. Constants are numbers, for strace is asked
 * for that (-X raw). Nothing here trusts the text: what is not of the form is
 * no number, no bytes, and has no parts.
 *
 * Source: strace(1), and what strace 6.1 prints for our cases.
 */
#ifndef STRACE_TEXT_H
#define STRACE_TEXT_H

#include <stdint.h>

#include "base/util.h"

struct piece {
	const char *s;
	size_t len;
};

struct piece piece_of(const char *text);
bool piece_is(struct piece p, const char *text);
bool piece_starts(struct piece p, const char *text);
/* Without its first n bytes; only these; without blanks around it. */
struct piece piece_from(struct piece p, size_t n);
struct piece piece_to(struct piece p, size_t n);
struct piece piece_trim(struct piece p);
/* Where a text stands in it; its length if nowhere. */
size_t piece_find(struct piece p, const char *text);
/*
 * Where a character stands outside of brackets and quotes; its length if
 * nowhere. A closing bracket too many ends the search.
 */
size_t piece_until(struct piece p, char what);

#define PIECES_MAX 1024 /* parts of a list: linux/uio.h, UIO_MAXIOV */

/*
 * The parts of a list without its brackets: what stands between commas
 * outside of brackets and quotes. At most max of them; how many there are.
 */
int piece_split(struct piece list, struct piece *parts, int max);
/* What is between { } or [ ] around the whole piece; false if there is none. */
bool piece_inside(struct piece p, char open, struct piece *inside);
/* A member of {name=value, ...}; an empty piece if there is none. */
struct piece piece_member(struct piece p, const char *name);
/*
 * What was before and after the call in "128 => 16", or both the same. Works
 * on [128 => 16] too.
 */
void piece_change(struct piece p, struct piece *before, struct piece *after);

/* 16, -1, 0x2|0x800, htons(3), NULL: the number, false if it is none. */
bool piece_number(struct piece p, uint64_t *n);
/* The same as an int, or otherwise something else. */
int piece_int(struct piece p, int otherwise);
/* Those in a list, [5, 6], at most max; how many. */
int piece_ints(struct piece list, int *v, int max);
/*
 * The bytes that a value stands for: "a\x00", @"abstract", {..}, [..]. Numbers
 * inside are as wide as the kernel has them, four bytes unless known to be
 * else. False, with what came before, where strace shows an address instead,
 * or cut what it shows.
 */
bool piece_bytes(struct piece p, struct buf *bytes);
/* Cut, or fill up with zeros: strace leaves out padding. */
void bytes_resize(struct buf *bytes, size_t n);

#endif
