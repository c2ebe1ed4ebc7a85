/* SPDX-License-Identifier: Apache-2.0 */
#include "suite.h"
#include "sockhost_guest.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

#define GUARD 65536

/* A page without rights in front, many behind. */
void guest_open(struct guest *g, const char *rule)
{
	char *p = mmap(NULL, GUARD + GUEST_MEMORY + GUARD, PROT_NONE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(p, MAP_FAILED);
	g->mem = (uint8_t *)p + GUARD;
	ck_assert_int_eq(mprotect(g->mem, GUEST_MEMORY, PROT_READ | PROT_WRITE),
			 0);
	g->h = sockhost_new();
	g->abi = "wasinet_v0";
	sockhost_memory(g->h, g->mem, GUEST_MEMORY);
	if (rule)
		guest_allow(g, rule);
}

void guest_close(struct guest *g)
{
	sockhost_free(g->h);
	munmap(g->mem - GUARD, GUARD + GUEST_MEMORY + GUARD);
}

void guest_allow(struct guest *g, const char *rule)
{
	char *why = NULL;

	ck_assert_msg(sockhost_allow(g->h, rule, &why) == 0, "%s", why);
}

uint32_t guest_call_array(struct guest *g, const char *name,
			  const uint64_t *args, size_t n)
{
	const struct sockhost_fn *fn = sockhost_find(g->abi, g->abi, name);

	if (!fn)
		fn = sockhost_find(g->abi, "wasix_32v1", name);
	if (!fn)
		fn = sockhost_find(g->abi, "wasi_snapshot_preview1", name);
	ck_assert_msg(fn != NULL, "no function %s", name);
	ck_assert_uint_eq(n, strlen(sockhost_fn_params(fn)));
	return sockhost_call(g->h, fn, args);
}

uint32_t guest_make_array(struct guest *g, const char *name,
			  const uint64_t *args, size_t n)
{
	uint32_t err = guest_call_array(g, name, args, n);

	ck_assert_msg(err == 0, "%s: %u", name, err);
	return guest_u32(g, OUT);
}

uint16_t guest_u16(const struct guest *g, uint32_t at)
{
	return (uint16_t)(g->mem[at] | g->mem[at + 1] << 8);
}

uint32_t guest_u32(const struct guest *g, uint32_t at)
{
	return guest_u16(g, at) | (uint32_t)guest_u16(g, at + 2) << 16;
}

uint64_t guest_u64(const struct guest *g, uint32_t at)
{
	return guest_u32(g, at) | (uint64_t)guest_u32(g, at + 4) << 32;
}

void guest_set16(struct guest *g, uint32_t at, uint16_t n)
{
	g->mem[at] = (uint8_t)n;
	g->mem[at + 1] = (uint8_t)(n >> 8);
}

void guest_set32(struct guest *g, uint32_t at, uint32_t n)
{
	guest_set16(g, at, (uint16_t)n);
	guest_set16(g, at + 2, (uint16_t)(n >> 16));
}

void guest_set64(struct guest *g, uint32_t at, uint64_t n)
{
	guest_set32(g, at, (uint32_t)n);
	guest_set32(g, at + 4, (uint32_t)(n >> 32));
}

uint32_t guest_text(struct guest *g, uint32_t at, const char *s)
{
	memcpy(g->mem + at, s, strlen(s) + 1);
	return (uint32_t)strlen(s);
}

static void guest_record(struct guest *g, uint32_t at, uint16_t family)
{
	memset(g->mem + at, 0, 130);
	guest_set16(g, at, family);
	guest_set16(g, at + 4, family);
}

uint32_t guest_in(struct guest *g, uint32_t at, const char *ip, unsigned port)
{
	guest_record(g, at, AF_INET);
	guest_set32(g, at + 8, port);
	ck_assert_int_eq(inet_pton(AF_INET, ip, g->mem + at + 12), 1);
	return 16;
}

uint32_t guest_in6(struct guest *g, uint32_t at, const char *ip, unsigned port)
{
	guest_record(g, at, AF_INET6);
	guest_set32(g, at + 8, port);
	ck_assert_int_eq(inet_pton(AF_INET6, ip, g->mem + at + 12), 1);
	return 32;
}

uint32_t guest_un(struct guest *g, uint32_t at, const void *name, size_t len)
{
	guest_record(g, at, AF_UNIX);
	memcpy(g->mem + at + 8, name, len);
	return 8 + (uint32_t)len;
}

void guest_vec(struct guest *g, unsigned i, uint64_t ptr, uint32_t len)
{
	guest_set64(g, IOV + 16 * i, ptr);
	guest_set32(g, IOV + 16 * i + 8, len);
}

void guest_iov(struct guest *g, unsigned i, uint32_t ptr, uint32_t len)
{
	guest_set32(g, IOV + 8 * i, ptr);
	guest_set32(g, IOV + 8 * i + 4, len);
}

static uint32_t guest_bound(struct guest *g, int type, unsigned *port)
{
	uint32_t fd =
		guest_make(g, "sock_open", AF_INET, (uint64_t)type, 0, OUT);

	guest_in(g, ADDR, "127.0.0.1", 0);
	ck_assert_uint_eq(guest_call(g, "sock_bind", fd, ADDR, 16), 0);
	ck_assert_uint_eq(guest_call(g, "sock_getlocaladdr", fd, ADDR, 16), 0);
	*port = guest_u32(g, ADDR + 8);
	return fd;
}

uint32_t guest_udp(struct guest *g, unsigned *port)
{
	return guest_bound(g, SOCK_DGRAM, port);
}

uint32_t guest_listener(struct guest *g, unsigned *port)
{
	uint32_t fd = guest_bound(g, SOCK_STREAM, port);

	ck_assert_uint_eq(guest_call(g, "sock_listen", fd, 8), 0);
	return fd;
}

uint32_t guest_tcp(struct guest *g, uint32_t *peer)
{
	unsigned port;
	uint32_t door = guest_listener(g, &port);
	uint32_t fd = guest_make(g, "sock_open", AF_INET, SOCK_STREAM, 0, OUT);

	guest_in(g, ADDR, "127.0.0.1", port);
	ck_assert_uint_eq(guest_call(g, "sock_connect", fd, ADDR, 16), 0);
	*peer = guest_make(g, "sock_accept", door, OUT, 0, 0);
	ck_assert_uint_eq(guest_call(g, "fd_close", door), 0);
	return fd;
}
