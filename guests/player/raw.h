/* SPDX-License-Identifier: Apache-2.0 */
/*
 * raw.h: what a host literally wrote in a step, before anything was made of
 * it: the numbers that the ABI's calls returned, and the bytes of the guarded
 * buffers but for those that an answer shows whole, and for descriptors'
 * numbers, which mean nothing to others. The field `raw` of wire.h.
 *
 * An ABI that is played natively has no numbers of its own and no field.
 */
#ifndef RAW_H
#define RAW_H

#include <stdint.h>

#include "guard.h"
#include "spell.h"

void raw_reset(void);
/* A call of the ABI returned this. */
void raw_ret(uint32_t n);
/*
 * A value at the start of the buffer is about to be replaced by Linux's: keep
 * what the host wrote there. Once a step.
 */
void raw_keep(const struct guard *g);
/*
 * What is in the buffer is the player's own: the host wrote it elsewhere, in
 * another form. Once a step.
 */
void raw_drop(const struct guard *g);
/* The field's value; nothing where no call was made. */
void raw_tell(struct spell *t);

#endif
