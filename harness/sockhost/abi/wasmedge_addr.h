/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge_addr.h: WasmEdge's addresses. A call has a pointer to
 *
 *	0 u32 pointer  4 u32 length
 *
 * of bytes that are an IPv4 address (4), an IPv6 address (16), or of 128
 *
 *	0 u16 family   2 IPv4 (4)   2 IPv6 (16)   2 name (126)
 *
 * and a port beside it. There is neither a scope nor a flow label. What goes
 * in may be shorter: what is missing is missing in what the kernel gets, so
 * that it refuses it, at its own point in the order of checks. A longer one
 * has no counterpart, and is refused here.
 */
#ifndef SOCKHOST_WASMEDGE_ADDR_H
#define SOCKHOST_WASMEDGE_ADDR_H

#include "core/addr.h"
#include "wasmedge.h"

/* Where the bytes of an address are. */
struct wasmedge_bytes {
	uint32_t at, len;
};

/* Linux's family of WasmEdge's, and back; -1 for none. */
int wasmedge_family(uint32_t family);
int wasmedge_family_of(int linux_family);
/* The same for types of sockets. */
int wasmedge_type(uint32_t type);
int wasmedge_type_of(int linux_type);

/* The pair at ptr; its length must be one of `sizes`. 0 or -errno. */
int wasmedge_bytes(struct sockhost *h, const struct wasmedge *d,
		   struct wasmedge_bytes *b, uint32_t ptr, unsigned sizes);
/* The guest's address at ptr; 0 or -errno. */
int wasmedge_addr_load(struct sockhost *h, const struct wasmedge *d,
		       struct addr *a, uint32_t ptr, uint32_t port);
/* Room for an address that the kernel tells. */
struct addr *wasmedge_addr_room(struct sockhost *h, struct addr *a,
				const struct wasmedge_bytes *b);
/*
 * What the kernel told. -ENOMEM: there is not enough room; -EINVAL: it is of
 * a family that has no place there. Nothing is written then.
 */
int wasmedge_addr_store(struct sockhost *h, const struct addr *a,
			const struct wasmedge_bytes *b);
/* Its port, 0 for none. */
uint16_t wasmedge_port(const struct addr *a);

#endif
