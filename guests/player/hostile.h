/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hostile.h: pointers that no careful program passes.
 *
 *	bad    outside of memory
 *	null   address 0
 *	end    one byte before the end of a mapped piece of memory: whatever
 *	       is longer than a byte starts inside and ends outside
 *	wrap   the very last address: whatever is longer than a byte goes on
 *	       at address 0
 *
 * They are made to be passed on, never to be followed. hostile_native.c has
 * those of a Linux process, hostile_wasm.c those of a linear memory of 32
 * bits, in which address 0 is as good as any other.
 */
#ifndef HOSTILE_H
#define HOSTILE_H

enum hostile {
	HOSTILE_NOT,
	HOSTILE_BAD,
	HOSTILE_NULL,
	HOSTILE_END,
	HOSTILE_WRAP,
};

/* Once, before anything else. */
void hostile_start(void);
/* Is there such a pointer here? */
int hostile_sayable(enum hostile kind);
/* The pointer of that kind; right for HOSTILE_NOT. */
void *hostile(enum hostile kind, void *right);

#endif
