/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sys/socket.h over WasmEdge's sockets, version 2. Its errnos are WASI's, as
 * the C library's are.
 */
#include <sys/socket.h>

#include <errno.h>

#include "form.h"

#define IMPORT(name)                                            \
	__attribute__((import_module("wasi_snapshot_preview1"), \
		       import_name(#name))) uint32_t wasmedge_##name

IMPORT(sock_open_v2)(uint32_t family, uint32_t type, int *fd);
IMPORT(sock_bind_v2)(int fd, const void *addr, uint32_t port);
IMPORT(sock_connect_v2)(int fd, const void *addr, uint32_t port);
IMPORT(sock_listen_v2)(int fd, uint32_t backlog);
IMPORT(sock_accept_v2)(int fd, uint32_t fdflags, int *new);
IMPORT(sock_shutdown)(int fd, uint32_t how);
IMPORT(sock_getlocaladdr_v2)(int fd, void *addr, uint32_t *port);
IMPORT(sock_getpeeraddr_v2)(int fd, void *addr, uint32_t *port);
IMPORT(sock_getsockopt)
(int fd, uint32_t level, uint32_t name, void *value, uint32_t *len);
IMPORT(sock_setsockopt)
(int fd, uint32_t level, uint32_t name, const void *value, uint32_t len);
IMPORT(sock_recv_from_v2)
(int fd, const void *iovs, uint32_t n, void *addr, uint32_t flags,
 uint32_t *port, uint32_t *nread, uint16_t *oflags);
IMPORT(sock_recv_v2)
(int fd, const void *iovs, uint32_t n, uint32_t flags, uint32_t *nread,
 uint16_t *oflags);
IMPORT(sock_send_to_v2)
(int fd, const void *iovs, uint32_t n, const void *addr, uint32_t port,
 uint32_t flags, uint32_t *nwritten);
IMPORT(sock_send_v2)
(int fd, const void *iovs, uint32_t n, uint32_t flags, uint32_t *nwritten);

struct piece {
	const void *at;
	uint32_t len;
};

/* WasmEdge's numbers of what ../posix/sys/socket.h names. */
enum { DGRAM = 1, STREAM = 2 };
enum { PEEK = 1, WAITALL = 2 };

static const struct {
	int ours;
	uint32_t wasmedge;
} options[] = {
	{SO_REUSEADDR, 0}, {SO_ERROR, 2}, {SO_SNDBUF, 5}, {SO_RCVBUF, 6}};

static int done(uint32_t err, int result)
{
	if (err == 0)
		return result;
	errno = (int)err;
	return -1;
}

static int invalid(int error)
{
	errno = error;
	return -1;
}

int socket(int family, int type, int protocol)
{
	int fd = -1;

	if (protocol != 0 || (type != SOCK_STREAM && type != SOCK_DGRAM))
		return invalid(EPROTONOSUPPORT);
	return done(wasmedge_sock_open_v2(form_family(family),
					  type == SOCK_STREAM ? STREAM : DGRAM,
					  &fd),
		    fd);
}

int bind(int fd, const struct sockaddr *addr, socklen_t len)
{
	struct form f;

	if (form_put(&f, addr, len) == -1)
		return -1;
	return done(wasmedge_sock_bind_v2(fd, &f.head, f.port), 0);
}

int connect(int fd, const struct sockaddr *addr, socklen_t len)
{
	struct form f;

	if (form_put(&f, addr, len) == -1)
		return -1;
	return done(wasmedge_sock_connect_v2(fd, &f.head, f.port), 0);
}

int listen(int fd, int backlog)
{
	return done(wasmedge_sock_listen_v2(fd, (uint32_t)backlog), 0);
}

/* accept returns no address; who it is is asked of the new socket. */
int accept(int fd, struct sockaddr *addr, socklen_t *len)
{
	int new = -1;
	uint32_t err = wasmedge_sock_accept_v2(fd, 0, &new);

	if (err == 0 && addr && getpeername(new, addr, len) == -1)
		*len = 0;
	return done(err, new);
}

int shutdown(int fd, int how)
{
	return done(wasmedge_sock_shutdown(fd, (uint32_t)how + 1), 0);
}

int getsockname(int fd, struct sockaddr *addr, socklen_t *len)
{
	struct form f;
	uint32_t err;

	form_open(&f);
	err = wasmedge_sock_getlocaladdr_v2(fd, &f.head, &f.port);
	if (err == 0)
		form_take(&f, addr, len);
	return done(err, 0);
}

int getpeername(int fd, struct sockaddr *addr, socklen_t *len)
{
	struct form f;
	uint32_t err;

	form_open(&f);
	err = wasmedge_sock_getpeeraddr_v2(fd, &f.head, &f.port);
	if (err == 0)
		form_take(&f, addr, len);
	return done(err, 0);
}

/* Sends have no flags, and a guest no signals. */
ssize_t sendto(int fd, const void *bytes, size_t n, int flags,
	       const struct sockaddr *addr, socklen_t len)
{
	struct piece piece = {bytes, (uint32_t)n};
	uint32_t sent = 0, err;
	struct form f;

	if (flags & ~MSG_NOSIGNAL)
		return invalid(EOPNOTSUPP);
	if (addr && form_put(&f, addr, len) == -1)
		return -1;
	err = addr ? wasmedge_sock_send_to_v2(fd, &piece, 1, &f.head, f.port, 0,
					      &sent)
		   : wasmedge_sock_send_v2(fd, &piece, 1, 0, &sent);
	return done(err, 0) == -1 ? -1 : (ssize_t)sent;
}

ssize_t recvfrom(int fd, void *bytes, size_t n, int flags,
		 struct sockaddr *addr, socklen_t *len)
{
	uint32_t riflags = (flags & MSG_PEEK ? PEEK : 0) |
			   (flags & MSG_WAITALL ? WAITALL : 0);
	struct piece piece = {bytes, (uint32_t)n};
	uint32_t got = 0, err;
	uint16_t oflags;
	struct form f;

	form_open(&f);
	err = addr ? wasmedge_sock_recv_from_v2(fd, &piece, 1, &f.head, riflags,
						&f.port, &got, &oflags)
		   : wasmedge_sock_recv_v2(fd, &piece, 1, riflags, &got,
					   &oflags);
	if (err == 0)
		form_take(&f, addr, len);
	return done(err, 0) == -1 ? -1 : (ssize_t)got;
}

ssize_t send(int fd, const void *bytes, size_t n, int flags)
{
	return sendto(fd, bytes, n, flags, NULL, 0);
}

ssize_t recv(int fd, void *bytes, size_t n, int flags)
{
	return recvfrom(fd, bytes, n, flags, NULL, NULL);
}

/* Options of SOL_SOCKET, as level 0. */
static int option(int level, int name, uint32_t *number)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (level == SOL_SOCKET && options[i].ours == name) {
			*number = options[i].wasmedge;
			return 0;
		}
	return invalid(ENOPROTOOPT);
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
	uint32_t number;

	if (option(level, name, &number) == -1)
		return -1;
	return done(wasmedge_sock_setsockopt(fd, 0, number, value, len), 0);
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *len)
{
	uint32_t number;

	if (option(level, name, &number) == -1)
		return -1;
	return done(wasmedge_sock_getsockopt(fd, 0, number, value, len), 0);
}
