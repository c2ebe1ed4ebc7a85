/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers, bytes and vectors, see calls.h. */
#include <inttypes.h>

#include "calls.h"
#include "abi/abi.h"
#include "core/host.h"

/* More pieces of a vector are not shown. */
#define PIECES 8

void calls_number(struct calls *c, size_t i)
{
	if (c->fn->params[i] == 'I')
		calls_put(c, "%" PRId64, (int64_t)c->v[i]);
	else
		calls_put(c, "%" PRId32, (int32_t)c->v[i]);
}

void calls_unsigned(struct calls *c, size_t i)
{
	calls_put(c, "%" PRIu64, c->v[i]);
}

void calls_hex(struct calls *c, size_t i)
{
	calls_put(c, "%#" PRIx64, c->v[i]);
}

void calls_pointer(struct calls *c, size_t i)
{
	calls_hex(c, i);
}

static uint64_t calls_next(const struct calls *c, size_t i)
{
	return i + 1 < c->n ? c->v[i + 1] : 0;
}

void calls_bytes(struct calls *c, size_t i)
{
	calls_quote(c, c->v[i], calls_next(c, i));
}

void calls_text(struct calls *c, size_t i)
{
	calls_bytes(c, i);
}

/* How many bytes were told, by whichever name; at most `most`. */
static uint64_t calls_moved(const struct calls *c, uint64_t most)
{
	static const char *const names[] = {"out_nread", "out_len",
					    "out_received", "out_used"};
	uint8_t count[4];
	uint64_t n = most;

	for (size_t k = 0; k < 4; k++) {
		uint64_t ptr = calls_value(c, names[k]);

		if (ptr && mem_get(c->h, count, ptr, 4) && mem_u32(count) < n)
			n = mem_u32(count);
	}
	return n;
}

void calls_out_bytes(struct calls *c, size_t i)
{
	if (calls_done(c))
		calls_quote(c, c->v[i], calls_moved(c, calls_next(c, i)));
	else
		calls_hex(c, i);
}

/* A vector: all of its pieces, or only what `left` bytes fill. */
static void calls_vector(struct calls *c, size_t i, enum mem_iov_form form,
			 uint64_t left)
{
	uint32_t n = (uint32_t)calls_next(c, i);

	calls_put(c, "[");
	for (uint32_t k = 0; k < n; k++) {
		const uint8_t *p =
			mem_at(c->h, c->v[i] + k * (uint64_t)form, form);
		uint64_t at, len;

		if (!p || k == PIECES) {
			calls_put(c, "%s...", k ? ", " : "");
			break;
		}
		at = form == MEM_IOV_64 ? mem_u64(p) : mem_u32(p);
		len = mem_u32(p + form / 2);
		calls_put(c, "%s{", k ? ", " : "");
		calls_quote(c, at, len < left ? len : left);
		calls_put(c, ", %" PRIu64 "}", len);
		left -= len < left ? len : left;
	}
	calls_put(c, "]");
}

void calls_iovs(struct calls *c, size_t i)
{
	calls_vector(c, i, MEM_IOV_32, UINT64_MAX);
}

void calls_iovs64(struct calls *c, size_t i)
{
	calls_vector(c, i, MEM_IOV_64, UINT64_MAX);
}

static void calls_out_vector(struct calls *c, size_t i, enum mem_iov_form form)
{
	if (calls_done(c))
		calls_vector(c, i, form, calls_moved(c, UINT64_MAX));
	else
		calls_hex(c, i);
}

void calls_out_iovs(struct calls *c, size_t i)
{
	calls_out_vector(c, i, MEM_IOV_32);
}

void calls_out_iovs64(struct calls *c, size_t i)
{
	calls_out_vector(c, i, MEM_IOV_64);
}

/* What is behind the pointer, if anything was written there. */
static void calls_out(struct calls *c, size_t i, size_t size)
{
	uint8_t bytes[8] = {0};

	if (calls_done(c) && mem_get(c->h, bytes, c->v[i], size))
		calls_put(c, "[%" PRIu64 "]", mem_u64(bytes));
	else
		calls_hex(c, i);
}

void calls_out16(struct calls *c, size_t i)
{
	calls_out(c, i, 2);
}

void calls_out32(struct calls *c, size_t i)
{
	calls_out(c, i, 4);
}

void calls_out64(struct calls *c, size_t i)
{
	calls_out(c, i, 8);
}

/* Most values are ints. */
void calls_error(struct calls *c, size_t i)
{
	if (calls_done(c) && calls_next(c, i) == 4)
		calls_out(c, i, 4);
	else
		calls_out_bytes(c, i);
}
