/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasix.h: WASIX, module wasix_32v1: sockets, options by the type of their
 * values, pipes and dup. What is preview1's (close, read, write, poll, files,
 * shutdown) a guest imports from there.
 *
 * An address is addr_port, 110 bytes; numbers in it are little-endian, IP
 * addresses in network order:
 *
 *	 0  u8 family: unspec 0, inet4 1, inet6 2, unix 3
 *	 1  u8, unused
 *	 2  IPv4: u16 port, 4 bytes
 *	    IPv6: u16 port, 16 bytes, flow label and scope, each as two u16,
 *	          the upper half first
 *	    unix: sun_path, 108 bytes
 *
 * It has no length: a path ends at its NUL, an abstract name where NULs fill
 * the rest. IP addresses out are written as far as they go, so that guests
 * with a shorter structure are not overrun.
 *
 * Pointers are checked before anything is done, so that nothing is lost;
 * those to data and addresses are left to the kernel.
 *
 * Source: wasix-libc, the types of WASIX. A host that differs from it, as
 * wasmer does in the order of a port's bytes, is not followed.
 */
#ifndef SOCKHOST_WASIX_H
#define SOCKHOST_WASIX_H

#include "core/addr.h"
#include "core/fn.h"

struct sockhost;

#define FN(result, name, n, ...) \
	uint32_t wasix_##name(struct sockhost *h FN_PARAMS_##n(__VA_ARGS__));
#include "wasix.def"
#undef FN

/* Families and types as Linux's and back; -1 for what there is not. */
int wasix_family(uint32_t family);
int wasix_type(uint32_t type);
int wasix_type_of(int linux_type);

/* The guest's address; 0, or -errno for a family that there is not. */
int wasix_addr_load(struct sockhost *h, struct addr *a, uint32_t ptr);
/* Room for one that the kernel tells, to be stored at ptr. */
struct addr *wasix_addr_room(struct sockhost *h, struct addr *a, uint32_t ptr);
/* What it told; no address leaves the guest's buffer as it was. */
void wasix_addr_store(struct sockhost *h, const struct addr *a, uint32_t ptr);

#endif
