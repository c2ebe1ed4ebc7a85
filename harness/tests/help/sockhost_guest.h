/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockhost_guest.h: a guest without wasm: 64 KiB of memory, and calls by
 * name. Where its memory ends nothing is mapped, so that a step beyond is a
 * crash and not a guess.
 *
 *	struct guest g;
 *
 *	guest_open(&g, "all");
 *	fd = guest_make(&g, "sock_open", AF_INET, SOCK_DGRAM, 0, OUT);
 *	ck_assert_uint_eq(guest_call(&g, "sock_listen", fd, 1), WASI_NOTSUP);
 *	guest_close(&g);
 *
 * Addresses in the guest's memory that tests agree on: OUT for the number
 * that a call makes, OUT2 for a second one, ADDR for an address, IOV for a
 * list of pieces, DATA for what they point to, MORE for all else.
 */
#ifndef SOCKHOST_GUEST_H
#define SOCKHOST_GUEST_H

#include <stdint.h>

#include "sockhost/sockhost.h"

#define GUEST_MEMORY 65536

enum {
	OUT = 64,
	OUT2 = 72,
	ADDR = 128,
	ADDR2 = 384,
	IOV = 1024,
	DATA = 4096,
	MORE = 32768
};

/* errnos of WASI, as preview1's sheet numbers them */
enum {
	NUM_ACCES = 2,
	NUM_ADDRINUSE = 3,
	NUM_ADDRNOTAVAIL = 4,
	NUM_AFNOSUPPORT = 5,
	NUM_AGAIN = 6,
	NUM_BADF = 8,
	NUM_CONNREFUSED = 14,
	NUM_DESTADDRREQ = 17,
	NUM_FAULT = 21,
	NUM_INVAL = 28,
	NUM_IO = 29,
	NUM_ISDIR = 31,
	NUM_LOOP = 32,
	NUM_MFILE = 33,
	NUM_MSGSIZE = 35,
	NUM_NAMETOOLONG = 37,
	NUM_NOBUFS = 42,
	NUM_NOENT = 44,
	NUM_NOPROTOOPT = 50,
	NUM_NOSYS = 52,
	NUM_NOTCONN = 53,
	NUM_NOTDIR = 54,
	NUM_NOTSOCK = 57,
	NUM_NOTSUP = 58,
	NUM_PERM = 63,
	NUM_PIPE = 64,
	NUM_SPIPE = 70
};

struct guest {
	struct sockhost *h;
	uint8_t *mem;
	const char *abi;
};

/* With one rule, or none if that is NULL. */
void guest_open(struct guest *g, const char *rule);
void guest_close(struct guest *g);
void guest_allow(struct guest *g, const char *rule);

#define GUEST_ARGS(...)     \
	(const uint64_t[])  \
	{                   \
		__VA_ARGS__ \
	}
#define GUEST_N(...) (sizeof(GUEST_ARGS(__VA_ARGS__)) / sizeof(uint64_t))

/* The result of a function, of wasinet_v0 or of preview1. */
#define guest_call(g, name, ...) \
	guest_call_array(g, name, GUEST_ARGS(__VA_ARGS__), GUEST_N(__VA_ARGS__))
/* The number that it leaves at OUT; it must succeed. */
#define guest_make(g, name, ...) \
	guest_make_array(g, name, GUEST_ARGS(__VA_ARGS__), GUEST_N(__VA_ARGS__))

uint32_t guest_call_array(struct guest *g, const char *name,
			  const uint64_t *args, size_t n);
uint32_t guest_make_array(struct guest *g, const char *name,
			  const uint64_t *args, size_t n);

/* Numbers in its memory. */
uint16_t guest_u16(const struct guest *g, uint32_t at);
uint32_t guest_u32(const struct guest *g, uint32_t at);
uint64_t guest_u64(const struct guest *g, uint32_t at);
void guest_set16(struct guest *g, uint32_t at, uint16_t n);
void guest_set32(struct guest *g, uint32_t at, uint32_t n);
void guest_set64(struct guest *g, uint32_t at, uint64_t n);
/* A string at `at`; returns its length. */
uint32_t guest_text(struct guest *g, uint32_t at, const char *s);

/* wasinet's records at `at`; they return the exact length. */
uint32_t guest_in(struct guest *g, uint32_t at, const char *ip, unsigned port);
uint32_t guest_in6(struct guest *g, uint32_t at, const char *ip, unsigned port);
uint32_t guest_un(struct guest *g, uint32_t at, const void *name, size_t len);

/* Piece i at IOV: wasinet's vectors, and preview1's. */
void guest_vec(struct guest *g, unsigned i, uint64_t ptr, uint32_t len);
void guest_iov(struct guest *g, unsigned i, uint32_t ptr, uint32_t len);

/* Sockets of wasinet on 127.0.0.1. udp: bound; the port that it got. */
uint32_t guest_udp(struct guest *g, unsigned *port);
/* tcp: a listener. */
uint32_t guest_listener(struct guest *g, unsigned *port);
/* A connection: returns one end, and the other in *peer. */
uint32_t guest_tcp(struct guest *g, uint32_t *peer);

#endif
