/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard.h: the buffers that a call may write, with a watch around them.
 *
 *	| 64 guard bytes | the buffer      | 64 guard bytes |
 *	                 |<- used ->|
 *
 * Everything is filled with a pattern before the call. Afterwards a changed
 * guard byte is an overrun, a changed byte of the buffer past `used` is a
 * scribble. The pattern holds only bytes from 0x80 to 0xbf, and so no 0 and
 * no 0xff: zeros, small numbers and -1 always count as written.
 *
 * The buffers of a step are taken from one static arena, and all given back
 * by guard_reset(). A host that writes far outside writes into this arena,
 * not into the player.
 */
#ifndef GUARD_H
#define GUARD_H

#include <stddef.h>

#include "spell.h"

/* Bytes watched before and after a buffer. */
#define GUARD_BYTES 64
/* Most buffers of one step. */
#define GUARD_MOST 1200
/* Most bytes in all the buffers of one step. */
#define GUARD_ROOM (2 * 1024 * 1024 + 256 * 1024)

struct guard {
	const char *what; /* as WHAT in wire.h */
	unsigned char *bytes;
	size_t size;
	size_t used; /* at first size: no scribble */
};

void guard_reset(void);
/* A new buffer, aligned to 16. To run out of room is the caller's bug. */
struct guard *guard_new(const char *what, size_t size);
/* How far the buffer was written: 0 when it is as it was. */
size_t guard_written(const struct guard *g);
/*
 * How far a value goes that has `size` bytes, or 0 when that varies: as far as
 * it was written, but for a last byte that may look as if it were not.
 */
long guard_value(const struct guard *g, int size);
/* The step's buffers, in the order in which they were made; then NULL. */
const struct guard *guard_at(int i);
/* The fields overrun= and scribble=, each empty when all is well. */
void guard_tell(struct spell *overrun, struct spell *scribble);

#endif
