/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge_addr.h: addresses of the seam as WasmEdge's, see wasmedge.h.
 *
 * An address has one length, its form's. Of those that a case can say, see
 * ADDRLEN in ops.def, an address that goes in has any that Linux refuses: too
 * short, negative, longer than any address; one that comes out the negative
 * ones, for it is told wholly or not at all.
 */
#ifndef WASMEDGE_ADDR_H
#define WASMEDGE_ADDR_H

#include "wasmedge.h"

struct wasmedge_to {
	uint32_t at[2]; /* what the call is given a pointer to */
	uint32_t port;
	unsigned char bytes[128];
};

/* NULL, or why this cannot be said. */
const char *wasmedge_to(struct wasmedge_to *n, const struct sock_to *to);

struct wasmedge_from {
	uint32_t at[2];
	void *head; /* at, or a hostile pointer instead */
	struct guard *room;
	struct guard *port;
	struct guard *type; /* version 1: 4 or 6 */
};

/* The same for an address that comes out. */
const char *wasmedge_from(struct wasmedge_from *n,
			  const struct sock_from *from);
/* What getlocaladdr and getpeeraddr told. */
void wasmedge_from_name(const struct wasmedge_from *n, struct sock_from *from);
/* What recv_from told; nothing for a sender without an address. */
void wasmedge_from_sender(const struct wasmedge_from *n,
			  struct sock_from *from);

#endif
