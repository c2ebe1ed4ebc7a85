/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an ABI leaves out: every operation once, weak, so that the ABI's own
 * function of that name takes its place. It answers that there is no such
 * call, for which nobody is to blame. And nothing is ever owed.
 */
#include "sock.h"

#define NONE(name, ...)                                                 \
	__attribute__((weak)) struct sock_ret name(__VA_ARGS__)         \
	{                                                               \
		return sock_absent("this ABI does not have this call"); \
	}

#pragma GCC diagnostic ignored "-Wunused-parameter"

__attribute__((weak)) const char *sock_why_later(int *seen)
{
	return NULL;
}

__attribute__((weak)) const char *sock_why_unmade(const char *op, int fd)
{
	return NULL;
}

__attribute__((weak)) void sock_nap(int ms)
{
}

NONE(sock_socket, int domain, int type, int protocol)
NONE(sock_socketpair, int domain, int type, int protocol, enum hostile ptr,
     int fd[2])
NONE(sock_pipe, int fd[2])
NONE(sock_open, const char *path, int mode)
NONE(sock_dup, int fd)
NONE(sock_bind, int fd, const struct sock_to *to)
NONE(sock_listen, int fd, int backlog)
NONE(sock_connect, int fd, const struct sock_to *to)
NONE(sock_accept, int fd, const int *flags, struct sock_from *from)
NONE(sock_shutdown, int fd, int how)
NONE(sock_close, int fd)
NONE(sock_send, int fd, struct sock_piece data, int flags)
NONE(sock_sendto, int fd, struct sock_piece data, int flags,
     const struct sock_to *to)
NONE(sock_sendmsg, int fd, const struct sock_msg *m)
NONE(sock_recv, int fd, struct sock_piece data, int flags)
NONE(sock_recvfrom, int fd, struct sock_piece data, int flags,
     struct sock_from *from)
NONE(sock_recvmsg, int fd, struct sock_msg *m)
NONE(sock_read, int fd, const struct sock_iov *iov)
NONE(sock_write, int fd, const struct sock_iov *iov)
NONE(sock_getsockopt, int fd, struct sock_opt *opt)
NONE(sock_setsockopt, int fd, const struct sock_opt *opt)
NONE(sock_getsockname, int fd, struct sock_from *from)
NONE(sock_getpeername, int fd, struct sock_from *from)
NONE(sock_poll, struct sock_poll *p)
NONE(sock_set_nonblock, int fd, int on)
NONE(sock_get_nonblock, int fd)
NONE(sock_ioctl, int fd, unsigned long request, enum hostile ptr, int *value)
NONE(sock_getaddrinfo, struct sock_lookup *l)
NONE(sock_unlink, const char *path)
NONE(sock_symlink, const char *path, const char *to)
NONE(sock_link, int up, int mtu)
