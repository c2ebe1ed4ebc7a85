/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wrap.h: bugs that stand around the host's functions and system calls, not
 * in its code.
 *
 * The players with mutants are linked with --wrap=NAME (ld(1)) for the names
 * in ../build.mk: a call of recvmsg() is one of __wrap_recvmsg(), which does
 * what the bug does, and asks __real_recvmsg(). The same holds for functions
 * of ../core that other files call. So the host that is tested is the one that
 * is shipped, and a build without bugs pays nothing for them. Most bugs of
 * system calls are about what one call leaves behind for the next, which is
 * kept for each of the host's descriptors.
 */
#ifndef SOCKHOST_WRAP_H
#define SOCKHOST_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "core/addr.h"
#include "mutants/mutants.h"

/* Declares both names of a function that is wrapped. */
#define WRAPPED(type, name, params) \
	type __real_##name params;  \
	type __wrap_##name params;

#define chosen(id) (mutant_chosen.mutant == M_##id)
/* 1 or 0: how far the length is off */
#define off_by(row) mutant_is(F_length, 0, row)

/* An address as the kernel told it; len 0: none yet. */
struct wrap_addr {
	union {
		struct sockaddr sa;
		struct sockaddr_in6 in6;
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
/* The length that the kernel is told of an address. */
socklen_t wrap_addrlen(socklen_t len);
bool wrap_is_dgram(int fd);
bool wrap_is_connected(int fd);
/* Is its list of pieces one that can be looked at? No other has bugs. */
bool wrap_is_plain(const struct msghdr *m);
/* Bytes of all pieces of a plain one. */
size_t wrap_sum(const struct msghdr *m);
/*
 * Would a receive or a send on it (SO_RCVTIMEO, SO_SNDTIMEO) still wait when
 * the bug says that its time is over? It has waited so long then.
 */
bool wrap_times_out(int fd, int option, int flags);

/*
 * The policy's bugs: a call on that guest's descriptor begins, which may
 * connect, bind or send; it ends.
 */
struct sockhost;
void wrap_call_begin(struct sockhost *h, uint32_t fd);
void wrap_call_end(void);

/* Is id one of wrap_field.c's? Then it is chosen. */
bool wrap_field(const char *id);

#endif
