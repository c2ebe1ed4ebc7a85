/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasinet_addr.h: addresses of the seam as wasinet's record of 130 bytes.
 *
 *	 0  u16 family, of the host     2  u16 type, 0
 *	 4  u16 family once more        6  u16 type once more
 *	 8  IPv4: u32 port, 4 bytes     to 16
 *	    IPv6: u32 port, 16 bytes, u32 zone     to 32
 *	    unix: up to 122 bytes of name, ended by a NUL where shorter;
 *	          '@' first: abstract; nothing: unnamed
 *
 * all little-endian, but IP addresses in network order. A call is told how
 * many bytes of it there are; no call tells a length back. Lengths as a case
 * says them, see ADDRLEN in ops.def: what an address needs is 16 bytes for
 * IPv4 and unspec, 32 for IPv6, for unix 8 and the bytes of sun_path. A call
 * that asks for an address has 130 bytes of room unless the case says
 * otherwise; `exact` is then 16, 32 or 116 (room for a name as long as
 * Linux's), by the socket's family. Of numbers only 0 can be said: the others
 * are lengths of Linux's sockaddr.
 */
#ifndef WASINET_ADDR_H
#define WASINET_ADDR_H

#include "abi/wasi/wasi.h"

/* Linux's number of a family as the host's. */
uint32_t wasinet_family(int family);

/* An address that goes in. */
struct wasinet_to {
	wasi_ptr at;
	uint32_t len;
	const char *why; /* not NULL: it cannot be said */
};

struct wasinet_to wasinet_to(const struct sock_to *to);

/* Where an address comes out; of no length when none is wanted. */
struct wasinet_from {
	struct guard *room;
	wasi_ptr at;
	uint32_t len;
	const char *why;
};

struct wasinet_from wasinet_from(const struct sock_from *from);
void wasinet_from_tell(const struct wasinet_from *n, struct sock_from *from);

#endif
