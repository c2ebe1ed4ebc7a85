/* SPDX-License-Identifier: Apache-2.0 */
/*
 * python: the socket extension of a Python for WebAssembly. Eight functions
 * that stand in preview1's module and share names with its own, but neither
 * parameters nor errnos: those are Linux's numbers.
 *
 *	Linux          python
 *	socket         sock_open: a family and a type, no protocol, no flags
 *	connect        sock_connect: 19 bytes of address, no length
 *	send, recv     sock_send, sock_recv: one flat buffer, no flags
 *	close          sock_close
 *	getaddrinfo    sock_resolve, in python_lookup.c
 *	accept         sock_accept, which always tells the peer's address
 *	shutdown       sock_shutdown
 *
 * An address is 19 bytes: u8 family, u16 port in network order, 4 or 16
 * bytes of IP address at 3. Neither flow nor scope.
 *
 * Sockets have a table of their own, which preview1's functions do not know:
 * there is no read, write, poll or O_NONBLOCK, and what is a file, or a
 * standard stream, cannot be named where a socket is meant.
 */
#include <string.h>

#include "player/raw.h"
#include "python.h"

IMPORT(sock_open)(uint32_t family, uint32_t type, wasi_ptr fd);
IMPORT(sock_connect)(uint32_t fd, wasi_ptr addr);
IMPORT(sock_send)(uint32_t fd, wasi_ptr data, uint32_t len, wasi_ptr sent);
IMPORT(sock_recv)(uint32_t fd, wasi_ptr data, uint32_t len, wasi_ptr got);
IMPORT(sock_close)(uint32_t fd);
IMPORT(sock_accept)(uint32_t fd, wasi_ptr addr, wasi_ptr nfd);
IMPORT(sock_shutdown)(uint32_t fd, uint32_t how);

/* Linux's numbers, and python's */
enum { STREAM = 1, DGRAM = 2 };

/* Linux's */
#define TYPE_NONBLOCK 0x800
#define TYPE_CLOEXEC 0x80000
#define MSG_NOSIGNAL_ 0x4000

static const char no_family[] = "addresses must be IPv4 or IPv6";
static const char no_name[] = "receive calls return no address";

void sock_start(void)
{
}

const char *sock_abi(void)
{
	return "python";
}

long sock_pid(void)
{
	return -1;
}

const char *sock_why_unmade(const char *op, int fd)
{
	(void)op;
	return fd >= 0 && fd <= 2 ? "standard streams are not in the socket "
				    "table"
				  : NULL;
}

struct sock_ret python_ret(uint32_t err, long ret)
{
	raw_ret(err);
	if (err == 0)
		return sock_done(ret);
	if (err == SOCK_ENOTCAPABLE || names_errno((int)err) == NULL)
		return sock_failed(-(int)err);
	return sock_failed((int)err);
}

/* The new descriptor; -1 where the host told none. */
static struct sock_ret python_made(uint32_t err, const struct guard *fd)
{
	return python_ret(err,
			  guard_written(fd) == 0 ? -1 : (int)wasi_out_u32(fd));
}

/*
 * Is this a word of Linux's that sock_open, which has two of them, lacks? Its
 * numbers are Linux's: what Linux does not know goes out as it is.
 */
static int open_lacks(enum names_group group, int number, int a, int b)
{
	return number != a && number != b && names_name(group, number) != NULL;
}

struct sock_ret sock_socket(int domain, int type, int protocol)
{
	struct guard *fd = guard_new("fd", 4);

	if (open_lacks(GROUP_FAMILY, domain, PYTHON_INET, PYTHON_INET6))
		return sock_cannot("sock_open does not support this address "
				   "family");
	if (type & (TYPE_NONBLOCK | TYPE_CLOEXEC))
		return sock_cannot("sock_open has no type flags");
	if (open_lacks(GROUP_TYPE, type, STREAM, DGRAM))
		return sock_cannot("sock_open does not support this type");
	if (protocol != 0)
		return sock_cannot("sock_open has no protocol argument");
	return python_made(wasi_snapshot_preview1_sock_open((uint32_t)domain,
							    (uint32_t)type,
							    wasi_at(fd->bytes)),
			   fd);
}

/* The record of an address: NULL, or why there is none. */
static const char *addr_store(const struct sock_to *to,
			      unsigned char rec[PYTHON_ADDR])
{
	const struct sock_addr *a = to->addr;

	if (to->len.how != LEN_DEFAULT)
		return "addresses have no length argument";
	if (a->kind != ADDR_IN && a->kind != ADDR_IN6)
		return no_family;
	if (a->kind == ADDR_IN6 && (a->flow != 0 || a->scope != 0))
		return "addresses have no flow label or scope";
	memset(rec, 0, PYTHON_ADDR);
	rec[0] = a->kind == ADDR_IN ? PYTHON_INET : PYTHON_INET6;
	rec[1] = (unsigned char)(a->port >> 8);
	rec[2] = (unsigned char)a->port;
	memcpy(rec + 3, a->ip, a->kind == ADDR_IN ? 4 : 16);
	return NULL;
}

int python_addr(struct sock_addr *a, const unsigned char *rec)
{
	int v6 = rec[0] == PYTHON_INET6;

	memset(a, 0, sizeof(*a));
	if (rec[0] != PYTHON_INET && !v6)
		return -1;
	a->kind = v6 ? ADDR_IN6 : ADDR_IN;
	a->port = (uint16_t)(rec[1] << 8 | rec[2]);
	memcpy(a->ip, rec + 3, v6 ? 16 : 4);
	return 0;
}

/* What a record tells, of which the last byte may look as it was. */
static void python_from(struct sock_from *from, const struct guard *rec)
{
	from->got = guard_written(rec);
	from->told = FROM_NONE;
	if (from->got == 0 || rec->bytes[0] == 0)
		return;
	if (python_addr(&from->addr, rec->bytes) == -1) {
		from->told = FROM_GARBAGE;
		return;
	}
	from->need = from->addr.kind == ADDR_IN ? 7 : PYTHON_ADDR;
	from->told = from->got + 1 < from->need ? FROM_SHORT : FROM_WHOLE;
}

struct sock_ret sock_connect(int fd, const struct sock_to *to)
{
	static unsigned char rec[PYTHON_ADDR];
	const char *why = addr_store(to, rec);

	if (why != NULL)
		return sock_cannot(why);
	return python_ret(wasi_snapshot_preview1_sock_connect(
				  (uint32_t)fd, wasi_at(hostile(to->ptr, rec))),
			  0);
}

struct sock_ret sock_accept(int fd, const int *flags, struct sock_from *from)
{
	struct guard *addr = guard_new("addr", PYTHON_ADDR);
	struct guard *nfd = guard_new("fd", 4);
	uint32_t err;

	if (flags != NULL && *flags != 0)
		return sock_cannot("accept has no flags argument");
	if (!from->wanted)
		return sock_cannot("accept always returns an address");
	if (from->family == PYTHON_UNIX)
		return sock_cannot(no_family);
	if (from->len.how != LEN_DEFAULT || from->lenptr != HOSTILE_NOT)
		return sock_cannot("addresses have no length argument");
	err = wasi_snapshot_preview1_sock_accept(
		(uint32_t)fd, wasi_at(hostile(from->ptr, addr->bytes)),
		wasi_at(nfd->bytes));
	if (err == 0 && from->ptr == HOSTILE_NOT) {
		from->addrlen = SOCK_UNSAYABLE;
		python_from(from, addr);
	}
	return python_made(err, nfd);
}

struct sock_ret sock_shutdown(int fd, int how)
{
	return python_ret(wasi_snapshot_preview1_sock_shutdown((uint32_t)fd,
							       (uint32_t)how),
			  0);
}

struct sock_ret sock_close(int fd)
{
	return python_ret(wasi_snapshot_preview1_sock_close((uint32_t)fd), 0);
}

struct sock_ret sock_send(int fd, struct sock_piece data, int flags)
{
	struct guard *n = wasi_out("len");
	uint32_t err;

	/* a guest has no signals */
	if ((flags & ~MSG_NOSIGNAL_) != 0)
		return sock_cannot("send calls have no flags argument");
	err = wasi_snapshot_preview1_sock_send((uint32_t)fd, wasi_at(data.base),
					       data.len, wasi_at(n->bytes));
	return python_ret(err, (int)wasi_out_u32(n));
}

struct sock_ret sock_sendto(int fd, struct sock_piece data, int flags,
			    const struct sock_to *to)
{
	if (to->addr != NULL || to->len.how != LEN_DEFAULT ||
	    to->ptr != HOSTILE_NOT)
		return sock_cannot("send calls have no address argument");
	return sock_send(fd, data, flags);
}

struct sock_ret sock_recv(int fd, struct sock_piece data, int flags)
{
	struct guard *n = wasi_out("len");
	uint32_t err;

	if (flags != 0)
		return sock_cannot("receive calls have no flags argument");
	err = wasi_snapshot_preview1_sock_recv((uint32_t)fd, wasi_at(data.base),
					       data.len, wasi_at(n->bytes));
	return python_ret(err, (int)wasi_out_u32(n));
}

struct sock_ret sock_recvfrom(int fd, struct sock_piece data, int flags,
			      struct sock_from *from)
{
	if (from->wanted)
		return sock_cannot(no_name);
	return sock_recv(fd, data, flags);
}

/* A message of one piece and nothing else is but a send, or a receive. */
static const char *msg_cannot(const struct sock_msg *m)
{
	if (m->iov.n != 1 || m->iov.listptr != HOSTILE_NOT)
		return "data must be in one buffer";
	if (m->control.len > 0 || m->control.ptr != HOSTILE_NOT)
		return "control messages are not supported";
	return NULL;
}

struct sock_ret sock_sendmsg(int fd, const struct sock_msg *m)
{
	const char *why = msg_cannot(m);

	if (why != NULL)
		return sock_cannot(why);
	return sock_sendto(fd, m->iov.piece[0], m->flags, &m->to);
}

struct sock_ret sock_recvmsg(int fd, struct sock_msg *m)
{
	const char *why = msg_cannot(m);

	if (why != NULL)
		return sock_cannot(why);
	m->flags_told = SOCK_UNSAYABLE;
	return sock_recvfrom(fd, m->iov.piece[0], m->flags, &m->from);
}
