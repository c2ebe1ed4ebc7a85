/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sock.h: sockets by guest number, one system call for each call.
 *
 * Arguments reach the kernel as they are: no extra calls, no other flags, no
 * checks of our own before the kernel's. What is added is close-on-exec
 * (SOCK_CLOEXEC, MSG_CMSG_CLOEXEC) and, for hosts that never block,
 * SOCK_NONBLOCK. Results are 0 or more, or the negative of Linux's errno.
 *
 * A call that makes a descriptor first looks for room in the guest's table
 * (-EMFILE), as the kernel does in its own.
 */
#ifndef SOCKHOST_SOCK_H
#define SOCKHOST_SOCK_H

#include <stdint.h>

#include "addr.h"
#include "control.h"
#include "mem.h"

struct sockhost;

/* A guest number, or an error. type carries SOCK_NONBLOCK. */
int sock_open(struct sockhost *h, int domain, int type, int protocol);
int sock_bind(struct sockhost *h, uint32_t fd, const struct addr *a);
int sock_connect(struct sockhost *h, uint32_t fd, const struct addr *a);
int sock_listen(struct sockhost *h, uint32_t fd, int backlog);
/*
 * A guest number. flags: SOCK_NONBLOCK or 0. peer: NULL if nobody asks.
 * As on Linux, a bad address loses the connection (-EFAULT).
 */
int sock_accept(struct sockhost *h, uint32_t fd, int flags, struct addr *peer);
int sock_shutdown(struct sockhost *h, uint32_t fd, int how);

/* getsockname(2) and getpeername(2) */
int sock_name(struct sockhost *h, uint32_t fd, struct addr *a);
int sock_peer(struct sockhost *h, uint32_t fd, struct addr *a);

/* What goes with the data; NULL for what is not there. */
struct sock_msg {
	struct mem_iov *iov;
	struct addr *addr;
	struct control *control;
	int flags; /* of the call; a receive leaves msg_flags here */
};

/* sendmsg(2), recvmsg(2): how many bytes. */
long sock_send(struct sockhost *h, uint32_t fd, struct sock_msg *m);
long sock_recv(struct sockhost *h, uint32_t fd, struct sock_msg *m);

/*
 * getsockopt(2), setsockopt(2), the value in the guest's memory at ptr. get
 * leaves the length that the kernel told in *len. See sockopt.c for the few
 * options that are more than a value.
 */
int sockopt_set(struct sockhost *h, uint32_t fd, int level, int name,
		uint32_t ptr, uint32_t len);
int sockopt_get(struct sockhost *h, uint32_t fd, int level, int name,
		uint32_t ptr, uint32_t *len);

/*
 * The same for ABIs that pass values as parameters: a value of Linux's form,
 * at most SOCKOPT_VALUE bytes of it, that is the host's own copy.
 */
#define SOCKOPT_VALUE 32
int sockopt_set_value(struct sockhost *h, uint32_t fd, int level, int name,
		      const void *value, uint32_t len);
int sockopt_get_value(struct sockhost *h, uint32_t fd, int level, int name,
		      void *value, uint32_t *len);

#endif
