/* SPDX-License-Identifier: Apache-2.0 */
/* Bugs of sends and receives that last for one call, see wrap.h. */
#include <errno.h>
#include <stdlib.h>

#include "core/host.h"
#include "core/sock.h"
#include "wrap.h"

WRAPPED(int, socket, (int domain, int type, int protocol))
WRAPPED(int, sock_bind,
	(struct sockhost * h, uint32_t fd, const struct addr *a))
WRAPPED(int, sock_connect,
	(struct sockhost * h, uint32_t fd, const struct addr *a))
WRAPPED(long, sock_send, (struct sockhost * h, uint32_t fd, struct sock_msg *m))
WRAPPED(long, sock_recv, (struct sockhost * h, uint32_t fd, struct sock_msg *m))

int __wrap_socket(int domain, int type, int protocol)
{
	int fd;

	if (chosen(always_nonblocking))
		type |= SOCK_NONBLOCK;
	fd = __real_socket(domain, mutant_drop(F_type, type), protocol);
	if (fd >= 0 && chosen(broadcast_allowed))
		setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &(int){1},
			   sizeof(int));
	return fd;
}

int __wrap_sock_bind(struct sockhost *h, uint32_t fd, const struct addr *a)
{
	int r;

	if (chosen(bind_v4_as_v6) && a->sa.sa_family == AF_INET)
		return -EAFNOSUPPORT;
	wrap_call_begin(h, fd);
	r = __real_sock_bind(h, fd, a);
	wrap_call_end();
	return r;
}

int __wrap_sock_connect(struct sockhost *h, uint32_t fd, const struct addr *a)
{
	int r;

	wrap_call_begin(h, fd);
	r = __real_sock_connect(h, fd, a);
	wrap_call_end();
	return r;
}

/* --- pieces ---------------------------------------------------------------*/

/* Is it a list that can be looked at? */
static bool pieces_are_ours(const struct mem_iov *iov)
{
	return iov->at == iov->piece && iov->n <= MEM_IOV_MAX;
}

static size_t pieces_sum(const struct mem_iov *iov)
{
	size_t sum = 0;

	for (size_t i = 0; i < iov->n; i++)
		sum += iov->piece[i].iov_len;
	return sum;
}

/* One piece, or one byte of the last piece, less. */
static void pieces_cut(struct mem_iov *iov, int piece, int byte)
{
	size_t n = iov->n;

	if (n == 0 || !pieces_are_ours(iov))
		return;
	if (n > 1 && piece)
		iov->n--;
	if (iov->piece[n - 1].iov_len > 0 && byte)
		iov->piece[n - 1].iov_len--;
}

/* --- sends ----------------------------------------------------------------*/

/* Hosts that refuse what Linux does not; 0 or -errno. */
static int send_refused(int host, const struct sock_msg *m)
{
	if (chosen(sendto_isconn) && m->addr && wrap_is_connected(host))
		return -EISCONN;
	if (chosen(send_needs_addr) && !m->addr && wrap_is_dgram(host))
		return -EDESTADDRREQ;
	if (chosen(empty_refused) && pieces_are_ours(m->iov) &&
	    pieces_sum(m->iov) == 0)
		return -EINVAL;
	return 0;
}

/* What a send that failed or was done is said to be. */
static long send_told(const struct sock_msg *m, long r)
{
	if (chosen(sigpipe_kills) && r == -EPIPE)
		abort();
	if (chosen(sendto_unchecked) && m->addr && pieces_are_ours(m->iov) &&
	    (r == -EINVAL || r == -EAFNOSUPPORT))
		return (long)pieces_sum(m->iov);
	return r > 0 ? r + off_by(L_send_more) - off_by(L_send_fewer) : r;
}

long __wrap_sock_send(struct sockhost *h, uint32_t fd, struct sock_msg *m)
{
	long r = send_refused(fds_host(h, fd), m);

	if (r < 0)
		return r;
	m->flags =
		chosen(send_flags_ignored) ? 0 : mutant_drop(F_send, m->flags);
	if (chosen(unix_dest_dropped) && m->addr &&
	    m->addr->sa.sa_family == AF_UNIX)
		m->addr = NULL;
	pieces_cut(m->iov, off_by(L_send_pieces), off_by(L_send_cut));
	wrap_call_begin(h, fd);
	r = __real_sock_send(h, fd, m);
	wrap_call_end();
	return send_told(m, r);
}

/* --- receives -------------------------------------------------------------*/

static int recv_flags(int flags)
{
	if (chosen(recv_flags_ignored))
		return 0;
	if (chosen(peek_consumes))
		return flags & ~MSG_PEEK;
	return mutant_drop(F_recv, flags);
}

/* The error that the socket has beside the data; 0: none. */
static int recv_error(int host)
{
	int error = 0;
	socklen_t len = sizeof(error);

	getsockopt(host, SOL_SOCKET, SO_ERROR, &error, &len);
	return error;
}

long __wrap_sock_recv(struct sockhost *h, uint32_t fd, struct sock_msg *m)
{
	int error = 0;
	long r;

	m->flags = recv_flags(m->flags);
	pieces_cut(m->iov, off_by(L_recv_pieces), off_by(L_recv_room));
	r = __real_sock_recv(h, fd, m);
	if (r < 0)
		return r;
	if (chosen(end_is_again) && r == 0)
		return -EAGAIN;
	if (chosen(recv_error_first) && r > 0)
		error = recv_error(fds_host(h, fd));
	if (error)
		return -error;
	if (chosen(recvfrom_eats) && m->addr && m->addr->len == 0)
		return -EINVAL;
	m->flags = mutant_drop(F_told, m->flags);
	if (chosen(msg_trunc_dropped))
		m->flags &= ~MSG_TRUNC;
	return r > 0 ? r + off_by(L_recv_more) - off_by(L_recv_fewer) : r;
}
