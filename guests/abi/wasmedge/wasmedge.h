/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasmedge.h: WasmEdge's sockets, in three tongues that share most of their
 * words. sock_wasmedge1.c, sock_wasmedge2.c and sock_wasigo.c each describe
 * one as a struct wasmedge; sock_wasmedge.c and the files wasmedge_*.c speak
 * by it. What is not about sockets is preview1's: wasi_fd.c and neighbours.
 *
 * An address is handed over as a pointer to u32 pointer, u32 length, and as a
 * port beside it; the bytes are
 *
 *	  4   an IPv4 address, network order
 *	 16   an IPv6 address
 *	128   u16 family (inet4 1, inet6 2, unix 3), then one of these, or a
 *	      name; little-endian. Not in version 1
 *
 * so that a scope, a flow label and a length of its own have no place. A path
 * ends at its first NUL, an abstract name, which begins with one, where the
 * NULs begin that fill the rest; nothing but NULs is no name.
 *
 * They differ in names, signatures and layouts, never in what they mean: that
 * is the official client's, wasmedge_wasi_socket 0.5, and where it is silent
 * Linux's. A host that answers otherwise is wrong, whichever host it is.
 */
#ifndef WASMEDGE_H
#define WASMEDGE_H

#include "abi/wasi/wasi.h"

struct wasmedge {
	const char *abi;
	int names;    /* addresses have 128 bytes, and unix ones have names */
	int aligned;  /* pointers that are not are refused as such */
	int by_value; /* getsockopt has the size itself for a pointer to it */
	int tcp;      /* there are options of TCP as well */
	int gai;      /* a lookup tells how it failed, and all that it found */
	int in6;      /* where in a lookup's data an IPv6 address begins */
	int roflags;  /* bytes of that flag word, 2 or 4 */
	int port;     /* recv_from tells a port, a u32 in the host's order */

	uint32_t (*open)(uint32_t family, uint32_t type, wasi_ptr fd);
	uint32_t (*bind)(uint32_t fd, wasi_ptr addr, uint32_t port);
	uint32_t (*connect)(uint32_t fd, wasi_ptr addr, uint32_t port);
	uint32_t (*listen)(uint32_t fd, uint32_t backlog);
	uint32_t (*recv)(uint32_t fd, wasi_ptr iovs, uint32_t n, uint32_t flags,
			 wasi_ptr len, wasi_ptr roflags);
	uint32_t (*send)(uint32_t fd, wasi_ptr iovs, uint32_t n, uint32_t flags,
			 wasi_ptr len);
	uint32_t (*send_to)(uint32_t fd, wasi_ptr iovs, uint32_t n,
			    wasi_ptr addr, uint32_t port, uint32_t flags,
			    wasi_ptr len);

	/* of version 1, or of version 2: the others are NULL */
	uint32_t (*accept1)(uint32_t fd, wasi_ptr nfd);
	uint32_t (*accept2)(uint32_t fd, uint32_t flags, wasi_ptr nfd);
	uint32_t (*recv_from1)(uint32_t fd, wasi_ptr iovs, uint32_t n,
			       wasi_ptr addr, uint32_t flags, wasi_ptr len,
			       wasi_ptr roflags);
	uint32_t (*recv_from2)(uint32_t fd, wasi_ptr iovs, uint32_t n,
			       wasi_ptr addr, uint32_t flags, wasi_ptr port,
			       wasi_ptr len, wasi_ptr roflags);
	uint32_t (*name1)(uint32_t fd, wasi_ptr addr, wasi_ptr type,
			  wasi_ptr port);
	uint32_t (*peer1)(uint32_t fd, wasi_ptr addr, wasi_ptr type,
			  wasi_ptr port);
	uint32_t (*name2)(uint32_t fd, wasi_ptr addr, wasi_ptr port);
	uint32_t (*peer2)(uint32_t fd, wasi_ptr addr, wasi_ptr port);
};

extern const struct wasmedge wasmedge;

/* Numbers of families and types; -1 for what has none. */
int wasmedge_family(int linux_family);
int wasmedge_type(int linux_type);
/* And back; -1 for no such number, 0 for any. */
int wasmedge_linux_type(uint32_t type);
/*
 * A number that Linux has no name for, as one that the ABI has none for: the
 * number itself unless it is one of the ABI's, 0 to n - 1.
 */
uint32_t wasmedge_outside(int linux_number, int n);

/*
 * hostile() for a pointer to something of 4-byte parts. Where alignment is
 * asked for it is aligned downwards, to be hostile for one reason only.
 */
void *wasmedge_hostile(enum hostile kind, void *right);

#endif
