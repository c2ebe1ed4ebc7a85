/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge_guest.h: a guest of WasmEdge's sockets, in any of the tongues:
 * what the tests of all of them need, above sockhost_guest.h.
 *
 * In memory: BYTES for an address's bytes, filled with 0xee, PAIR for the
 * pointer and the length of them; what a call writes is at OUT and OUT2.
 */
#ifndef WASMEDGE_GUEST_H
#define WASMEDGE_GUEST_H

#include "sockhost_guest.h"

enum { PAIR = ADDR, BYTES = MORE, WASMEDGE_FILL = 0xee };

/* Families, types as WasmEdge numbers them. */
enum { INET4 = 1, INET6 = 2, UNIX = 3, DGRAM = 1, STREAM = 2 };

enum { NUM_NOMEM = 48 };

/* A tongue: its ABI, what its names end in, its version, its sizes. */
struct tongue {
	const char *abi;
	const char *suffix;
	int version;
	int go;           /* wasi-go's */
	unsigned in, out; /* sizes, of WASMEDGE_4 and so on */
};

extern const struct tongue tongues[];
enum { TONGUES = 4, V1 = 0, V2 = 1, GO1 = 2, GO2 = 3 };

/* With everything granted, or one rule. */
void tongue_open(struct guest *g, const struct tongue *t, const char *rule);
/* Call a function that has two versions; the result. */
#define tongue_call(g, t, name, ...)                           \
	tongue_call_array(g, t, name, GUEST_ARGS(__VA_ARGS__), \
			  GUEST_N(__VA_ARGS__))
uint32_t tongue_call_array(struct guest *g, const struct tongue *t,
			   const char *name, const uint64_t *args, size_t n);

/* A socket; it must be had. */
uint32_t tongue_socket(struct guest *g, const struct tongue *t, uint32_t family,
		       uint32_t type);
/* An address of so many bytes; those of IPv4 and IPv6 are 127.0.0.1, ::1. */
void tongue_bytes(struct guest *g, uint32_t size, uint32_t family);
/* Room for one, untouched so far. */
void tongue_room(struct guest *g, uint32_t size);
/* getlocaladdr; its type goes to OUT2, its port to OUT. */
uint32_t tongue_name(struct guest *g, const struct tongue *t, uint32_t fd);
/* A datagram socket on 127.0.0.1; the port that it got. */
uint32_t tongue_udp(struct guest *g, const struct tongue *t, unsigned *port);
/* A connection: returns one end, and the other in *peer. */
uint32_t tongue_tcp(struct guest *g, const struct tongue *t, uint32_t *peer);

#endif
