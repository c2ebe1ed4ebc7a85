/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A host with faults, the native player in itself: each word on its command
 * line is one. For test_faulty.c, which says what is to be reported of them.
 *
 * It stands between the player and the C library; what no fault concerns is
 * done by the plain call.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* main of the player, under another name. */
int player_main(void);

#define FAULTS(F)                                                         \
	F(lazy, "lazy", "a socket is made when it is connected, by TCP")  \
	F(no_errno, "no-errno", "every error of bind and connect is EIO") \
	F(backlog, "backlog", "listen always asks for 128")               \
	F(other_name, "other-name", "getsockname returns port 9")         \
	F(no_sender, "no-sender", "recvfrom returns no address")          \
	F(deaf, "deaf", "setsockopt reports success and does nothing")    \
	F(fake_listen, "fake-listen", "listen does nothing")              \
	F(noise, "noise", "recv returns random bytes")                    \
	F(coin_errno, "coin-errno", "listen fails with a random errno")   \
	F(coin_death, "coin-death", "it may die in listen")               \
	F(coin_port, "coin-port", "getsockname returns a random port")    \
	F(early, "early", "a receive timeout is over at once")

enum fault {
#define FAULT(id, name, about) F_##id,
	FAULTS(FAULT)
#undef FAULT
		F_COUNT
};

static const char *const names[F_COUNT] = {
#define FAULT(id, name, about) [F_##id] = name,
	FAULTS(FAULT)
#undef FAULT
};

static bool has[F_COUNT];

/* Of a lazy socket: what its number stands for until it is connected. */
#define NUMBERS 1024
static int lazy_family[NUMBERS];

static unsigned coin(void)
{
	unsigned n = 0;

	if (getrandom(&n, sizeof(n), 0) < 0)
		abort();
	return n >> 8;
}

static int fail(int err)
{
	errno = err;
	return -1;
}

static int forgotten(long ret)
{
	return ret < 0 && has[F_no_errno] ? fail(EIO) : (int)ret;
}

static bool is_lazy(int fd)
{
	return fd >= 0 && fd < NUMBERS && lazy_family[fd];
}

int socket(int domain, int type, int protocol)
{
	int fd;

	if (!has[F_lazy])
		return (int)syscall(SYS_socket, domain, type, protocol);
	fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && fd < NUMBERS)
		lazy_family[fd] = domain;
	return fd;
}

/* Whatever it was to be, it is a stream from now on. */
static int lazy_make(int fd)
{
	int made = (int)syscall(SYS_socket, lazy_family[fd], SOCK_STREAM, 0);

	if (made < 0)
		return -1;
	lazy_family[fd] = 0;
	syscall(SYS_dup3, made, fd, 0);
	syscall(SYS_close, made);
	return 0;
}

/* The C library declares those with an address by a type that C lacks. */
int host_connect(int fd, const void *addr, socklen_t len) __asm__("connect");
int host_bind(int fd, const void *addr, socklen_t len) __asm__("bind");
int host_getsockname(int fd, void *addr, socklen_t *len) __asm__("getsockname");
ssize_t host_recvfrom(int fd, void *data, size_t n, int flags, void *addr,
		      socklen_t *len) __asm__("recvfrom");

int host_connect(int fd, const void *addr, socklen_t len)
{
	if (is_lazy(fd) && lazy_make(fd) < 0)
		return -1;
	return forgotten(syscall(SYS_connect, fd, addr, len));
}

int host_bind(int fd, const void *addr, socklen_t len)
{
	if (is_lazy(fd))
		return 0;
	return forgotten(syscall(SYS_bind, fd, addr, len));
}

int listen(int fd, int backlog)
{
	static const int errnos[] = {EIO, EACCES, EPERM, ENOMEM, EPIPE};

	if (has[F_coin_death] && coin() & 1)
		abort();
	if (has[F_coin_errno])
		return fail(errnos[coin() % 5]);
	if (has[F_fake_listen] || is_lazy(fd))
		return 0;
	return (int)syscall(SYS_listen, fd, has[F_backlog] ? 128 : backlog);
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t len)
{
	if (has[F_deaf] || is_lazy(fd))
		return 0;
	return (int)syscall(SYS_setsockopt, fd, level, name, value, len);
}

int host_getsockname(int fd, void *addr, socklen_t *len)
{
	struct sockaddr_in *in = addr;
	int ret;

	if (is_lazy(fd))
		return fail(EBADF);
	ret = (int)syscall(SYS_getsockname, fd, addr, len);
	if (ret == 0 && has[F_other_name])
		in->sin_port = htons(9);
	if (ret == 0 && has[F_coin_port])
		in->sin_port = (in_port_t)coin();
	return ret;
}

ssize_t host_recvfrom(int fd, void *data, size_t n, int flags, void *addr,
		      socklen_t *len)
{
	ssize_t ret = syscall(SYS_recvfrom, fd, data, n, flags, addr, len);

	if (ret >= 0 && has[F_no_sender] && len)
		*len = 0;
	return ret;
}

ssize_t recv(int fd, void *data, size_t n, int flags)
{
	ssize_t ret;

	if (has[F_early])
		flags |= MSG_DONTWAIT;
	ret = syscall(SYS_recvfrom, fd, data, n, flags, NULL, NULL);
	if (ret > 0 && has[F_noise] && getrandom(data, (size_t)ret, 0) != ret)
		abort();
	return ret;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		int k = 0;

		while (k < F_COUNT && strcmp(names[k], argv[i]) != 0)
			k++;
		if (k == F_COUNT) {
			fprintf(stderr, "faulty: no fault %s\n", argv[i]);
			return 2;
		}
		has[k] = true;
	}
	return player_main();
}
