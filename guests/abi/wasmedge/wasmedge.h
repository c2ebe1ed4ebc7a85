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
 * so that a scope, a flow label and a length of its own have no place.
 */
#ifndef WASMEDGE_H
#define WASMEDGE_H

#include "abi/wasi/wasi.h"

enum wasmedge_names {
	NAMES_NONE, /* addresses have 4 or 16 bytes */
	NAMES_RAW,  /* sun_path as it is, its length not told */
	NAMES_AT,   /* up to the first NUL; '@' first: abstract */
};

struct wasmedge {
	const char *abi;
	enum wasmedge_names names;
	int aligned;  /* pointers that are not are refused as such */
	int most;     /* pieces of a call, 0 for as many as one likes */
	int ints;     /* option values are ints, their size is no pointer */
	int gai;      /* a lookup tells how it failed, and all that it found */
	int in6;      /* where in a lookup's data an IPv6 address begins */
	int roflags;  /* bytes of that flag word, 2 or 4 */
	/*
	 * recv_from's port: 0 bytes (none), 2 in network order, or 4.
	 */
	int port;

	uint32_t (*open)(uint32_t family, uint32_t type, wasi_ptr fd);
	uint32_t (*bind)(uint32_t fd, wasi_ptr addr, uint32_t port);
	uint32_t (*connect)(uint32_t fd, wasi_ptr addr, uint32_t port);
	uint32_t (*listen)(uint32_t fd, uint32_t backlog);
	uint32_t (*recv)(uint32_t fd, wasi_ptr iovs, uint32_t n,
		uint32_t flags, wasi_ptr len, wasi_ptr roflags);
	uint32_t (*send)(uint32_t fd, wasi_ptr iovs, uint32_t n,
		uint32_t flags, wasi_ptr len);
	uint32_t (*send_to)(uint32_t fd, wasi_ptr iovs, uint32_t n,
		wasi_ptr addr, uint32_t port, uint32_t flags, wasi_ptr len);

	/* of version 1, or of version 2: the others are NULL */
	uint32_t (*accept1)(uint32_t fd, wasi_ptr nfd);
	uint32_t (*accept2)(uint32_t fd, uint32_t flags, wasi_ptr nfd);
	uint32_t (*recv_from1)(uint32_t fd, wasi_ptr iovs, uint32_t n,
		wasi_ptr addr, uint32_t flags, wasi_ptr len, wasi_ptr roflags);
	uint32_t (*recv_from2)(uint32_t fd, wasi_ptr iovs, uint32_t n,
		wasi_ptr addr, uint32_t flags, wasi_ptr port, wasi_ptr len,
		wasi_ptr roflags);
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
 * hostile() for a pointer to something of 4-byte parts. Where alignment is
 * asked for it is aligned downwards, to be hostile for one reason only.
 */
void *wasmedge_hostile(enum hostile kind, void *right);

#endif
