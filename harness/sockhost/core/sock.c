/* SPDX-License-Identifier: Apache-2.0 */
#include "sock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "host.h"
#include "quota.h"
#include "unixname.h"
#include "zerocopy.h"

static const void *sock_addr(struct sockhost *h, const struct addr *a)
{
	return a->bad ? mem_bad(h) : (const void *)&a->sa;
}

/* The same to be written; it must hold what the kernel can tell. */
static void *sock_addr_room(struct sockhost *h, struct addr *a)
{
	memset(&a->any, 0, sizeof(a->any));
	return a->bad ? mem_bad(h) : (void *)&a->any;
}

/* As the guest said it, however long. */
static socklen_t sock_addrlen(const struct addr *a)
{
	return a->len + a->over;
}

int sock_open(struct sockhost *h, int domain, int type, int protocol)
{
	int r = policy_socket(h, domain, type, protocol);
	int host, fd;

	if (r < 0)
		return r;
	if (!fds_room(h, 1))
		return -EMFILE;
	if (h->nonblocking)
		type |= SOCK_NONBLOCK;
	host = socket(domain, type | SOCK_CLOEXEC, protocol);
	if (host == -1)
		return -errno;
	quota_socket(h, host);
	fd = fds_add(h, host);
	if (fd >= 0) {
		struct fd *f = fds_get(h, (uint32_t)fd);

		f->domain = domain;
		f->type = fds_type_of_socket(type);
	}
	return fd;
}

/* May this be done, and under which name? `real` holds it for the kernel. */
static int sock_permit(struct sockhost *h, enum policy_what what,
		       const struct fd *f, const struct addr *a,
		       struct unixname *real)
{
	int r;

	if (!f) /* EBADF, the kernel's to say */
		return unixname_plain(real, a);
	r = unixname_find(h, what, a, real);
	return r ? r : policy_addr(h, what, a);
}

int sock_bind(struct sockhost *h, uint32_t fd, const struct addr *a)
{
	struct fd *f = fds_get(h, fd);
	struct unixname real;
	int r = sock_permit(h, POLICY_BIND, f, a, &real);

	if (r < 0)
		return r;
	r = (int)host_result(bind(fds_host(h, fd), sock_addr(h, real.addr),
				  sock_addrlen(real.addr)));
	if (r == 0)
		f->bound = true;
	unixname_done(&real);
	return r;
}

int sock_connect(struct sockhost *h, uint32_t fd, const struct addr *a)
{
	struct fd *f = fds_get(h, fd);
	struct unixname real;
	int r = sock_permit(h, POLICY_CONNECT, f, a, &real);

	if (r < 0)
		return r;
	r = (int)host_result(connect(fds_host(h, fd), sock_addr(h, real.addr),
				     sock_addrlen(real.addr)));
	unixname_done(&real);
	return r;
}

/* An unbound socket that listens takes any address and a free port. */
int sock_listen(struct sockhost *h, uint32_t fd, int backlog)
{
	int r = policy_listen(h, fds_get(h, fd));

	return r < 0 ? r : (int)host_result(listen(fds_host(h, fd), backlog));
}

/* What the kernel told of an address's length, which it does not cut. */
static void sock_told(struct addr *a, socklen_t len)
{
	a->len = len < ADDR_MAX ? len : ADDR_MAX;
	a->over = 0;
}

int sock_accept(struct sockhost *h, uint32_t fd, int flags, struct addr *peer)
{
	socklen_t len = peer ? peer->len + peer->over : 0;
	int host, made;

	if (fds_get(h, fd) && !fds_room(h, 1))
		return -EMFILE;
	if (h->nonblocking)
		flags |= SOCK_NONBLOCK;
	host = accept4(fds_host(h, fd), peer ? sock_addr_room(h, peer) : NULL,
		       peer ? &len : NULL, flags | SOCK_CLOEXEC);
	if (host == -1)
		return -errno;
	if (peer) {
		sock_told(peer, len);
		unixname_told(h, peer);
	}
	made = fds_add(h, host);
	if (made >= 0)
		fds_get(h, (uint32_t)made)->type = FD_SOCKET_STREAM;
	return made;
}

int sock_shutdown(struct sockhost *h, uint32_t fd, int how)
{
	return (int)host_result(shutdown(fds_host(h, fd), how));
}

int sock_name(struct sockhost *h, uint32_t fd, struct addr *a)
{
	socklen_t len = a->len + a->over;
	int r;

	r = getsockname(fds_host(h, fd), sock_addr_room(h, a), &len);
	if (r == -1)
		return -errno;
	sock_told(a, len);
	unixname_told(h, a);
	return 0;
}

int sock_peer(struct sockhost *h, uint32_t fd, struct addr *a)
{
	socklen_t len = a->len + a->over;
	int r;

	r = getpeername(fds_host(h, fd), sock_addr_room(h, a), &len);
	if (r == -1)
		return -errno;
	sock_told(a, len);
	unixname_told(h, a);
	return 0;
}

/*
 * Lengths that no address has mean different things to the two system calls:
 * sendmsg(2) takes a length of 0 for no address at all, and one of more than
 * ADDR_MAX for ADDR_MAX; sendto(2) says EINVAL to those, or lets the protocol
 * say it. A guest whose message is no more than what sendto can say means
 * sendto.
 */
static bool sock_is_sendto(const struct sock_msg *m)
{
	return m->addr && (m->addr->len == 0 || m->addr->over) && !m->control &&
	       m->iov->at == m->iov->piece && m->iov->n <= 1;
}

static long sock_sendto(int host, const struct msghdr *msg, int flags)
{
	struct iovec none = {0};
	const struct iovec *v = msg->msg_iovlen ? msg->msg_iov : &none;

	return sendto(host, v->iov_base, v->iov_len, flags, msg->msg_name,
		      msg->msg_namelen);
}

/* What is granted is the address that the kernel will read. */
static int sock_send_permit(struct sockhost *h, uint32_t fd,
			    const struct sock_msg *m, struct addr *to,
			    struct unixname *real)
{
	*to = *m->addr;
	if (!sock_is_sendto(m) && (int32_t)(to->len + to->over) > 0)
		to->over = 0;
	return sock_permit(h, POLICY_SEND, fds_get(h, fd), to, real);
}

static long sock_sendmsg(struct sockhost *h, uint32_t fd, struct msghdr *msg,
			 const struct sock_msg *m)
{
	int host = fds_host(h, fd);

	if (sock_is_sendto(m))
		return host_result(
			sock_sendto(host, msg, m->flags & ~MSG_ZEROCOPY));
	if (m->flags & MSG_ZEROCOPY)
		return zerocopy_send(h, host, msg, m->iov, m->flags);
	return host_result(sendmsg(host, msg, m->flags));
}

long sock_send(struct sockhost *h, uint32_t fd, struct sock_msg *m)
{
	struct msghdr msg = {.msg_iov = m->iov->at, .msg_iovlen = m->iov->n};
	struct unixname real = {0};
	struct addr to;
	long r;

	if (m->control) {
		r = fds_get(h, fd) ? control_permit(h, m->control) : 0;
		if (r < 0)
			return r;
		msg.msg_control = m->control->at;
		msg.msg_controllen = m->control->len;
	}
	if (m->addr) {
		r = sock_send_permit(h, fd, m, &to, &real);
		if (r < 0)
			return r;
		msg.msg_name = (void *)sock_addr(h, real.addr);
		msg.msg_namelen = sock_addrlen(real.addr);
	}
	r = sock_sendmsg(h, fd, &msg, m);
	if (m->addr)
		unixname_done(&real);
	return r;
}

long sock_recv(struct sockhost *h, uint32_t fd, struct sock_msg *m)
{
	struct msghdr msg = {.msg_iov = m->iov->at, .msg_iovlen = m->iov->n};
	int asked = m->flags;
	long r;

	if (m->addr) {
		msg.msg_name = sock_addr_room(h, m->addr);
		msg.msg_namelen = m->addr->len + m->addr->over;
	}
	if (m->control) {
		msg.msg_control = m->control->at;
		msg.msg_controllen = m->control->len;
	}
	r = recvmsg(fds_host(h, fd), &msg,
		    asked | (m->control ? MSG_CMSG_CLOEXEC : 0));
	if (r == -1)
		return -errno;
	m->flags = msg.msg_flags & (asked | ~MSG_CMSG_CLOEXEC);
	if (m->addr) {
		sock_told(m->addr, msg.msg_namelen);
		unixname_told(h, m->addr);
	}
	if (m->control) {
		m->control->len = msg.msg_controllen;
		control_store(h, m->control, &m->flags);
	}
	return r;
}
