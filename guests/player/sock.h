/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sock.h: the seam between the player and the ABI that it is built for.
 *
 * One function per operation. Whatever goes in is Linux's: numbers of
 * constants, option values and control messages laid out as on Linux x86-64.
 * So is whatever comes out. An ABI with other numbers, other addresses or
 * other errnos translates; sock_<abi>.c is the only place that knows them.
 * sock_none.c answers for the functions that an ABI leaves out.
 *
 * Three things can come of an operation, told by struct sock_ret:
 *
 *	sock_done(n)      the call returned n
 *	sock_failed(err)  the call failed
 *	sock_cannot(why)  the ABI has no way to say this; nothing was called
 *
 * An ABI says a step wholly or not at all: a flag, a length or a pointer that
 * it has no place for is never left out quietly. A number that Linux has no
 * name for goes out as one that the ABI has none for; what Linux says at once
 * and the ABI in parts is said in parts, and fails where a part does.
 *
 * And it never repairs: an answer is what a guest of that ABI reads in what
 * the host wrote, by the ABI's specification or its official client, whatever
 * some hosts do. What cannot be (a family that there is not, a port above
 * 65535) is no address; what the host left as it was is never told.
 *
 * Buffers that a host writes come from guard.h, so that writing outside of
 * them is seen: the data's from the caller, those whose shape is the ABI's
 * own (an address, a length) from the ABI's file. Where a case asks for a
 * hostile pointer the ABI passes hostile(kind, right) instead of the right
 * one and must not look at what it points to; what would have been there is
 * SOCK_HIDDEN.
 */
#ifndef SOCK_H
#define SOCK_H

#include <stddef.h>
#include <stdint.h>

#include "hostile.h"

/* In place of a number: the ABI has no way to say it; it could not be read. */
#define SOCK_UNSAYABLE (-0x7fffffff)
#define SOCK_HIDDEN (-0x7ffffffe)

/* WASI's notcapable, which is no errno of Linux. */
#define SOCK_ENOTCAPABLE 0x4000

struct sock_ret {
	long ret;        /* -1 for failure */
	int err;         /* Linux's number; -N: N is no errno of the ABI's */
	const char *why; /* not NULL: inexpressible, and why */
	int always;      /* with why: whatever the arguments are */
};

static inline struct sock_ret sock_done(long ret)
{
	return (struct sock_ret){.ret = ret};
}

static inline struct sock_ret sock_failed(int err)
{
	return (struct sock_ret){.ret = -1, .err = err};
}

static inline struct sock_ret sock_cannot(const char *why)
{
	return (struct sock_ret){.ret = -1, .why = why};
}

/* The ABI has no such call at all. */
static inline struct sock_ret sock_absent(const char *why)
{
	return (struct sock_ret){.ret = -1, .why = why, .always = 1};
}

#define SOCK_ADDR_BYTES 256

struct sock_addr {
	/* none: what was told of it cannot be an address */
	enum {
		ADDR_UNSPEC,
		ADDR_IN,
		ADDR_IN6,
		ADDR_UN,
		ADDR_RAW,
		ADDR_NONE
	} kind;
	uint8_t ip[16]; /* network order; 4 of them for ADDR_IN */
	uint16_t port;
	uint32_t flow;
	uint32_t scope;
	int noport, noscope; /* this the ABI has no way to tell */
	/* of ADDR_UN the bytes of sun_path, of ADDR_RAW the whole sockaddr */
	uint8_t bytes[SOCK_ADDR_BYTES];
	size_t len;
};

/* How long an address is said to be, see ADDRLEN in ops.def. */
struct sock_len {
	enum { LEN_DEFAULT, LEN_EXACT, LEN_SHORT, LEN_LONG, LEN_NUMBER } how;
	long number; /* of LEN_NUMBER */
};

/* An address that a call is given. */
struct sock_to {
	const struct sock_addr *addr; /* NULL: none is given */
	struct sock_len len;
	enum hostile ptr;
};

/* An address that a call is asked for, and what it told. */
struct sock_from {
	int wanted;
	int family; /* the socket's, -1 when not known: for LEN_EXACT */
	struct sock_len len;
	enum hostile ptr, lenptr;

	enum {
		FROM_HIDDEN,
		FROM_NONE,
		FROM_GARBAGE, /* bytes that are no address of the ABI's */
		FROM_CUT,
		FROM_SHORT,
		FROM_WHOLE,
		FROM_UNSAYABLE
	} told;
	struct sock_addr addr; /* of FROM_WHOLE */
	size_t got, need;      /* of FROM_SHORT: bytes of the address */
	long addrlen;          /* or SOCK_UNSAYABLE, SOCK_HIDDEN */
};

/* Data: where it is, how long. The pointer may be a hostile one. */
struct sock_piece {
	void *base;
	size_t len;
};

/* Pieces; a list of them where the case said `iov`, else just the first. */
struct sock_iov {
	const struct sock_piece *piece;
	int n;
	int list;
	enum hostile listptr;
};

/* Control messages: struct cmsghdr of Linux x86-64, one after the other. */
struct sock_control {
	unsigned char *bytes;
	size_t len; /* what there is to send, or room to receive */
	enum hostile ptr;
	long told; /* how long what was received is, or SOCK_UNSAYABLE */
};

struct sock_msg {
	struct sock_iov iov;
	struct sock_to to;     /* sendmsg */
	struct sock_from from; /* recvmsg */
	struct sock_control control;
	int flags;
	long flags_told; /* recvmsg; or SOCK_UNSAYABLE */
	int flags_some;  /* of those only MSG_TRUNC is sayable */
};

/* A socket option and its value. */
struct sock_opt {
	int level;
	int name;
	int size;           /* bytes of the option's kind, 0 when that varies */
	long len;           /* optlen as the case says it */
	void *bytes;        /* setsockopt: the value */
	struct guard *room; /* getsockopt: where the value goes */
	enum hostile ptr, lenptr;

	long told;    /* getsockopt: the length told, or SOCK_UNSAYABLE */
	long written; /* getsockopt: bytes of room that hold the value */
	int odd;      /* it told this number, which the ABI does not define */
};

struct sock_pollfd {
	int fd;
	int events;
	int revents;
};

struct sock_poll {
	struct sock_pollfd *fd;
	int n;
	int timeout; /* ms, -1 for ever */
	enum hostile ptr;
	int vague; /* POLLERR and POLLHUP are not sayable: wire.h, revents */
	int odd;   /* so many events were told of what was not asked for */
};

#define SOCK_FOUND 32

struct sock_lookup {
	const char *node;    /* NULL: not given */
	const char *service; /* NULL: not given */
	int hints;           /* one of these is given */
	int domain, type, protocol, flags;

	long gai; /* 0, Linux's EAI number, or SOCK_UNSAYABLE */
	int n;
	struct {
		struct sock_addr addr;
		int type, protocol;
	} found[SOCK_FOUND];
	int full;            /* type and protocol are told as well */
	char canonname[256]; /* "" for none */
};

/* Once, before anything else. */
void sock_start(void);
/* The ABI's name. */
const char *sock_abi(void);
/* Let some time pass; an ABI without clocks lets none. */
void sock_nap(int ms);
/* The caller's process id, -1 where there is none. */
long sock_pid(void);
/*
 * An ABI may have one word for what Linux says in several steps: make a
 * socket, name it, connect it. Then nothing is asked of the host before the
 * last of them. why_later: why what was answered so far still has to come
 * true, NULL when nothing is owed; *seen: would other processes notice, as
 * they would of a name that is taken? why_unmade: why the operation `op` cannot
 * be said yet, or no more, of that descriptor; NULL when it can.
 */
const char *sock_why_later(int *seen);
const char *sock_why_unmade(const char *op, int fd);

/* Those that make one descriptor return it. */
struct sock_ret sock_socket(int domain, int type, int protocol);
struct sock_ret sock_socketpair(int domain, int type, int protocol,
				enum hostile ptr, int fd[2]);
struct sock_ret sock_pipe(int fd[2]);
/* mode: 0 to read, 1 to write, 2 for both. The file is made if need be. */
struct sock_ret sock_open(const char *path, int mode);
struct sock_ret sock_dup(int fd);
struct sock_ret sock_bind(int fd, const struct sock_to *to);
struct sock_ret sock_listen(int fd, int backlog);
struct sock_ret sock_connect(int fd, const struct sock_to *to);
/* flags: NULL for accept(2), else accept4(2). */
struct sock_ret sock_accept(int fd, const int *flags, struct sock_from *from);
struct sock_ret sock_shutdown(int fd, int how);
struct sock_ret sock_close(int fd);
struct sock_ret sock_send(int fd, struct sock_piece data, int flags);
struct sock_ret sock_sendto(int fd, struct sock_piece data, int flags,
			    const struct sock_to *to);
struct sock_ret sock_sendmsg(int fd, const struct sock_msg *m);
/*
 * Is it a sendmsg whose address has no bytes? To sendmsg(2) that is none,
 * wherever it points; to sendto(2) it is EINVAL. For ABIs with one call for
 * both (sock_by_msg.c).
 */
int sock_msg_unnamed(const struct sock_msg *m);
struct sock_ret sock_recv(int fd, struct sock_piece data, int flags);
struct sock_ret sock_recvfrom(int fd, struct sock_piece data, int flags,
			      struct sock_from *from);
struct sock_ret sock_recvmsg(int fd, struct sock_msg *m);
struct sock_ret sock_read(int fd, const struct sock_iov *iov);
struct sock_ret sock_write(int fd, const struct sock_iov *iov);
struct sock_ret sock_getsockopt(int fd, struct sock_opt *opt);
struct sock_ret sock_setsockopt(int fd, const struct sock_opt *opt);
struct sock_ret sock_getsockname(int fd, struct sock_from *from);
struct sock_ret sock_getpeername(int fd, struct sock_from *from);
struct sock_ret sock_poll(struct sock_poll *p);
struct sock_ret sock_set_nonblock(int fd, int on);
/* Returns 0 or 1. */
struct sock_ret sock_get_nonblock(int fd);
/* value: the int that the call is given and gives back. */
struct sock_ret sock_ioctl(int fd, unsigned long request, enum hostile ptr,
			   int *value);
struct sock_ret sock_getaddrinfo(struct sock_lookup *l);
struct sock_ret sock_unlink(const char *path);
/* The same as for sock_link: no ABI is asked for it. */
struct sock_ret sock_symlink(const char *path, const char *to);
/*
 * The device link0, up or down; 0 leaves its MTU as it is. No ABI has this:
 * only native actors are asked.
 */
struct sock_ret sock_link(int up, int mtu);

#endif
