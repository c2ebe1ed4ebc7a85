/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sockets as preview1 has them: a guest is given some when it starts, and
 * accepts others. Addresses, control messages and flags but MSG_PEEK and
 * MSG_WAITALL are nowhere to be said.
 *
 *	Linux            preview1
 *	accept4's flags  fdflags: nonblock 4
 *	recv's flags     riflags: peek 1, waitall 2
 *	msg_flags        roflags, a u16: data truncated 1
 *	shutdown's how   sdflags, bits: rd 1, wr 2, and so one more each
 *
 * accept(2) asks for the peer's name, sock_accept does not tell it: that
 * answer is left open. A receive that asks for a name is another thing: the
 * name is what it is there for.
 */
#include "wasi.h"

WASI_IMPORT(wasi_snapshot_preview1, sock_accept)
(uint32_t fd, uint32_t flags, wasi_ptr nfd);
WASI_IMPORT(wasi_snapshot_preview1, sock_recv)
(uint32_t fd, wasi_ptr iovs, uint32_t n, uint32_t flags, wasi_ptr nread,
 wasi_ptr oflags);
WASI_IMPORT(wasi_snapshot_preview1, sock_send)
(uint32_t fd, wasi_ptr iovs, uint32_t n, uint32_t flags, wasi_ptr nwritten);
WASI_IMPORT(wasi_snapshot_preview1, sock_shutdown)(uint32_t fd, uint32_t how);

/* Linux's */
#define TYPE_NONBLOCK 0x800
#define TYPE_CLOEXEC 0x80000
#define MSG_NOSIGNAL_ 0x4000
#define MSG_PEEK_ 0x2
#define MSG_TRUNC_ 0x20
#define MSG_WAITALL_ 0x100

#define WASI_NONBLOCK 4
#define WASI_NO_FLAG 0x8000
#define WASI_PEEK 1
#define WASI_WAITALL 2
#define WASI_TRUNCATED 1

static const char no_control[] = "control messages are not supported";
static const char no_address[] = "receive calls return no address";

/* Is nothing said of the address but that it is wanted? */
static int from_plain(const struct sock_from *from)
{
	return from->len.how == LEN_DEFAULT && from->ptr == HOSTILE_NOT &&
	       from->lenptr == HOSTILE_NOT;
}

struct sock_ret sock_accept(int fd, const int *flags, struct sock_from *from)
{
	struct guard *nfd = wasi_out_fd();
	uint32_t fdflags = 0;

	if (!from_plain(from))
		return sock_cannot("accept returns no address");
	if (flags != NULL && (*flags & TYPE_CLOEXEC) != 0)
		return sock_cannot("SOCK_CLOEXEC is not supported");
	if (flags != NULL && (*flags & ~TYPE_NONBLOCK) != 0)
		fdflags = WASI_NO_FLAG;
	if (flags != NULL && (*flags & TYPE_NONBLOCK) != 0)
		fdflags |= WASI_NONBLOCK;
	from->told = FROM_UNSAYABLE;
	from->addrlen = SOCK_UNSAYABLE;
	return wasi_ret_fd(wasi_snapshot_preview1_sock_accept(
				   (uint32_t)fd, fdflags, wasi_at(nfd->bytes)),
			   nfd);
}

/*
 * An invalid `how` of Linux's is one of preview1's as well, -1 that there is
 * no direction.
 */
struct sock_ret sock_shutdown(int fd, int how)
{
	return wasi_ret(wasi_snapshot_preview1_sock_shutdown((uint32_t)fd,
							     (uint32_t)how + 1),
			0);
}

struct sock_ret sock_sendmsg(int fd, const struct sock_msg *m)
{
	struct guard *n = wasi_out("len");
	uint32_t err;

	/* a guest has no signals */
	if ((m->flags & ~MSG_NOSIGNAL_) != 0)
		return sock_cannot("send calls support no flags");
	if (m->to.addr != NULL || m->to.len.how != LEN_DEFAULT ||
	    m->to.ptr != HOSTILE_NOT)
		return sock_cannot("send calls have no address argument");
	if (m->control.len > 0 || m->control.ptr != HOSTILE_NOT)
		return sock_cannot(no_control);
	err = wasi_snapshot_preview1_sock_send((uint32_t)fd, wasi_iovs(&m->iov),
					       (uint32_t)m->iov.n, 0,
					       wasi_at(n->bytes));
	return wasi_ret(err, (int)wasi_out_u32(n));
}

/* Why this cannot be received, or NULL and riflags. */
static const char *recv_flags(const struct sock_msg *m, uint32_t *riflags)
{
	if ((m->flags & ~(MSG_PEEK_ | MSG_WAITALL_)) != 0)
		return "receive calls support no flags except MSG_PEEK and "
		       "MSG_WAITALL";
	if (m->from.wanted)
		return no_address;
	if (m->control.len > 0 || m->control.ptr != HOSTILE_NOT)
		return no_control;
	*riflags = (m->flags & MSG_PEEK_ ? WASI_PEEK : 0) |
		   (m->flags & MSG_WAITALL_ ? WASI_WAITALL : 0);
	return NULL;
}

struct sock_ret sock_recvmsg(int fd, struct sock_msg *m)
{
	struct guard *n = wasi_out("len"), *oflags = wasi_zeroed("flags", 2);
	uint32_t riflags, err;
	const char *why = recv_flags(m, &riflags);

	if (why != NULL)
		return sock_cannot(why);
	err = wasi_snapshot_preview1_sock_recv(
		(uint32_t)fd, wasi_iovs(&m->iov), (uint32_t)m->iov.n, riflags,
		wasi_at(n->bytes), wasi_at(oflags->bytes));
	m->flags_told =
		wasi_load16(oflags->bytes) & WASI_TRUNCATED ? MSG_TRUNC_ : 0;
	return wasi_ret(err, (int)wasi_out_u32(n));
}

struct sock_ret sock_recvfrom(int fd, struct sock_piece data, int flags,
			      struct sock_from *from)
{
	struct sock_msg m = {
		.iov = {.piece = &data, .n = 1},
		.from = *from,
		.flags = flags,
	};

	return sock_recvmsg(fd, &m);
}
