/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sending and receiving. Of flags there are two on the way in, PEEK and
 * WAITALL, and one on the way out, that a datagram was cut. A guest has no
 * signals: every send is one with MSG_NOSIGNAL.
 */
#include "player/args.h"
#include "player/numbers.h"
#include "wasmedge.h"
#include "wasmedge_addr.h"

#define RIFLAG_PEEK 1
#define RIFLAG_WAITALL 2
#define ROFLAG_TRUNCATED 1

static wasi_ptr data_iovs(const struct sock_iov *iov)
{
	static uint32_t list[ARGS_PIECES][2];

	for (int i = 0; i < iov->n; i++) {
		list[i][0] = wasi_at(iov->piece[i].base);
		list[i][1] = iov->piece[i].len;
	}
	return wasi_at(wasmedge_hostile(iov->listptr, list));
}

/* NULL, or what of a message there is no place for. */
static const char *data_cannot(const struct sock_msg *m, int flags)
{
	if (m->flags & ~flags)
		return "this message flag is not supported";
	if (m->control.len > 0 || m->control.ptr != HOSTILE_NOT)
		return "control messages are not supported";
	return NULL;
}

static int data_to_nobody(const struct sock_msg *m)
{
	const struct sock_to *to = &m->to;

	if (sock_msg_unnamed(m))
		return 1;
	return to->addr == NULL && to->ptr == HOSTILE_NOT &&
	       to->len.how == LEN_DEFAULT;
}

struct sock_ret sock_sendmsg(int fd, const struct sock_msg *m)
{
	const char *why = data_cannot(m, LINUX_MSG_MSG_NOSIGNAL);
	struct guard *n = wasi_out("len");
	struct wasmedge_to to;
	wasi_ptr iovs = data_iovs(&m->iov);
	uint32_t err;

	if (why == NULL && !data_to_nobody(m))
		why = wasmedge_to(&to, &m->to);
	/* sendmsg(2) takes a length that is too long for the longest */
	if (m->iov.list && m->to.len.how == LEN_NUMBER && m->to.len.number > 0)
		why = "addresses have a fixed length";
	if (why != NULL)
		return sock_cannot(why);
	if (data_to_nobody(m))
		err = wasmedge.send((uint32_t)fd, iovs, (uint32_t)m->iov.n, 0,
				    wasi_at(n->bytes));
	else
		err = wasmedge.send_to((uint32_t)fd, iovs, (uint32_t)m->iov.n,
				       wasi_at(to.at), to.port, 0,
				       wasi_at(n->bytes));
	return wasi_ret(err, (int)wasi_out_u32(n));
}

static uint32_t data_riflags(int flags)
{
	return (flags & LINUX_MSG_MSG_PEEK ? RIFLAG_PEEK : 0) |
	       (flags & LINUX_MSG_MSG_WAITALL ? RIFLAG_WAITALL : 0);
}

/* recv_from, as either version has it. */
static uint32_t data_recv_from(int fd, const struct sock_msg *m,
			       const struct wasmedge_from *from,
			       const struct guard *len,
			       const struct guard *roflags)
{
	wasi_ptr iovs = data_iovs(&m->iov);
	uint32_t riflags = data_riflags(m->flags);

	if (wasmedge.recv_from1 != NULL)
		return wasmedge.recv_from1(
			(uint32_t)fd, iovs, (uint32_t)m->iov.n,
			wasi_at(from->head), riflags, wasi_at(len->bytes),
			wasi_at(roflags->bytes));
	return wasmedge.recv_from2(
		(uint32_t)fd, iovs, (uint32_t)m->iov.n, wasi_at(from->head),
		riflags, wasi_at(from->port->bytes), wasi_at(len->bytes),
		wasi_at(roflags->bytes));
}

struct sock_ret sock_recvmsg(int fd, struct sock_msg *m)
{
	const char *why =
		data_cannot(m, LINUX_MSG_MSG_PEEK | LINUX_MSG_MSG_WAITALL);
	struct guard *n = wasi_out("len");
	struct guard *roflags = wasi_zeroed("flags", (size_t)wasmedge.roflags);
	struct wasmedge_from from;
	uint32_t err;

	if (why == NULL && m->from.wanted)
		why = wasmedge_from(&from, &m->from);
	if (why != NULL)
		return sock_cannot(why);
	if (m->from.wanted)
		err = data_recv_from(fd, m, &from, n, roflags);
	else
		err = wasmedge.recv((uint32_t)fd, data_iovs(&m->iov),
				    (uint32_t)m->iov.n, data_riflags(m->flags),
				    wasi_at(n->bytes), wasi_at(roflags->bytes));
	m->flags_told = wasi_load16(roflags->bytes) & ROFLAG_TRUNCATED
				? LINUX_MSG_MSG_TRUNC
				: 0;
	/* there, what nobody has room for may be cut as well */
	m->flags_some = m->from.family == LINUX_FAMILY_AF_UNIX;
	m->control.told = SOCK_UNSAYABLE;
	if (err == 0 && m->from.wanted)
		wasmedge_from_sender(&from, &m->from);
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
	struct sock_ret r;

	if (from->len.how == LEN_NUMBER && from->len.number < 0)
		return sock_cannot("a bad length pointer cannot make a receive "
				   "lose its data");
	r = sock_recvmsg(fd, &m);
	*from = m.from;
	return r;
}
