/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasinet_addr.h: wasinet's addresses.
 *
 * An address is a record of 130 bytes. A shorter length stands for a shorter
 * address: what is missing at its end is missing in what the kernel gets, so
 * that Linux's rules on lengths hold. The whole record, which is what Go
 * guests pass, says nothing about the length.
 *
 *	 0  u16  family, Linux's       IPv4         IPv6         unix
 *	 2  u16  type, unused           8 u32 port   8 u32 port   8  name
 *	 4  u16  family again          12 address   12 address
 *	 6  u16  type again            (16)         28 u32 scope
 *	 8                                          (32)         (8 + name)
 *
 * A unix name beginning with '@' or NUL is abstract, one of no bytes is no
 * name. In a whole record it ends at the first NUL. Of other families the
 * bytes at 8 are those behind the family in Linux's sockaddr.
 */
#ifndef SOCKHOST_WASINET_ADDR_H
#define SOCKHOST_WASINET_ADDR_H

#include <stdint.h>

#include "core/addr.h"

struct sockhost;

/* The guest's address, len bytes at ptr. */
void wasinet_addr_load(struct sockhost *h, struct addr *a, uint32_t ptr,
		       uint32_t len);
/* Room for an address that the kernel tells, to be stored at ptr. */
struct addr *wasinet_addr_room(struct sockhost *h, struct addr *a, uint32_t ptr,
			       uint32_t len);
/*
 * What the kernel told, at most len bytes of it. No address, as when a
 * connected stream is received from, leaves the guest's buffer as it was.
 */
void wasinet_addr_store(struct sockhost *h, const struct addr *a, uint32_t ptr,
			uint32_t len);

#endif
