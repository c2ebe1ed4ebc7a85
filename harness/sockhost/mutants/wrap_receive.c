/* SPDX-License-Identifier: Apache-2.0 */
/* Bugs around recvmsg(2), see wrap.h. */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "wrap.h"

#define BIG 65536

ssize_t __real_recvmsg(int fd, struct msghdr *m, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *m, int flags);

/* Flags of the call before that are still there. */
static int receive_flags(struct wrap *w, int flags)
{
	int left = w->receive_flags;

	w->receive_flags = flags;
	if (chosen(sticky_peek) && !(flags & MSG_PEEK))
		return flags | (left & MSG_PEEK);
	if (chosen(sticky_dontwait)) {
		w->receive_flags |= left & MSG_DONTWAIT;
		return w->receive_flags;
	}
	if (chosen(sticky_waitall))
		return flags | (left & MSG_WAITALL);
	return flags;
}

/* --- rights ---------------------------------------------------------------*/

static struct cmsghdr *rights_of(struct msghdr *m, int **fds, size_t *n)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(m);

	for (; c; c = CMSG_NXTHDR(m, c))
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
			*fds = (int *)(void *)CMSG_DATA(c);
			*n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
			return c;
		}
	return NULL;
}

static void rights_keep(struct cmsghdr *c, int *fds, size_t from, size_t n)
{
	for (size_t i = from; i < n; i++)
		close(fds[i]);
	c->cmsg_len = CMSG_LEN(from * sizeof(int));
}

static void rights_bug(struct wrap *w, struct msghdr *m)
{
	int *fds, first;
	size_t n;
	struct cmsghdr *c = rights_of(m, &fds, &n);

	if (!c)
		return;
	if (chosen(rights_three) && n > 3)
		rights_keep(c, fds, 3, n);
	if (chosen(rights_last) && n > 1)
		rights_keep(c, fds, n - 1, n);
	if (chosen(rights_second) && w->rights)
		rights_keep(c, fds, 0, n);
	for (size_t i = 0; chosen(rights_reversed) && i < n / 2; i++) {
		first = fds[i];
		fds[i] = fds[n - 1 - i];
		fds[n - 1 - i] = first;
	}
	for (size_t i = 1; chosen(rights_same) && i < n; i++)
		dup2(fds[0], fds[i]);
	w->rights = true;
}

/* The control messages of the receive before, where there are none. */
static void control_stale(struct wrap *w, const struct msghdr *asked,
			  struct msghdr *m)
{
	int *fds;
	size_t n;

	if (!chosen(stale_control) || !asked->msg_control)
		return;
	if (m->msg_controllen > 0 && m->msg_controllen <= WRAP_CONTROL) {
		w->control_len = m->msg_controllen;
		memcpy(w->control, m->msg_control, w->control_len);
	} else if (w->control_len > 0 &&
		   w->control_len <= asked->msg_controllen) {
		m->msg_control = asked->msg_control;
		m->msg_controllen = w->control_len;
		memcpy(m->msg_control, w->control, w->control_len);
		w->control_len = 0;
		if (rights_of(m, &fds, &n))
			for (size_t i = 0; i < n; i++)
				fds[i] = dup(fds[i]);
	}
}

/* --- what is told ---------------------------------------------------------*/

static void sender_stale(struct wrap *w, struct msghdr *m)
{
	struct wrap_addr now;
	in_port_t port;

	if (!m->msg_name || m->msg_namelen == 0)
		return;
	wrap_keep(&now, m->msg_name, m->msg_namelen);
	if (chosen(stale_sender) && w->sender.len > 0)
		wrap_give(&w->sender, m->msg_name, &m->msg_namelen);
	if (chosen(stale_port) && w->sender.len >= sizeof(struct sockaddr_in) &&
	    now.sa.sa_family != AF_UNIX) {
		memcpy(&port, w->sender.sa.sa_data, sizeof(port));
		memcpy(((struct sockaddr *)m->msg_name)->sa_data, &port,
		       sizeof(port));
	}
	if (chosen(stale_tail) && w->sender.len > m->msg_namelen) {
		/* over the NUL of a path */
		socklen_t end = m->msg_namelen - 1;

		memcpy((char *)m->msg_name + end, w->sender.bytes + end,
		       w->sender.len - end);
		m->msg_namelen = w->sender.len;
	}
	w->sender = now;
}

static void flags_stale(struct wrap *w, struct msghdr *m)
{
	bool trunc = w->trunc, ctrunc = w->ctrunc;

	w->trunc = m->msg_flags & MSG_TRUNC;
	w->ctrunc = m->msg_flags & MSG_CTRUNC;
	if (chosen(sticky_trunc) && trunc)
		m->msg_flags |= MSG_TRUNC;
	if (chosen(sticky_ctrunc) && ctrunc)
		m->msg_flags |= MSG_CTRUNC;
}

static bool error_of_peer(int error)
{
	return error == ECONNREFUSED || error == ECONNRESET ||
	       error == EHOSTUNREACH || error == ENETUNREACH;
}

/* An end that is none, or that is forgotten; or an error told again. */
static ssize_t receive_before(struct wrap *w)
{
	if (chosen(sticky_empty) && w->empty)
		return 0;
	if (chosen(sticky_error) && w->error) {
		errno = w->error;
		w->error = 0;
		return -1;
	}
	return 1;
}

static ssize_t receive_after(struct wrap *w, int fd, ssize_t r)
{
	if (r == -1)
		w->error = error_of_peer(errno) ? errno : 0;
	if (r == 0 && wrap_is_dgram(fd))
		w->empty = true;
	if (chosen(shutdown_forgotten) && r == 0 &&
	    w->forgotten & 1 << SHUT_RD) {
		errno = EAGAIN;
		return -1;
	}
	return r;
}

/* A sender's address where Linux tells none. */
static void sender_added(int fd, struct msghdr *m)
{
	if (!m->msg_name || m->msg_namelen > 0 || !chosen(recvfrom_tcp_addr))
		return;
	m->msg_namelen = sizeof(struct sockaddr_storage);
	if (getpeername(fd, m->msg_name, &m->msg_namelen) == -1)
		m->msg_namelen = 0;
}

ssize_t __wrap_recvmsg(int fd, struct msghdr *m, int flags)
{
	struct wrap *w = wrap_of(fd);
	struct msghdr asked = *m;
	struct iovec cut;
	ssize_t r;

	if (fd == -1 || !wrap_is_plain(m))
		return __real_recvmsg(fd, m, flags);
	r = receive_before(w);
	if (r < 1)
		return m->msg_namelen = 0, m->msg_controllen = 0, r;
	if (chosen(big_recv) && m->msg_iovlen == 1 &&
	    m->msg_iov[0].iov_len > BIG) {
		cut = (struct iovec){m->msg_iov[0].iov_base, BIG};
		m->msg_iov = &cut;
	}
	if (chosen(peek_limits) && w->peeked > 0 && m->msg_iovlen == 1 &&
	    m->msg_iov[0].iov_len > w->peeked) {
		cut = (struct iovec){m->msg_iov[0].iov_base, w->peeked};
		m->msg_iov = &cut;
	}
	if (chosen(big_pieces_in) && m->msg_iovlen > 16)
		m->msg_iovlen = 16;
	flags = receive_flags(w, flags);
	if (wrap_times_out(fd, SO_RCVTIMEO, flags))
		return errno = EAGAIN, -1;
	r = receive_after(w, fd, __real_recvmsg(fd, m, flags));
	w->peeked = flags & MSG_PEEK && r > 0 ? (size_t)r : 0;
	if (r < 0)
		return r;
	flags_stale(w, m);
	sender_added(fd, m);
	sender_stale(w, m);
	control_stale(w, &asked, m);
	rights_bug(w, m);
	return r;
}
