/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wrap.h: bugs that stand around the host's system calls, not in its code.
 *
 * The players with mutants are linked with --wrap=NAME (ld(1)) for the names
 * in ../build.mk: a call of recvmsg() is one of __wrap_recvmsg(), which does
 * what the bug does, and asks __real_recvmsg(). So the host that is tested is
 * the one that is shipped. Most of these bugs are about what one call leaves
 * behind for the next, which is kept for each of the host's descriptors.
 */
#ifndef SOCKHOST_WRAP_H
#define SOCKHOST_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "core/addr.h"
#include "mutants/mutants.h"

/* The bug that was chosen, one of enum mutant; M_none. */
extern int wrap_chosen;
#define chosen(id) (wrap_chosen == M_##id)

/* An address as the kernel told it; len 0: none yet. */
struct wrap_addr {
	union {
		struct sockaddr sa;
		struct sockaddr_storage any;
		unsigned char bytes[ADDR_MAX];
	};
	socklen_t len;
};

#define WRAP_OPTIONS 16
#define WRAP_CONTROL 256

/* What the calls so far left behind on a descriptor. */
struct wrap {
	int receive_flags, send_flags; /* of the last call */
	bool trunc, ctrunc, empty, rights, failed;
	size_t peeked;    /* bytes, by the receive before */
	long long waited; /* ms, with a timeout of its own */
	int error;        /* to be reported once more */
	int so_error;
	struct wrap_addr sender, dest, name, peer, client;
	unsigned char control[WRAP_CONTROL];
	size_t control_len;
	bool listens, connected, bound, nonblocking;
	int shut, forgotten; /* bits: 1 << SHUT_RD, 1 << SHUT_WR */
	short revents;
	struct {
		int level, name;
	} set[WRAP_OPTIONS];
	int nset;
};

/* Of a descriptor; one of no use for those that are not open. */
struct wrap *wrap_of(int fd);
/* It is new: nothing is left behind. */
void wrap_new(int fd);
/* Remember an address, or hand the remembered one out instead of it. */
void wrap_keep(struct wrap_addr *kept, const void *sa, socklen_t len);
void wrap_give(const struct wrap_addr *kept, void *sa, socklen_t *len);
bool wrap_is_dgram(int fd);
/* Is its list of pieces one that can be looked at? No other has bugs. */
bool wrap_is_plain(const struct msghdr *m);
/* Bytes of all pieces of a plain one. */
size_t wrap_sum(const struct msghdr *m);
/*
 * Would a receive or a send on it (SO_RCVTIMEO, SO_SNDTIMEO) still wait when
 * the bug says that its time is over? It has waited so long then.
 */
bool wrap_times_out(int fd, int option, int flags);

#endif
