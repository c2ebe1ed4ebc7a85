/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preview1_sock.c: what preview1 has of sockets: those that the guest was
 * given, and those that it accepts from them.
 */
#include <errno.h>

#include "core/errnos.h"
#include "core/host.h"
#include "core/sock.h"
#include "preview1.h"
#include "preview1_rights.h"

#define RECV_PEEK 0x1
#define RECV_WAITALL 0x2
#define RECV_DATA_TRUNCATED 0x1

uint32_t preview1_sock_accept(struct sockhost *h, uint32_t fd, uint32_t fdflags,
			      uint32_t out_fd)
{
	const struct fd *listener;
	int r;

	if (!mem_at(h, out_fd, 4))
		return errnos_wasi(h, EFAULT);
	if (fdflags & ~(uint32_t)FDFLAG_NONBLOCK)
		return errnos_wasi(h, EINVAL);
	r = sock_accept(h, fd, fdflags ? SOCK_NONBLOCK : 0, NULL);
	if (r < 0)
		return errnos_result(h, r);
	listener = fds_get(h, fd);
	rights_hold(fds_get(h, (uint32_t)r), ~listener->denied_inheriting,
		    ~listener->denied_inheriting);
	mem_put32(h, out_fd, (uint32_t)r);
	return WASI_SUCCESS;
}

uint32_t preview1_sock_recv(struct sockhost *h, uint32_t fd, uint32_t iovs,
			    uint32_t niovs, uint32_t riflags,
			    uint32_t out_nread, uint32_t out_roflags)
{
	struct mem_iov iov;
	struct sock_msg m = {.iov = &iov};
	long r;

	if (!mem_at(h, out_nread, 4) || !mem_at(h, out_roflags, 2))
		return errnos_wasi(h, EFAULT);
	if (riflags & ~(uint32_t)(RECV_PEEK | RECV_WAITALL))
		return errnos_wasi(h, EINVAL);
	m.flags = (riflags & RECV_PEEK ? MSG_PEEK : 0) |
		  (riflags & RECV_WAITALL ? MSG_WAITALL : 0);
	mem_iov(h, &iov, iovs, niovs, MEM_IOV_32);
	r = sock_recv(h, fd, &m);
	if (r < 0)
		return errnos_result(h, r);
	mem_put32(h, out_nread, (uint32_t)r);
	mem_put16(h, out_roflags,
		  m.flags & MSG_TRUNC ? RECV_DATA_TRUNCATED : 0);
	return WASI_SUCCESS;
}

uint32_t preview1_sock_send(struct sockhost *h, uint32_t fd, uint32_t iovs,
			    uint32_t niovs, uint32_t siflags,
			    uint32_t out_nwritten)
{
	struct mem_iov iov;
	struct sock_msg m = {.iov = &iov};
	long r;

	if (!mem_at(h, out_nwritten, 4))
		return errnos_wasi(h, EFAULT);
	if (siflags) /* none is defined */
		return errnos_wasi(h, EINVAL);
	mem_iov(h, &iov, iovs, niovs, MEM_IOV_32);
	r = sock_send(h, fd, &m);
	if (r < 0)
		return errnos_result(h, r);
	mem_put32(h, out_nwritten, (uint32_t)r);
	return WASI_SUCCESS;
}

/*
 * sdflags are bits, rd 1 and wr 2, Linux's SHUT_RD, SHUT_WR and SHUT_RDWR are
 * 0, 1 and 2: one less. So no bit, or a third one, becomes a number that the
 * kernel finds invalid.
 */
uint32_t preview1_sock_shutdown(struct sockhost *h, uint32_t fd,
				uint32_t sdflags)
{
	return errnos_result(h, sock_shutdown(h, fd, (int)(sdflags - 1)));
}
