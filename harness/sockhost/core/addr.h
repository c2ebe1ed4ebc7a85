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
	 * How much of it there is, never more than ADDR_MAX. Out: the room
	 * that is claimed, then what the kernel told, 0 for no address.
	 */
	socklen_t len;
	/*
	 * By how much the guest's length is more than that, or negative: the
	 * kernel is handed the sum, and refuses it before it reads; all but
	 * sendmsg(2), see sock_send().
	 */
	socklen_t over;
	bool bad;
};

/* The longest address that the kernel takes. */
#define ADDR_MAX ((socklen_t)sizeof(struct sockaddr_storage))
/* Bytes of a unix address before its name. */
#define ADDR_UN_NAME ((socklen_t)offsetof(struct sockaddr_un, sun_path))

/* A length that the guest said: len and over. */
static inline void addr_say(struct addr *a, uint32_t len)
{
	a->len = len < ADDR_MAX ? len : ADDR_MAX;
	a->over = len - a->len;
}

#endif
