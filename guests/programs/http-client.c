/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http-client ADDRESS PATH: asks for it, prints the status and the body. Its
 * exit status is 0 for 200, 1 for another, 3 when there is no answer.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "address.h"

#define ANSWER_ROOM 65536
enum { NO_ANSWER = 3 };

/* All until the other side ends; how many bytes, or -1. */
static long answer_read(int fd, char *bytes, size_t room)
{
	size_t n = 0;

	while (n < room - 1) {
		ssize_t got = recv(fd, bytes + n, room - 1 - n, 0);

		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return -1;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	bytes[n] = '\0';
	return (long)n;
}

static int answer_tell(const char *bytes)
{
	const char *body = strstr(bytes, "\r\n\r\n");
	int status;

	if (!body || sscanf(bytes, "HTTP/1.%*d %d", &status) != 1) {
		fprintf(stderr, "this is no HTTP\n");
		return NO_ANSWER;
	}
	printf("%d\n%s", status, body + 4);
	return status == 200 ? 0 : 1;
}

int main(int argc, char **argv)
{
	static char bytes[ANSWER_ROOM];
	int fd, n;

	if (argc != 3) {
		fprintf(stderr, "usage: http-client ADDRESS PATH\n");
		return 2;
	}
	fd = address_dial(argv[1], SOCK_STREAM);
	if (fd == -1)
		return NO_ANSWER;
	n = snprintf(bytes, sizeof(bytes),
		     "GET %.1000s HTTP/1.1\r\n"
		     "Host: %.200s\r\nConnection: close\r\n\r\n",
		     argv[2], argv[1]);
	if (send_all(fd, bytes, (size_t)n) == -1 ||
	    answer_read(fd, bytes, sizeof(bytes)) == -1) {
		printf("%s\n", error_name(errno));
		return NO_ANSWER;
	}
	close(fd);
	return answer_tell(bytes);
}
