/* SPDX-License-Identifier: Apache-2.0 */
/* Bugs around sendmsg(2), see wrap.h. */
#include <errno.h>
#include <string.h>
#include <sys/uio.h>

#include "wrap.h"

#define BIG 65536

ssize_t __real_sendmsg(int fd, const struct msghdr *m, int flags);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *m, int flags);

static int send_flags(struct wrap *w, int flags)
{
	int left = w->send_flags;

	w->send_flags = flags;
	if (chosen(sticky_send_dontwait)) {
		w->send_flags |= left & MSG_DONTWAIT;
		return w->send_flags;
	}
	if (chosen(sticky_more)) {
		w->send_flags |= left & MSG_MORE;
		return w->send_flags;
	}
	return flags;
}

/* The address of the send before, where this one has none. */
static void send_dest(struct wrap *w, struct msghdr *m)
{
	if (m->msg_name && m->msg_namelen <= sizeof(w->dest.bytes)) {
		w->dest.len = m->msg_namelen;
		return;
	}
	if (chosen(stale_dest) && !m->msg_name && w->dest.len > 0) {
		m->msg_name = w->dest.bytes;
		m->msg_namelen = w->dest.len;
	}
}

/* Pieces are cut to what the bug lets through. */
static size_t send_cut(struct msghdr *m, struct iovec *piece, size_t most)
{
	if (m->msg_iovlen == 1 && m->msg_iov[0].iov_len > most) {
		*piece = (struct iovec){m->msg_iov[0].iov_base, most};
		m->msg_iov = piece;
	}
	return wrap_sum(m);
}

static ssize_t send_result(struct wrap *w, int fd, ssize_t r, size_t sum)
{
	if (chosen(shutdown_forgotten) && r == -1 && errno == EPIPE &&
	    w->forgotten & 1 << SHUT_WR)
		return (ssize_t)sum;
	if (r > 0 && (size_t)r < sum && !wrap_is_dgram(fd)) {
		if (chosen(partial_whole))
			return (ssize_t)sum;
		if (chosen(partial_again))
			return errno = EAGAIN, -1;
	}
	return r;
}

/* One datagram for each piece. */
static ssize_t send_split(int fd, const struct msghdr *m, int flags)
{
	struct msghdr one = *m;
	ssize_t sum = 0;

	one.msg_iovlen = 1;
	for (size_t i = 0; i < m->msg_iovlen; i++) {
		ssize_t r;

		one.msg_iov = &m->msg_iov[i];
		r = __real_sendmsg(fd, &one, flags);
		if (r == -1)
			return -1;
		sum += r;
	}
	return sum;
}

ssize_t __wrap_sendmsg(int fd, const struct msghdr *asked, int flags)
{
	struct wrap *w = wrap_of(fd);
	struct msghdr m = *asked;
	struct iovec piece;
	size_t sum;
	ssize_t r;

	if (fd == -1 || !wrap_is_plain(asked))
		return __real_sendmsg(fd, asked, flags);
	if (m.msg_name)
		m.msg_namelen = wrap_addrlen(m.msg_namelen);
	if (chosen(iov_split))
		return send_split(fd, &m, flags);
	send_dest(w, &m);
	sum = wrap_sum(&m);
	if (chosen(big_dgram) && sum > BIG / 2 && wrap_is_dgram(fd))
		return errno = EMSGSIZE, -1;
	if (chosen(big_send_cut) || chosen(big_send_told))
		send_cut(&m, &piece, BIG);
	if (chosen(big_pieces_out) && m.msg_iovlen > 16)
		m.msg_iovlen = 16;
	if (chosen(rights_out_three) &&
	    m.msg_controllen > CMSG_LEN(3 * sizeof(int))) {
		struct cmsghdr *c = CMSG_FIRSTHDR(&m);

		if (c && c->cmsg_type == SCM_RIGHTS &&
		    c->cmsg_len > CMSG_LEN(3 * sizeof(int))) {
			c->cmsg_len = CMSG_LEN(3 * sizeof(int));
			m.msg_controllen = CMSG_SPACE(3 * sizeof(int));
		}
	}
	flags = send_flags(w, flags);
	if (wrap_times_out(fd, SO_SNDTIMEO, flags))
		return errno = EAGAIN, -1;
	r = __real_sendmsg(fd, &m, flags);
	if (r == -1 && errno == ENOTSOCK && chosen(send_on_pipe))
		return writev(fd, m.msg_iov, (int)m.msg_iovlen);
	if (m.msg_name && r >= 0)
		wrap_keep(&w->dest, m.msg_name, m.msg_namelen);
	if (chosen(big_send_cut) && r == (ssize_t)wrap_sum(&m))
		return (ssize_t)sum;
	return send_result(w, fd, r, sum);
}
