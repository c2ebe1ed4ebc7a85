/* SPDX-License-Identifier: Apache-2.0 */
#include "wasmedge_guest.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"
#include "sockhost/abi/wasmedge.h"

const struct tongue tongues[TONGUES] = {
	[V1] = {"wasmedge1", "", 1, 0, WASMEDGE_4 | WASMEDGE_16,
		WASMEDGE_4 | WASMEDGE_16},
	[V2] = {"wasmedge2", "_v2", 2, 0,
		WASMEDGE_4 | WASMEDGE_16 | WASMEDGE_128, WASMEDGE_128},
	[GO1] = {"wasigo1", "", 1, 1, WASMEDGE_4 | WASMEDGE_16 | WASMEDGE_128,
		 WASMEDGE_16},
	[GO2] = {"wasigo2", "", 2, 1, WASMEDGE_4 | WASMEDGE_16 | WASMEDGE_128,
		 WASMEDGE_128},
};

void tongue_open(struct guest *g, const struct tongue *t, const char *rule)
{
	guest_open(g, rule);
	g->abi = t->abi;
}

uint32_t tongue_call_array(struct guest *g, const struct tongue *t,
			   const char *name, const uint64_t *args, size_t n)
{
	char full[64];

	snprintf(full, sizeof(full), "%s%s", name, t->suffix);
	return guest_call_array(g, full, args, n);
}

uint32_t tongue_socket(struct guest *g, const struct tongue *t, uint32_t family,
		       uint32_t type)
{
	ck_assert_uint_eq(tongue_call(g, t, "sock_open", family, type, OUT), 0);
	return guest_u32(g, OUT);
}

static void tongue_pair(struct guest *g, uint32_t at, uint32_t size)
{
	guest_set32(g, PAIR, at);
	guest_set32(g, PAIR + 4, size);
}

void tongue_bytes(struct guest *g, uint32_t size, uint32_t family)
{
	uint8_t *p = g->mem + BYTES;

	memset(p, 0, 256);
	if (size > 16) {
		guest_set16(g, BYTES, (uint16_t)family);
		p += 2;
	}
	if (family == INET4)
		memcpy(p, "\177\0\0\1", 4);
	else
		p[15] = 1;
	tongue_pair(g, BYTES, size);
}

void tongue_room(struct guest *g, uint32_t size)
{
	memset(g->mem + BYTES, WASMEDGE_FILL, 256);
	tongue_pair(g, BYTES, size);
}

uint32_t tongue_name(struct guest *g, const struct tongue *t, uint32_t fd)
{
	memset(g->mem + OUT, WASMEDGE_FILL, 8);
	memset(g->mem + OUT2, WASMEDGE_FILL, 8);
	if (t->version == 1)
		return tongue_call(g, t, "sock_getlocaladdr", fd, PAIR, OUT2,
				   OUT);
	return tongue_call(g, t, "sock_getlocaladdr", fd, PAIR, OUT);
}

static uint32_t tongue_bound(struct guest *g, const struct tongue *t,
			     uint32_t type, unsigned *port)
{
	uint32_t fd = tongue_socket(g, t, INET4, type);

	tongue_bytes(g, 4, INET4);
	ck_assert_uint_eq(tongue_call(g, t, "sock_bind", fd, PAIR, 0), 0);
	tongue_room(g, t->version == 1 ? 16 : 128);
	ck_assert_uint_eq(tongue_name(g, t, fd), 0);
	*port = guest_u32(g, OUT);
	ck_assert_uint_gt(*port, 0);
	ck_assert_uint_le(*port, 65535);
	return fd;
}

uint32_t tongue_udp(struct guest *g, const struct tongue *t, unsigned *port)
{
	return tongue_bound(g, t, DGRAM, port);
}

uint32_t tongue_tcp(struct guest *g, const struct tongue *t, uint32_t *peer)
{
	unsigned port;
	uint32_t door = tongue_bound(g, t, STREAM, &port);
	uint32_t fd = tongue_socket(g, t, INET4, STREAM);
	uint32_t r;

	ck_assert_uint_eq(tongue_call(g, t, "sock_listen", door, 8), 0);
	tongue_bytes(g, 4, INET4);
	ck_assert_uint_eq(tongue_call(g, t, "sock_connect", fd, PAIR, port), 0);
	r = t->version == 1 ? tongue_call(g, t, "sock_accept", door, OUT)
			    : tongue_call(g, t, "sock_accept", door, 0, OUT);
	ck_assert_uint_eq(r, 0);
	*peer = guest_u32(g, OUT);
	return fd;
}
