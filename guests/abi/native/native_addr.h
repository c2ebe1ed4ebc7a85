/* SPDX-License-Identifier: Apache-2.0 */
/*
 * native_addr.h: addresses of the seam as Linux's struct sockaddr.
 *
 * Lengths as a case says them, see ADDRLEN in ops.def: what an address needs
 * is 16 bytes for IPv4 and unspec, 28 for IPv6, 2 and the bytes of sun_path
 * for unix. A call that asks for an address has 128 bytes of room unless the
 * case says otherwise; `exact` is then 16, 28 or 110, by the socket's family.
 */
#ifndef NATIVE_ADDR_H
#define NATIVE_ADDR_H

#include <sys/socket.h>

#include "player/sock.h"

/* An address that goes in; longer lengths than it needs read zeros. */
struct native_to {
	const struct sockaddr *addr;
	socklen_t len;
};

struct native_to native_to(const struct sock_to *to);

/* Where an address and its length come out; both NULL when not wanted. */
struct native_from {
	struct guard *room, *lenroom;
	struct sockaddr *addr;
	socklen_t *len;
	socklen_t said; /* the length that goes in */
};

struct native_from native_from(const struct sock_from *from);
/* What the call told, out of the buffers. */
void native_from_tell(const struct native_from *n, struct sock_from *from);
/* The same without a length's buffer, for a call that told it otherwise. */
void native_from_told(const struct native_from *n, struct sock_from *from,
		      socklen_t told);

/* n bytes of a sockaddr as an address of the seam. */
void native_addr(struct sock_addr *a, const void *sockaddr, size_t n);

#endif
