/* SPDX-License-Identifier: Apache-2.0 */
#include "ways.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* main of the player, under another name. */
int player_main(void);

static const struct way *way;

ssize_t plain_send(int fd, const void *data, size_t n, int flags)
{
	return syscall(SYS_sendto, fd, data, n, flags, NULL, 0);
}

ssize_t plain_recv(int fd, void *data, size_t n, int flags)
{
	return syscall(SYS_recvfrom, fd, data, n, flags, NULL, NULL);
}

int plain_socket(int domain, int type, int protocol)
{
	return (int)syscall(SYS_socket, domain, type, protocol);
}

int plain_accept(int fd)
{
	return (int)syscall(SYS_accept4, fd, NULL, NULL, 0);
}

int plain_dup(int fd)
{
	return (int)syscall(SYS_dup, fd);
}

int plain_close(int fd)
{
	return (int)syscall(SYS_close, fd);
}

/* --- what the player calls ------------------------------------------------*/

ssize_t send(int fd, const void *data, size_t n, int flags)
{
	return (way->send ? way->send : plain_send)(fd, data, n, flags);
}

ssize_t recv(int fd, void *data, size_t n, int flags)
{
	return (way->recv ? way->recv : plain_recv)(fd, data, n, flags);
}

int socket(int domain, int type, int protocol)
{
	return (way->socket ? way->socket : plain_socket)(domain, type,
							  protocol);
}

/*
 * The cases of test_ways.c do not ask for an address. The C library declares
 * it with an argument that C lacks, so it has another name here.
 */
int host_accept(int fd, void *addr, socklen_t *len) __asm__("accept");

int host_accept(int fd, void *addr, socklen_t *len)
{
	(void)addr;
	if (len)
		*len = 0;
	return (way->accept ? way->accept : plain_accept)(fd);
}

int dup(int fd)
{
	return (way->dup ? way->dup : plain_dup)(fd);
}

int close(int fd)
{
	return (way->close && fd > 2 ? way->close : plain_close)(fd);
}

static const struct way *way_find(const char *name)
{
	static const struct way *const all[] = {
		ways_of_bytes,   ways_of_fds,   ways_of_processes,
		ways_of_waiting, ways_of_liars,
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		for (const struct way *w = all[i]; w->name; w++)
			if (strcmp(w->name, name) == 0)
				return w;
	return NULL;
}

int main(int argc, char **argv)
{
	/* Another program that a way runs: it sends. */
	if (argc == 4 && strcmp(argv[1], "send") == 0)
		return plain_send(atoi(argv[2]), argv[3], strlen(argv[3]), 0) <
		       0;
	way = argc == 2 ? way_find(argv[1]) : NULL;
	if (!way) {
		fprintf(stderr, "ways: no such way\n");
		return 2;
	}
	return player_main();
}
