/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unix-echo ADDRESS COUNT: serves so many connections, one after the other,
 * gives back what comes, and ends.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "address.h"

/* How many bytes went through; -1 when the other side is gone. */
static long echo(int fd)
{
	char bytes[4096];
	long all = 0;
	ssize_t n;

	while ((n = recv(fd, bytes, sizeof(bytes), 0)) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1 || send_all(fd, bytes, (size_t)n) == -1)
			return -1;
		all += n;
	}
	return all;
}

int main(int argc, char **argv)
{
	int count = argc == 3 ? atoi(argv[2]) : 0, fd;

	if (count < 1) {
		fprintf(stderr, "usage: unix-echo ADDRESS COUNT\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	fd = address_serve(argv[1], SOCK_STREAM);
	if (fd == -1)
		return 1;
	while (count-- > 0) {
		int c = accept(fd, NULL, NULL);

		if (c == -1) {
			fprintf(stderr, "accept: %s\n", error_name(errno));
			return 1;
		}
		printf("%ld bytes\n", echo(c));
		close(c);
	}
	close(fd);
	return 0;
}
