/* SPDX-License-Identifier: Apache-2.0 */
#include "wasmedge.h"

#include <errno.h>
#include <string.h>

#include "core/errnos.h"
#include "core/host.h"
#include "mutants/mutants.h"
#include "preview1.h"
#include "core/sock.h"
#include "wasmedge_addr.h"

#define RIFLAG_PEEK 0x1
#define RIFLAG_WAITALL 0x2
#define ROFLAG_TRUNCATED 0x1

/* bytes of a piece of a list: u32 pointer, u32 length */
#define PIECE 8

/*
 * What Linux says of a type that there is not: it has numbers up to 10, of
 * which a family has only some.
 */
static int open_refusal(uint32_t type)
{
	return type > SOCK_PACKET ? EINVAL : ESOCKTNOSUPPORT;
}

uint32_t wasmedge_open(struct sockhost *h, const struct wasmedge *d,
		       uint32_t family, uint32_t type, uint32_t out_fd)
{
	int domain = wasmedge_family(family);
	int kind = wasmedge_type(type);
	int r = wasmedge_ptr(h, d, out_fd, 4);

	if (r < 0)
		return errnos_result(h, r);
	if (domain <= 0)
		return errnos_wasi(h, EAFNOSUPPORT);
	if (domain == AF_UNIX && d->ask_unix && !policy_has_unix(h))
		return errnos_wasi(h, ENOSYS);
	if (mutant(h, M_unix_missing) && domain == AF_UNIX)
		return errnos_wasi(h, ENOSYS);
	if (kind <= 0)
		return errnos_wasi(h, open_refusal(type));
	r = sock_open(h, domain, kind, 0);
	if (r >= 0)
		mem_put32(h, out_fd, (uint32_t)r);
	return errnos_result(h, r);
}

uint32_t wasmedge_bind(struct sockhost *h, const struct wasmedge *d,
		       uint32_t fd, uint32_t addr, uint32_t port)
{
	struct addr a;
	int r = wasmedge_addr_load(h, d, &a, addr, port);

	return errnos_result(h, r < 0 ? r : sock_bind(h, fd, &a));
}

uint32_t wasmedge_connect(struct sockhost *h, const struct wasmedge *d,
			  uint32_t fd, uint32_t addr, uint32_t port)
{
	struct addr a;
	int r = wasmedge_addr_load(h, d, &a, addr, port);

	if (r == 0)
		r = sock_connect(h, fd, &a);
	if (mutant(h, M_connect_inval) && r == -EINVAL)
		r = -EAFNOSUPPORT;
	return errnos_result(h, r);
}

uint32_t wasmedge_accept(struct sockhost *h, const struct wasmedge *d,
			 uint32_t fd, uint32_t fdflags, uint32_t out_fd)
{
	const struct fd *f = fds_get(h, fd);
	int r = wasmedge_ptr(h, d, out_fd, 4);

	if (mutant(h, M_accept_v4_only) && f && f->domain != AF_INET)
		r = -EINVAL;
	if (r < 0)
		return errnos_result(h, r);
	return preview1_sock_accept(h, fd, fdflags, out_fd);
}

/* Version 1's number of a family, "a workaround" that guests rely on. */
static uint32_t name_type(struct sockhost *h, const struct addr *a)
{
	if (mutant(h, M_name_type_family))
		return (uint32_t)wasmedge_family_of(a->sa.sa_family);
	return a->sa.sa_family == AF_INET ? 4 : 6;
}

static int name_ask(struct sockhost *h, const struct wasmedge_name *n,
		    struct addr *a)
{
	const struct fd *f = fds_get(h, n->fd);
	int r = n->peer ? sock_peer(h, n->fd, a) : sock_name(h, n->fd, a);

	if (mutant(h, M_name_after_connect) && r == 0 && !n->peer &&
	    !f->bound && a->sa.sa_family == AF_INET)
		memset(a->sa.sa_data, 0, sizeof(a->sa.sa_data));
	return r;
}

uint32_t wasmedge_name(struct sockhost *h, const struct wasmedge *d,
		       const struct wasmedge_name *n)
{
	struct wasmedge_bytes b;
	struct addr a;
	int r = wasmedge_bytes(h, d, &b, n->addr, d->out);

	if (r == 0 && n->typed)
		r = wasmedge_ptr(h, d, n->out_type, 4);
	if (r == 0)
		r = wasmedge_ptr(h, d, n->out_port, 4);
	if (r < 0)
		return errnos_result(h, r);
	wasmedge_addr_room(h, &a, &b);
	r = name_ask(h, n, &a);
	if (r == 0)
		r = wasmedge_addr_store(h, &a, &b);
	if (r < 0)
		return errnos_result(h, r);
	if (n->typed)
		mem_put32(h, n->out_type, name_type(h, &a));
	mem_put32(h, n->out_port, wasmedge_port(&a));
	return WASI_SUCCESS;
}

/* The list of pieces, and where to tell how much; 0 or -errno. */
static int msg_check(struct sockhost *h, const struct wasmedge *d,
		     const struct wasmedge_msg *m)
{
	int r;

	r = m->niovs ? wasmedge_ptr(h, d, m->iovs, PIECE) : 0;
	/* the kernel finds a list that is not there, at its time */
	return r < 0 && r != -EFAULT ? r : wasmedge_ptr(h, d, m->out_len, 4);
}

uint32_t wasmedge_send(struct sockhost *h, const struct wasmedge *d,
		       const struct wasmedge_msg *m)
{
	struct mem_iov iov;
	struct addr a;
	struct sock_msg msg = {.iov = &iov, .flags = d->send_flags};
	int r = 0;
	long n;

	if (m->named) {
		r = wasmedge_addr_load(h, d, &a, m->addr, m->port);
		msg.addr = &a;
	}
	if (r == 0 && m->flags && !d->siflags)
		r = -EINVAL;
	if (r == 0)
		r = msg_check(h, d, m);
	if (r < 0)
		return errnos_result(h, r);
	mem_iov(h, &iov, m->iovs, m->niovs, MEM_IOV_32);
	n = sock_send(h, m->fd, &msg);
	if (n >= 0)
		mem_put32(h, m->out_len, (uint32_t)n);
	return errnos_result(h, n);
}

static void recv_port(struct sockhost *h, const struct wasmedge *d,
		      uint32_t out, uint16_t port)
{
	if (d->port)
		mem_put32(h, out,
			  mutant(h, M_recvfrom_port_order) ? htons(port)
							   : port);
}

/* A sender without an address leaves the guest's memory as it was. */
static void recv_sender(struct sockhost *h, const struct wasmedge *d,
			const struct wasmedge_msg *m, const struct addr *a,
			const struct wasmedge_bytes *b)
{
	if (mutant(h, M_recvfrom_stale_family) && a->len == 0)
		mem_put16(h, b->at, 0x5a5a);
	if (a->len == 0 || a->bad || mutant(h, M_recvfrom_no_addr))
		return;
	if (wasmedge_addr_store(h, a, b) == 0)
		recv_port(h, d, m->port, wasmedge_port(a));
}

static int recv_check(struct sockhost *h, const struct wasmedge *d,
		      const struct wasmedge_msg *m, struct wasmedge_bytes *b)
{
	int r = m->named ? wasmedge_bytes(h, d, b, m->addr, d->from) : 0;

	if (r == 0 && m->flags & ~(uint32_t)(RIFLAG_PEEK | RIFLAG_WAITALL))
		r = -EINVAL;
	if (r == 0)
		r = msg_check(h, d, m);
	if (r == 0 && m->named && d->port)
		r = wasmedge_ptr(h, d, m->port, 4);
	return r < 0 ? r
		     : wasmedge_ptr(h, d, m->out_roflags, (uint32_t)d->roflags);
}

static void recv_roflags(struct sockhost *h, const struct wasmedge *d,
			 uint32_t out, int flags)
{
	uint32_t roflags = flags & MSG_TRUNC ? ROFLAG_TRUNCATED : 0;

	if (d->roflags == 2 && !mutant(h, M_roflags_wide))
		mem_put16(h, out, (uint16_t)roflags);
	else
		mem_put32(h, out, roflags);
}

uint32_t wasmedge_recv(struct sockhost *h, const struct wasmedge *d,
		       const struct wasmedge_msg *m)
{
	struct mem_iov iov;
	struct wasmedge_bytes b;
	struct addr a;
	struct sock_msg msg = {.iov = &iov};
	int r = recv_check(h, d, m, &b);
	long n;

	if (r < 0)
		return errnos_result(h, r);
	if (m->named)
		msg.addr = wasmedge_addr_room(h, &a, &b);
	msg.flags = (m->flags & RIFLAG_PEEK ? MSG_PEEK : 0) |
		    (m->flags & RIFLAG_WAITALL ? MSG_WAITALL : 0);
	mem_iov(h, &iov, m->iovs, m->niovs, MEM_IOV_32);
	n = sock_recv(h, m->fd, &msg);
	if (n < 0)
		return errnos_result(h, n);
	if (m->named)
		recv_sender(h, d, m, &a, &b);
	mem_put32(h, m->out_len, (uint32_t)n);
	recv_roflags(h, d, m->out_roflags, msg.flags);
	return WASI_SUCCESS;
}
