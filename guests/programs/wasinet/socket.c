/* SPDX-License-Identifier: Apache-2.0 */
/* sys/socket.h. Its errnos are WASI's, as the C library's are. */
#include <sys/socket.h>

#include <errno.h>

#include "record.h"

#define IMPORT(name)                                                     \
	__attribute__((import_module("wasinet_v0"), import_name(#name))) \
	uint32_t wasinet_##name

IMPORT(sock_open)(uint32_t family, uint32_t type, uint32_t protocol, int *fd);
IMPORT(sock_bind)(int fd, const void *addr, uint32_t len);
IMPORT(sock_connect)(int fd, const void *addr, uint32_t len);
IMPORT(sock_listen)(int fd, uint32_t backlog);
IMPORT(sock_accept)(int fd, int *new, void *addr, uint32_t len);
IMPORT(sock_shutdown)(int fd, uint32_t how);
IMPORT(sock_getlocaladdr)(int fd, void *addr, uint32_t len);
IMPORT(sock_getpeeraddr)(int fd, void *addr, uint32_t len);
IMPORT(sock_getsockopt)
(int fd, uint32_t level, uint32_t name, void *value, uint32_t len);
IMPORT(sock_setsockopt)
(int fd, uint32_t level, uint32_t name, const void *value, uint32_t len);
IMPORT(sock_recv_from)
(int fd, const void *iovs, uint32_t n, void *oob, uint32_t ooblen, void *addr,
 uint32_t len, uint32_t flags, uint32_t *nread, uint32_t *oflags);
IMPORT(sock_send_to)
(int fd, const void *iovs, uint32_t n, const void *oob, uint32_t ooblen,
 const void *addr, uint32_t len, uint32_t flags, uint32_t *nwritten);

/* wasinet's vectors are those of a 64-bit guest. */
struct piece {
	uint64_t at;
	uint32_t len, unused;
};

static int done(uint32_t err, int result)
{
	if (err == 0)
		return result;
	errno = (int)err;
	return -1;
}

int socket(int family, int type, int protocol)
{
	int fd = -1;

	return done(wasinet_sock_open(record_family(family), (uint32_t)type,
				      (uint32_t)protocol, &fd),
		    fd);
}

int bind(int fd, const struct sockaddr *addr, socklen_t len)
{
	struct record r;

	if (record_put(&r, addr, len) == -1)
		return -1;
	return done(wasinet_sock_bind(fd, r.bytes, r.len), 0);
}

int connect(int fd, const struct sockaddr *addr, socklen_t len)
{
	struct record r;

	if (record_put(&r, addr, len) == -1)
		return -1;
	return done(wasinet_sock_connect(fd, r.bytes, r.len), 0);
}

int listen(int fd, int backlog)
{
	return done(wasinet_sock_listen(fd, (uint32_t)backlog), 0);
}

int accept(int fd, struct sockaddr *addr, socklen_t *len)
{
	struct record r = {0};
	int new = -1;
	uint32_t err =
		wasinet_sock_accept(fd, &new, r.bytes, addr ? RECORD : 0);

	if (err == 0)
		record_take(&r, addr, len);
	return done(err, new);
}

int shutdown(int fd, int how)
{
	return done(wasinet_sock_shutdown(fd, (uint32_t)how), 0);
}

int getsockname(int fd, struct sockaddr *addr, socklen_t *len)
{
	struct record r = {0};
	uint32_t err = wasinet_sock_getlocaladdr(fd, r.bytes, RECORD);

	if (err == 0)
		record_take(&r, addr, len);
	return done(err, 0);
}

int getpeername(int fd, struct sockaddr *addr, socklen_t *len)
{
	struct record r = {0};
	uint32_t err = wasinet_sock_getpeeraddr(fd, r.bytes, RECORD);

	if (err == 0)
		record_take(&r, addr, len);
	return done(err, 0);
}

ssize_t sendto(int fd, const void *bytes, size_t n, int flags,
	       const struct sockaddr *addr, socklen_t len)
{
	struct piece piece = {(uintptr_t)bytes, (uint32_t)n, 0};
	uint32_t sent = 0;
	struct record r;

	if (record_put(&r, addr, len) == -1)
		return -1;
	/* an address without bytes is another thing than none */
	return done(wasinet_sock_send_to(fd, &piece, 1, NULL, 0,
					 addr ? r.bytes : NULL, r.len,
					 (uint32_t)flags, &sent),
		    0) == -1
		       ? -1
		       : (ssize_t)sent;
}

ssize_t recvfrom(int fd, void *bytes, size_t n, int flags,
		 struct sockaddr *addr, socklen_t *len)
{
	struct piece piece = {(uintptr_t)bytes, (uint32_t)n, 0};
	struct record r = {0};
	uint32_t got = 0, oflags;
	uint32_t err = wasinet_sock_recv_from(fd, &piece, 1, NULL, 0, r.bytes,
					      addr ? RECORD : 0,
					      (uint32_t)flags, &got, &oflags);

	if (err == 0)
		record_take(&r, addr, len);
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

int setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
	return done(wasinet_sock_setsockopt(fd, (uint32_t)level, (uint32_t)name,
					    value, len),
		    0);
}

/* No call tells how long a value is: as long as there is room for. */
int getsockopt(int fd, int level, int name, void *value, socklen_t *len)
{
	return done(wasinet_sock_getsockopt(fd, (uint32_t)level, (uint32_t)name,
					    value, *len),
		    0);
}
