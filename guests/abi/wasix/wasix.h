/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasix.h: WASIX, module wasix_32v1, of which wasix-libc is the official
 * client. What is not about sockets is preview1's: wasi_fd.c and neighbours.
 *
 * Families are unspec 0, inet4 1, inet6 2, unix 3; types stream 1, dgram 2,
 * raw 3, seqpacket 4; protocols have their registered numbers. An address is
 * addr_port, 110 bytes, all little-endian but IP addresses:
 *
 *	 0  u8 family
 *	 1  u8, 0
 *	 2  IPv4: u16 port, 4 bytes     to 8
 *	    IPv6: u16 port, 16 bytes, flow label and scope of two u16 each,
 *	          the upper half first  to 28
 *	    unix: sun_path, 108 bytes   to 110
 *
 * so that its length has no place: a path ends at its first NUL, an abstract
 * name where the NULs begin that fill the rest; nothing but NULs is no name.
 */
#ifndef WASIX_H
#define WASIX_H

#include "abi/wasi/wasi.h"

#define WASIX_IMPORT(name) WASI_IMPORT(wasix_32v1, name)

/*
 * Numbers of WASIX's, of Linux's: NULL, or why there is none. What Linux has
 * no name for goes out as a number that WASIX has none for.
 */
const char *wasix_family(int linux_family, uint32_t *family);
const char *wasix_type(int linux_family, int linux_type, uint32_t *type);
/* And back; -1 for no such number. */
int wasix_linux_type(uint32_t type);

/* An address that goes in: NULL, or why it cannot be said. */
struct wasix_to {
	wasi_ptr at;
	unsigned char bytes[110];
};

const char *wasix_to(struct wasix_to *n, const struct sock_to *to);

/* Where one comes out. */
struct wasix_from {
	struct guard *room;
	wasi_ptr at;
};

const char *wasix_from(struct wasix_from *n, const struct sock_from *from);
/* What a call that went well wrote there; nothing: there was no address. */
void wasix_from_tell(const struct wasix_from *n, struct sock_from *from);

#endif
