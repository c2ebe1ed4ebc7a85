/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WASIX: sending, receiving and names of hosts. In go the flags MSG_PEEK,
 * MSG_WAITALL, MSG_TRUNC and MSG_DONTWAIT, out comes that a datagram was cut.
 * A guest has no signals: every send is one with MSG_NOSIGNAL.
 */
#include <string.h>

#include "player/numbers.h"
#include "wasix.h"

WASIX_IMPORT(sock_recv)
(uint32_t fd, wasi_ptr iovs, uint32_t n, uint32_t flags, wasi_ptr len,
 wasi_ptr roflags);
WASIX_IMPORT(sock_recv_from)
(uint32_t fd, wasi_ptr iovs, uint32_t n, uint32_t flags, wasi_ptr len,
 wasi_ptr roflags, wasi_ptr addr);
WASIX_IMPORT(sock_send)
(uint32_t fd, wasi_ptr iovs, uint32_t n, uint32_t flags, wasi_ptr len);
WASIX_IMPORT(sock_send_to)
(uint32_t fd, wasi_ptr iovs, uint32_t n, uint32_t flags, wasi_ptr addr,
 wasi_ptr len);
WASIX_IMPORT(resolve)
(wasi_ptr name, uint32_t len, uint32_t port, wasi_ptr addrs, uint32_t naddrs,
 wasi_ptr n);

#define RIFLAG_PEEK 1
#define RIFLAG_WAITALL 2
#define RIFLAG_TRUNCATED 4
#define RIFLAG_DONT_WAIT 8
#define SIFLAG_DONT_WAIT 1
#define ROFLAG_TRUNCATED 1

#define RECV_FLAGS                                                          \
	(LINUX_MSG_MSG_PEEK | LINUX_MSG_MSG_WAITALL | LINUX_MSG_MSG_TRUNC | \
	 LINUX_MSG_MSG_DONTWAIT)
#define SEND_FLAGS (LINUX_MSG_MSG_NOSIGNAL | LINUX_MSG_MSG_DONTWAIT)

/* addr_ip: u8 family, u8, 4 or 16 bytes of address */
#define FOUND 18
#define FOUND_IP 2

/* NULL, or what of a message there is no place for. */
static const char *data_cannot(const struct sock_msg *m, int flags)
{
	if (m->flags & ~flags)
		return "this message flag is not supported";
	if (m->control.len > 0 || m->control.ptr != HOSTILE_NOT)
		return "control messages are not supported";
	return NULL;
}

static int data_to_nobody(const struct sock_to *to)
{
	return to->addr == NULL && to->ptr == HOSTILE_NOT &&
	       to->len.how == LEN_DEFAULT;
}

struct sock_ret sock_sendmsg(int fd, const struct sock_msg *m)
{
	const char *why = data_cannot(m, SEND_FLAGS);
	struct guard *n = wasi_out("len");
	wasi_ptr iovs = wasi_iovs(&m->iov);
	uint32_t flags =
		m->flags & LINUX_MSG_MSG_DONTWAIT ? SIFLAG_DONT_WAIT : 0;
	struct wasix_to to;
	uint32_t err;

	if (why == NULL && !data_to_nobody(&m->to))
		why = wasix_to(&to, &m->to);
	if (why != NULL)
		return sock_cannot(why);
	if (data_to_nobody(&m->to))
		err = wasix_32v1_sock_send((uint32_t)fd, iovs,
					   (uint32_t)m->iov.n, flags,
					   wasi_at(n->bytes));
	else
		err = wasix_32v1_sock_send_to((uint32_t)fd, iovs,
					      (uint32_t)m->iov.n, flags, to.at,
					      wasi_at(n->bytes));
	return wasi_ret(err, (int)wasi_out_u32(n));
}

static uint32_t data_riflags(int flags)
{
	return (flags & LINUX_MSG_MSG_PEEK ? RIFLAG_PEEK : 0) |
	       (flags & LINUX_MSG_MSG_WAITALL ? RIFLAG_WAITALL : 0) |
	       (flags & LINUX_MSG_MSG_TRUNC ? RIFLAG_TRUNCATED : 0) |
	       (flags & LINUX_MSG_MSG_DONTWAIT ? RIFLAG_DONT_WAIT : 0);
}

struct sock_ret sock_recvmsg(int fd, struct sock_msg *m)
{
	const char *why = data_cannot(m, RECV_FLAGS);
	struct guard *n = wasi_out("len");
	struct guard *roflags = wasi_zeroed("flags", 2);
	wasi_ptr iovs = wasi_iovs(&m->iov);
	uint32_t count = (uint32_t)m->iov.n, flags = data_riflags(m->flags);
	struct wasix_from from;
	uint32_t err;

	if (why == NULL && m->from.wanted)
		why = wasix_from(&from, &m->from);
	if (why != NULL)
		return sock_cannot(why);
	if (m->from.wanted)
		err = wasix_32v1_sock_recv_from(
			(uint32_t)fd, iovs, count, flags, wasi_at(n->bytes),
			wasi_at(roflags->bytes), from.at);
	else
		err = wasix_32v1_sock_recv((uint32_t)fd, iovs, count, flags,
					   wasi_at(n->bytes),
					   wasi_at(roflags->bytes));
	m->flags_told = wasi_load16(roflags->bytes) & ROFLAG_TRUNCATED
				? LINUX_MSG_MSG_TRUNC
				: 0;
	m->flags_some = 1;
	m->control.told = SOCK_UNSAYABLE;
	if (err == 0 && m->from.wanted)
		wasix_from_tell(&from, &m->from);
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
	struct sock_ret r = sock_recvmsg(fd, &m);

	*from = m.from;
	return r;
}

static const char *lookup_cannot(const struct sock_lookup *l)
{
	if (l->node == NULL)
		return "a lookup needs a name";
	if (strchr(l->node, '%') != NULL)
		return "lookups return no scope";
	if (l->flags != 0)
		return "lookups have no flags argument";
	if (l->protocol != 0)
		return "lookups have no protocol argument";
	if (l->domain != 0)
		return "lookups have no address family argument";
	if (l->type != 0)
		return "lookups have no socket type argument";
	return l->service == NULL ? NULL : "lookups return no port";
}

/* Half an address is none, and neither is one of another family. */
static void lookup_take(struct sock_addr *a, const unsigned char *found)
{
	a->kind = found[0] == 1   ? ADDR_IN
		  : found[0] == 2 ? ADDR_IN6
				  : ADDR_NONE;
	if (a->kind != ADDR_NONE)
		memcpy(a->ip, found + FOUND_IP, a->kind == ADDR_IN ? 4 : 16);
}

/* A failure's errno says nothing of what getaddrinfo(3) would have told. */
struct sock_ret sock_getaddrinfo(struct sock_lookup *l)
{
	const char *why = lookup_cannot(l);
	struct guard *out = guard_new("addrs", SOCK_FOUND * FOUND);
	struct guard *len = wasi_out("len");
	uint32_t err, n;

	if (why != NULL)
		return sock_cannot(why);
	err = wasix_32v1_resolve(wasi_at(l->node), strlen(l->node), 0,
				 wasi_at(out->bytes), SOCK_FOUND,
				 wasi_at(len->bytes));
	n = wasi_out_u32(len);
	if (err != 0) {
		l->gai = SOCK_UNSAYABLE;
		return sock_failed(0);
	}
	l->n = n < SOCK_FOUND ? (int)n : SOCK_FOUND;
	out->used = (size_t)l->n * FOUND;
	for (int i = 0; i < l->n; i++)
		lookup_take(&l->found[i].addr, out->bytes + i * FOUND);
	return sock_done(0);
}
