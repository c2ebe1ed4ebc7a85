/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ways.h: a host that does what its player asks in other ways than by the
 * call of the same name, all that Linux has. For test_ways.c.
 *
 * main.c stands between the player and the C library: what a way leaves NULL
 * is done by the plain call. Functions return as system calls of the C library
 * do, -1 and errno.
 */
#ifndef WAYS_H
#define WAYS_H

#include <stddef.h>
#include <sys/types.h>

struct way {
	const char *name;
	ssize_t (*send)(int fd, const void *data, size_t n, int flags);
	ssize_t (*recv)(int fd, void *data, size_t n, int flags);
	int (*socket)(int domain, int type, int protocol);
	int (*accept)(int fd);
	int (*dup)(int fd);
	int (*close)(int fd);
};

/* Each ends with a way without a name. */
extern const struct way ways_of_bytes[], ways_of_fds[], ways_of_processes[],
	ways_of_waiting[], ways_of_liars[];

/* The plain calls, past the host's own. */
ssize_t plain_send(int fd, const void *data, size_t n, int flags);
ssize_t plain_recv(int fd, void *data, size_t n, int flags);
int plain_socket(int domain, int type, int protocol);
int plain_accept(int fd);
int plain_dup(int fd);
int plain_close(int fd);

#endif
