/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reactor: functions to call from outside instead of a main. Natively
 * reactor_native.c calls them.
 */
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "address.h"
#include "reactor.h"

EXPORT(add) int32_t add(int32_t a, int32_t b)
{
	return (int32_t)((uint32_t)a + (uint32_t)b);
}

EXPORT(half) double half(double a)
{
	return a / 2;
}

/* Send a datagram to that port; how long the answer is, or -1. */
EXPORT(ask) int64_t ask(int32_t port)
{
	char where[32], bytes[512];
	ssize_t n = -1;
	int fd;

	snprintf(where, sizeof(where), "127.0.0.1:%d", (int)port);
	fd = address_dial(where, SOCK_DGRAM);
	if (fd == -1)
		return -1;
	if (send_all(fd, "question", 8) == 0)
		n = recv(fd, bytes, sizeof(bytes), 0);
	close(fd);
	return n;
}
