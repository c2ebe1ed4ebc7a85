/* SPDX-License-Identifier: Apache-2.0 */
#include "wasi.h"

#include <string.h>

#include "player/names.h"
#include "player/raw.h"

struct sock_ret wasi_ret(uint32_t err, long ret)
{
	raw_ret(err);
	if (err == 0)
		return sock_done(ret);
	return sock_failed(names_errno_wasi((int)err));
}

struct guard *wasi_zeroed(const char *what, size_t size)
{
	struct guard *g = guard_new(what, size);

	memset(g->bytes, 0, size);
	return g;
}

struct guard *wasi_out(const char *what)
{
	return wasi_zeroed(what, 4);
}

struct guard *wasi_out_fd(void)
{
	return guard_new("fd", 4);
}

struct sock_ret wasi_ret_fd(uint32_t err, const struct guard *fd)
{
	return wasi_ret(err,
			guard_written(fd) == 0 ? -1 : (int)wasi_out_u32(fd));
}

uint32_t wasi_out_u32(const struct guard *g)
{
	return wasi_load32(g->bytes);
}

uint16_t wasi_load16(const unsigned char *in)
{
	return (uint16_t)(in[0] | in[1] << 8);
}

uint32_t wasi_load32(const unsigned char *in)
{
	return (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 |
	       (uint32_t)in[3] << 24;
}

void wasi_store16(unsigned char *out, uint16_t n)
{
	out[0] = (unsigned char)n;
	out[1] = (unsigned char)(n >> 8);
}

void wasi_store32(unsigned char *out, uint32_t n)
{
	wasi_store16(out, (uint16_t)n);
	wasi_store16(out + 2, (uint16_t)(n >> 16));
}

uint32_t wasi_load_cut(const unsigned char *in, long n)
{
	uint32_t v = 0;

	while (n-- > 0)
		v = v << 8 | in[n];
	return v;
}

void wasi_store_cut(unsigned char *out, long n, uint32_t v)
{
	for (long i = 0; i < n; i++, v >>= 8)
		out[i] = (unsigned char)v;
}
