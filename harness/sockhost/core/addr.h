/* SPDX-License-Identifier: Apache-2.0 */
/*
 * addr.h: an address on its way between an ABI and the kernel, in Linux's
 * own form. Behind `len` the bytes are zero. Where the guest's pointer is a
 * bad one the kernel is handed a bad one too, with that length.
 */
#ifndef SOCKHOST_ADDR_H
#define SOCKHOST_ADDR_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

struct addr {
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		struct sockaddr_storage any;
	};
	/*
	 * In: what the guest says, which may be more than there is room for:
	 * the kernel refuses such lengths before it reads. Out: the room that
	 * is claimed, then what the kernel told, 0 for no address.
	 */
	socklen_t len;
	bool bad;
};

/* The longest address that the kernel takes. */
#define ADDR_MAX ((socklen_t)sizeof(struct sockaddr_storage))
/* Bytes of a unix address before its name. */
#define ADDR_UN_NAME ((socklen_t)offsetof(struct sockaddr_un, sun_path))

#endif
