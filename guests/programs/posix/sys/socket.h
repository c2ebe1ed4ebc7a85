/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sockets for programs in WebAssembly: the part of POSIX that ../../ needs,
 * with Linux's numbers. A folder beside posix/ has it over the imports of one
 * ABI. It stands in place of the C library's own header, which has other
 * numbers and only half of the functions.
 */
#ifndef POSIX_SYS_SOCKET_H
#define POSIX_SYS_SOCKET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef uint32_t socklen_t;
typedef uint16_t sa_family_t;

struct sockaddr {
	sa_family_t sa_family;
	char sa_data[14];
};

struct sockaddr_storage {
	sa_family_t ss_family;
	char ss_room[118];
	uint64_t ss_align;
};

enum { AF_UNSPEC = 0, AF_UNIX = 1, AF_INET = 2, AF_INET6 = 10 };
enum { SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_SEQPACKET = 5 };
enum { SOL_SOCKET = 1 };
enum { SO_REUSEADDR = 2, SO_ERROR = 4, SO_SNDBUF = 7, SO_RCVBUF = 8 };
enum { SHUT_RD, SHUT_WR, SHUT_RDWR };
enum { MSG_PEEK = 2, MSG_WAITALL = 0x100, MSG_NOSIGNAL = 0x4000 };

int socket(int family, int type, int protocol);
int bind(int fd, const struct sockaddr *addr, socklen_t len);
int connect(int fd, const struct sockaddr *addr, socklen_t len);
int listen(int fd, int backlog);
int accept(int fd, struct sockaddr *addr, socklen_t *len);
int shutdown(int fd, int how);
int getsockname(int fd, struct sockaddr *addr, socklen_t *len);
int getpeername(int fd, struct sockaddr *addr, socklen_t *len);
ssize_t send(int fd, const void *bytes, size_t n, int flags);
ssize_t recv(int fd, void *bytes, size_t n, int flags);
ssize_t sendto(int fd, const void *bytes, size_t n, int flags,
	       const struct sockaddr *addr, socklen_t len);
ssize_t recvfrom(int fd, void *bytes, size_t n, int flags,
		 struct sockaddr *addr, socklen_t *len);
int setsockopt(int fd, int level, int name, const void *value, socklen_t len);
int getsockopt(int fd, int level, int name, void *value, socklen_t *len);

#endif
