/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode_memory.h: decoders of arguments that point into the memory of the
 * stopped process; the other half of decode.c.
 *
 * A decoder appends argument i of a stopped call, readable. Those of what the
 * kernel fills in (_out) are for a call that has returned.
 */
#ifndef DECODE_MEMORY_H
#define DECODE_MEMORY_H

#include "decode.h"

typedef void decoder(struct buf *b, const struct stopped *s, int i);

decoder memory_path, memory_timespec, memory_pollfds;
/* The length is the argument behind; of an _out one, what it points to. */
decoder memory_addr_in, memory_data_in, memory_iov_in, memory_value_in;
decoder memory_addr_out, memory_data_out, memory_iov_out, memory_value_out;
decoder memory_len_out, memory_int_out, memory_pair_out;
/* A msghdr is shown as its parts, each under the key it has elsewhere. */
void memory_msghdr(const struct stopped *s, struct call *c, int i, bool out);

#endif
