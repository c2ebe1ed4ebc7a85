/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sock_mutants.h: the bugs of sock.c that take more than a line, see
 * mutants.h. In a normal build each leaves all as it is and asks the kernel
 * nothing.
 */
#ifndef SOCKHOST_SOCK_MUTANTS_H
#define SOCKHOST_SOCK_MUTANTS_H

#include <stdbool.h>
#include <sys/socket.h>

#include "core/policy.h"
#include "core/sock.h"

struct sockhost;

bool sock_is_listening(int host);
/* The length of an address that the guest gave. */
socklen_t sock_addrlen(struct sockhost *h, const struct addr *a);
/* What is refused, done all the same. */
void sock_refused_mutant(struct sockhost *h, enum policy_what what, int host,
			 const struct addr *a);
/* Before and after connect: whether it waits. */
void sock_connect_mutant(struct sockhost *h, int host, bool before);
/* r, or the error that the socket has beside the data. */
long sock_error_mutant(int host, long r);
/* Options that nobody asked for. */
void sock_bind_mutant(struct sockhost *h, int host);
/* 1, or what listen says without listening. */
int sock_listen_mutant(struct sockhost *h, int host, int *backlog);
/* Names that come too late. */
void sock_name_mutant(struct sockhost *h, int host, struct addr *a);
/* One datagram for each piece; what sendmsg would say, or -errno. */
long sock_split_mutant(int host, const struct msghdr *msg, int flags);
/* Hosts that refuse what Linux does not; 0 or -errno. */
int sock_refuse_mutant(struct sockhost *h, int host, const struct mem_iov *iov,
		       const struct msghdr *msg);
/* One piece, or one byte of the last piece, less. */
void sock_pieces_mutant(const struct mem_iov *iov, struct msghdr *msg,
			int piece, int byte);
/* What a send that failed or was done is said to be. */
long sock_sent_mutant(struct sockhost *h, const struct mem_iov *iov,
		      const struct msghdr *msg, long r);
/* A sender's address where Linux tells none; `a` may be NULL. */
void sock_sender_mutant(struct sockhost *h, int host, struct addr *a,
			struct msghdr *msg);

#endif
