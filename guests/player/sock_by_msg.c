/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sock_by_msg.c: the plain calls of ABIs that have one call to send and one to
 * receive, of pieces and with an address: by sock_sendmsg() and
 * sock_recvfrom(), which are theirs.
 */
#include "sock.h"

/* Only what came by sock_sendto() has no list. */
int sock_msg_unnamed(const struct sock_msg *m)
{
	return m->iov.list && m->to.len.how == LEN_NUMBER &&
	       m->to.len.number == 0;
}

struct sock_ret sock_sendto(int fd, struct sock_piece data, int flags,
			    const struct sock_to *to)
{
	struct sock_msg m = {
		.iov = {.piece = &data, .n = 1},
		.to = *to,
		.flags = flags,
	};

	return sock_sendmsg(fd, &m);
}

struct sock_ret sock_send(int fd, struct sock_piece data, int flags)
{
	return sock_sendto(fd, data, flags, &(struct sock_to){0});
}

struct sock_ret sock_recv(int fd, struct sock_piece data, int flags)
{
	return sock_recvfrom(fd, data, flags, &(struct sock_from){0});
}
