/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_memory.h: decoders of arguments that point into the memory of the
 * stopped process; the other half of decode.c.
 */
#ifndef DECODE_MEMORY_H
#define DECODE_MEMORY_H

#include "recording/recording.h"
#include "stopped.h"

/*
 * Append argument i, readable. What needs a length has it in the argument
 * behind. OUT kinds are for a call that has returned.
 */
typedef void decoder(struct buf *b, const struct stopped *s, int i);
/* NULL for kinds that do not point to anything, and for a msghdr. */
extern decoder *const memory_decoders[DECODE_COUNT];
/* A msghdr is shown as its parts, each under the key it has elsewhere. */
void memory_msghdr(const struct stopped *s, struct call *c, int i, bool out);
/* The room that the caller has for an address, when the call begins. */
size_t memory_room(const struct stopped *s);

#endif
