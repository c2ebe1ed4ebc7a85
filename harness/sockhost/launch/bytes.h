/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bytes.h: reading a module's bytes, in the binary format's own encodings.
 * Reading never goes past the end; who tries has `cut` set and reads zeros.
 */
#ifndef LAUNCH_BYTES_H
#define LAUNCH_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
	const uint8_t *p, *end;
	bool cut;
};

uint8_t bytes_byte(struct bytes *b);
/* LEB128; bits beyond 32 are read and lost. */
uint32_t bytes_leb(struct bytes *b);
void bytes_skip(struct bytes *b, size_t n);
/*
 * The next n bytes, to be read on their own; b is behind them. When there are
 * not so many, b is cut and so is what is returned.
 */
struct bytes bytes_part(struct bytes *b, uint32_t n);

#endif
