/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linux itself: every operation is the plain call of the same name, once, so
 * that a trace shows what the case said.
 */
#include "player/sock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "player/args.h"
#include "player/guard.h"
#include "native_addr.h"
#include "native_asan.h"

static pid_t native_pid;

void sock_start(void)
{
	/* asked now: a call in a step would be taken for the step's */
	native_pid = getpid();
	/* or a case could not see EPIPE */
	signal(SIGPIPE, SIG_IGN);
}

const char *sock_abi(void)
{
	return "native";
}

long sock_pid(void)
{
	return native_pid;
}

void sock_nap(int ms)
{
	struct timespec t = {.tv_sec = ms / 1000,
			     .tv_nsec = ms % 1000 * 1000000L};

	nanosleep(&t, NULL);
}

/* Every step is a call of its own. */
const char *sock_why_later(int *seen)
{
	(void)seen;
	return NULL;
}

const char *sock_why_unmade(const char *op, int fd)
{
	(void)op, (void)fd;
	return NULL;
}

/* What came of a call, just made; errno was 0 before. */
static struct sock_ret native_ret(long ret)
{
	return ret == -1 ? sock_failed(errno) : sock_done(ret);
}

#define NATIVE(call) (errno = 0, native_ret(call))

struct sock_ret sock_socket(int domain, int type, int protocol)
{
	return NATIVE(socket(domain, type, protocol));
}

struct sock_ret sock_socketpair(int domain, int type, int protocol,
				enum hostile ptr, int fd[2])
{
	return NATIVE(socketpair(domain, type, protocol, hostile(ptr, fd)));
}

struct sock_ret sock_pipe(int fd[2])
{
	return NATIVE(pipe(fd));
}

struct sock_ret sock_open(const char *path, int mode)
{
	static const int flags[] = {O_RDONLY, O_WRONLY, O_RDWR};

	return NATIVE(open(path, flags[mode] | O_CREAT, 0600));
}

struct sock_ret sock_dup(int fd)
{
	return NATIVE(dup(fd));
}

struct sock_ret sock_bind(int fd, const struct sock_to *to)
{
	struct native_to n = native_to(to);

	return NATIVE(bind(fd, n.addr, n.len));
}

struct sock_ret sock_listen(int fd, int backlog)
{
	return NATIVE(listen(fd, backlog));
}

struct sock_ret sock_connect(int fd, const struct sock_to *to)
{
	struct native_to n = native_to(to);

	return NATIVE(connect(fd, n.addr, n.len));
}

struct sock_ret sock_accept(int fd, const int *flags, struct sock_from *from)
{
	struct native_from n = native_from(from);
	struct sock_ret r =
		flags == NULL ? NATIVE(accept(fd, n.addr, n.len))
			      : NATIVE(accept4(fd, n.addr, n.len, *flags));

	if (r.ret != -1)
		native_from_tell(&n, from);
	return r;
}

struct sock_ret sock_shutdown(int fd, int how)
{
	return NATIVE(shutdown(fd, how));
}

struct sock_ret sock_close(int fd)
{
	return NATIVE(close(fd));
}

struct sock_ret sock_send(int fd, struct sock_piece data, int flags)
{
	return NATIVE(send(fd, data.base, data.len, flags));
}

struct sock_ret sock_sendto(int fd, struct sock_piece data, int flags,
			    const struct sock_to *to)
{
	struct native_to n = native_to(to);

	return NATIVE(sendto(fd, data.base, data.len, flags, n.addr, n.len));
}

struct sock_ret sock_recv(int fd, struct sock_piece data, int flags)
{
	return NATIVE(recv(fd, data.base, data.len, flags));
}

struct sock_ret sock_recvfrom(int fd, struct sock_piece data, int flags,
			      struct sock_from *from)
{
	struct native_from n = native_from(from);
	struct sock_ret r =
		NATIVE(recvfrom(fd, data.base, data.len, flags, n.addr, n.len));

	if (r.ret != -1)
		native_from_tell(&n, from);
	return r;
}

static struct iovec *native_iov(const struct sock_iov *iov)
{
	static struct iovec list[ARGS_PIECES];

	for (int i = 0; i < iov->n; i++) {
		list[i].iov_base = iov->piece[i].base;
		list[i].iov_len = iov->piece[i].len;
	}
	return hostile(iov->listptr, list);
}

struct sock_ret sock_sendmsg(int fd, const struct sock_msg *m)
{
	struct native_to n = native_to(&m->to);
	struct msghdr h = {
		.msg_name = (void *)(uintptr_t)n.addr,
		.msg_namelen = n.len,
		.msg_iov = native_iov(&m->iov),
		.msg_iovlen = (size_t)m->iov.n,
		.msg_control =
			hostile(m->control.ptr,
				m->control.len > 0 ? m->control.bytes : NULL),
		.msg_controllen = m->control.len,
	};

	return NATIVE(sendmsg(fd, &h, m->flags));
}

struct sock_ret sock_recvmsg(int fd, struct sock_msg *m)
{
	struct native_from n = native_from(&m->from);
	struct msghdr h = {
		.msg_name = n.addr,
		.msg_namelen = n.said,
		.msg_iov = native_iov(&m->iov),
		.msg_iovlen = (size_t)m->iov.n,
		.msg_control =
			hostile(m->control.ptr,
				m->control.len > 0 ? m->control.bytes : NULL),
		.msg_controllen = m->control.len,
	};
	struct sock_ret r = NATIVE(recvmsg(fd, &h, m->flags));

	m->flags_told = h.msg_flags;
	m->control.told = (long)h.msg_controllen;
	if (r.ret != -1)
		native_from_told(&n, &m->from, h.msg_namelen);
	return r;
}

struct sock_ret sock_read(int fd, const struct sock_iov *iov)
{
	if (iov->list)
		return NATIVE(readv(fd, native_iov(iov), iov->n));
	return NATIVE(read(fd, iov->piece->base, iov->piece->len));
}

struct sock_ret sock_write(int fd, const struct sock_iov *iov)
{
	if (iov->list)
		return NATIVE(writev(fd, native_iov(iov), iov->n));
	return NATIVE(write(fd, iov->piece->base, iov->piece->len));
}

/* A length that is not told is not the buffer's: all of it may be written. */
struct sock_ret sock_getsockopt(int fd, struct sock_opt *opt)
{
	struct guard *len = guard_new("len", sizeof(socklen_t));
	socklen_t told = (socklen_t)opt->len;
	struct sock_ret r;

	memcpy(len->bytes, &told, sizeof(told));
	r = NATIVE(getsockopt(fd, opt->level, opt->name,
			      hostile(opt->ptr, opt->room->bytes),
			      hostile(opt->lenptr, len->bytes)));
	memcpy(&told, len->bytes, sizeof(told));
	opt->told = opt->lenptr == HOSTILE_NOT ? (long)told : SOCK_HIDDEN;
	opt->written =
		told < opt->room->size ? (long)told : (long)opt->room->size;
	if (opt->ptr != HOSTILE_NOT || opt->lenptr != HOSTILE_NOT)
		opt->written = SOCK_HIDDEN;
	return r;
}

struct sock_ret sock_setsockopt(int fd, const struct sock_opt *opt)
{
	return NATIVE(setsockopt(fd, opt->level, opt->name,
				 hostile(opt->ptr, opt->bytes),
				 (socklen_t)opt->len));
}

struct sock_ret sock_getsockname(int fd, struct sock_from *from)
{
	struct native_from n = native_from(from);
	struct sock_ret r = NATIVE(getsockname(fd, n.addr, n.len));

	if (r.ret != -1)
		native_from_tell(&n, from);
	return r;
}

struct sock_ret sock_getpeername(int fd, struct sock_from *from)
{
	struct native_from n = native_from(from);
	struct sock_ret r = NATIVE(getpeername(fd, n.addr, n.len));

	if (r.ret != -1)
		native_from_tell(&n, from);
	return r;
}

struct sock_ret sock_poll(struct sock_poll *p)
{
	struct guard *g =
		guard_new("list", (size_t)p->n * sizeof(struct pollfd));
	struct pollfd *list = (struct pollfd *)(void *)g->bytes;
	struct sock_ret r;

	for (int i = 0; i < p->n; i++)
		list[i] = (struct pollfd){
			.fd = p->fd[i].fd,
			.events = (short)p->fd[i].events,
		};
	r = NATIVE(poll(hostile(p->ptr, list), (nfds_t)p->n, p->timeout));
	for (int i = 0; i < p->n; i++)
		p->fd[i].revents = list[i].revents;
	return r;
}

struct sock_ret sock_set_nonblock(int fd, int on)
{
	struct sock_ret r = NATIVE(fcntl(fd, F_GETFL));
	int flags = (int)r.ret;

	if (flags == -1)
		return r;
	flags = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
	return NATIVE(fcntl(fd, F_SETFL, flags));
}

struct sock_ret sock_get_nonblock(int fd)
{
	struct sock_ret r = NATIVE(fcntl(fd, F_GETFL));

	if (r.ret != -1)
		r.ret = (r.ret & O_NONBLOCK) != 0;
	return r;
}

/* FIONBIO is given something to set; the other requests only tell. */
struct sock_ret sock_ioctl(int fd, unsigned long request, enum hostile ptr,
			   int *value)
{
	struct guard *g = guard_new("value", sizeof(*value));
	struct sock_ret r;

	*value = request == FIONBIO;
	memcpy(g->bytes, value, sizeof(*value));
	r = NATIVE(ioctl(fd, request, hostile(ptr, g->bytes)));
	memcpy(value, g->bytes, sizeof(*value));
	return r;
}

struct sock_ret sock_symlink(const char *path, const char *to)
{
	return NATIVE(symlink(to, path));
}

struct sock_ret sock_unlink(const char *path)
{
	return NATIVE(unlink(path));
}
