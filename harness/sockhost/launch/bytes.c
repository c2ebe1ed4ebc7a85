/* SPDX-License-Identifier: Apache-2.0 */
#include "bytes.h"

uint8_t bytes_byte(struct bytes *b)
{
	if (b->p < b->end)
		return *b->p++;
	b->cut = true;
	return 0;
}

uint32_t bytes_leb(struct bytes *b)
{
	uint32_t n = 0;
	uint8_t byte;
	int shift = 0;

	do {
		byte = bytes_byte(b);
		if (shift < 32)
			n |= (uint32_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80 && !b->cut);
	return n;
}

void bytes_skip(struct bytes *b, size_t n)
{
	if (n > (size_t)(b->end - b->p)) {
		b->cut = true;
		n = (size_t)(b->end - b->p);
	}
	b->p += n;
}

struct bytes bytes_part(struct bytes *b, uint32_t n)
{
	struct bytes part = {.p = b->p};

	bytes_skip(b, n);
	part.end = b->p;
	part.cut = b->cut;
	return part;
}
