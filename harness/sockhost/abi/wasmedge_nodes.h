/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge_nodes.h: the list that a guest makes for what getaddrinfo finds,
 * each node with the room that it needs:
 *
 *	node, also the hints               sockaddr
 *	 0 u16 flags                        0 u8 family
 *	 2 u8 family                        4 u32 length of the data
 *	 3 u8 type                          8 data
 *	 4 u8 protocol: ip 0, tcp 1, udp 2
 *	 8 u32 addrlen                     data, of IPv4 (14) and IPv6 (26)
 *	12 sockaddr                         0 u16 port, big-endian
 *	16 canonname, 20 u32 length         2 address      6 address
 *	24 next node
 *
 * Only what fits a node's room is told: an address that does not is left out.
 * Addresses are those of Linux, in its order, but for types that WasmEdge has
 * no number for.
 *
 * wasi-go's dialect follows the list to its end; tells addresses alone, an
 * IPv6 one at 2; and takes room of 14 bytes for 26, as guests of WasmEdge's
 * Rust crate say of what they have.
 */
#ifndef SOCKHOST_WASMEDGE_NODES_H
#define SOCKHOST_WASMEDGE_NODES_H

#include <netdb.h>
#include <stdint.h>

#include "wasmedge.h"

#define WASMEDGE_NODE 28 /* bytes of a node */

/* A lookup's flags as Linux's, and back. */
int wasmedge_ai(uint32_t flags);
uint32_t wasmedge_ai_of(int linux_flags);
/* A protocol as Linux's, -1 for none. */
int wasmedge_protocol(uint32_t protocol);

/* Are `max` nodes from `at` on, and what they have, in memory? 0 or -errno. */
int wasmedge_nodes_check(struct sockhost *h, const struct wasmedge *d,
			 uint32_t at, uint32_t max);
/* What was found into the list; returns how many. */
uint32_t wasmedge_nodes_tell(struct sockhost *h, const struct wasmedge *d,
			     const struct addrinfo *found, uint32_t at,
			     uint32_t max);

#endif
