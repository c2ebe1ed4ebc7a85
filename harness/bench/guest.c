/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a call of a guest takes: the same calls, once as a native program and
 * once as a guest of sockhost's.
 *
 *	guest N        nanoseconds of a getsockname, and of sending a byte
 *	               and receiving it again: medians of N rounds
 *
 * The socket is a datagram socket of family unix, connected to itself.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CALLS 500 /* in a round */

#ifdef __wasm__

#define IMPORT(name)                                                     \
	__attribute__((import_module("wasinet_v0"), import_name(#name))) \
	uint32_t name

/* wasinet's unix address: its family twice, the name from byte 8. */
static struct {
	uint16_t family, unused, again, unused2;
	char name[122];
} self = {1, 0, 1, 0, "@sockdiff-bench"};
static const uint32_t self_len = 8 + 15;

IMPORT(sock_open)(uint32_t af, uint32_t type, uint32_t proto, uint32_t *fd);
IMPORT(sock_bind)(uint32_t fd, void *addr, uint32_t len);
IMPORT(sock_connect)(uint32_t fd, void *addr, uint32_t len);
IMPORT(sock_getlocaladdr)(uint32_t fd, void *addr, uint32_t len);
IMPORT(sock_recv_from)
(uint32_t fd, void *iovs, uint32_t n, void *oob, uint32_t ooblen, void *addr,
 uint32_t len, uint32_t flags, uint32_t *nread, uint32_t *oflags);
IMPORT(sock_send_to)
(uint32_t fd, void *iovs, uint32_t n, void *oob, uint32_t ooblen, void *addr,
 uint32_t len, uint32_t flags, uint32_t *nwritten);

static uint32_t fd;
static char byte;
static struct {
	uint64_t at;
	uint32_t len;
} piece;

static int start(void)
{
	piece.at = (uintptr_t)&byte;
	piece.len = 1;
	return sock_open(1, 2, 0, &fd) || sock_bind(fd, &self, self_len) ||
	       sock_connect(fd, &self, self_len);
}

static int name(void)
{
	char addr[130];

	return sock_getlocaladdr(fd, addr, sizeof(addr));
}

static int there_and_back(void)
{
	uint32_t n, flags;

	return sock_send_to(fd, &piece, 1, NULL, 0, NULL, 0, 0, &n) ||
	       sock_recv_from(fd, &piece, 1, NULL, 0, NULL, 0, 0, &n, &flags);
}

#else

#include <sys/socket.h>
#include <sys/un.h>

static int fd;

static int start(void)
{
	struct sockaddr_un self = {AF_UNIX, "\0sockdiff-bench"};
	const socklen_t len = sizeof(sa_family_t) + 15;

	fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	return bind(fd, (struct sockaddr *)&self, len) ||
	       connect(fd, (struct sockaddr *)&self, len);
}

static int name(void)
{
	struct sockaddr_storage a;
	socklen_t len = sizeof(a);

	return getsockname(fd, (struct sockaddr *)&a, &len);
}

static int there_and_back(void)
{
	char byte = 0;
	struct iovec piece = {&byte, 1};
	struct msghdr m = {.msg_iov = &piece, .msg_iovlen = 1};

	return sendmsg(fd, &m, 0) != 1 || recvmsg(fd, &m, 0) != 1;
}

#endif

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double call_ns(int (*call)(void), double *ns, int rounds)
{
	for (int i = 0; i < rounds; i++) {
		double began = now_ns();

		for (int k = 0; k < CALLS; k++)
			if (call())
				exit(1);
		ns[i] = (now_ns() - began) / CALLS;
	}
	qsort(ns, (size_t)rounds, sizeof(*ns), by_size);
	return ns[rounds / 2];
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 1;
	double *ns = calloc((size_t)rounds, sizeof(*ns));

	if (!ns || start())
		return 1;
	printf("%.0f ", call_ns(name, ns, rounds));
	printf("%.0f\n", call_ns(there_and_back, ns, rounds));
	return 0;
}
