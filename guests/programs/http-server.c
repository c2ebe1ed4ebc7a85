/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http-server ADDRESS COUNT: answers so many requests, each over a
 * connection of its own, and ends. GET and HEAD of / give $GREETING or hello;
 * other paths are 404.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "address.h"

#define REQUEST_ROOM 4096

struct request {
	char bytes[REQUEST_ROOM];
	size_t n;
	char method[16], path[256];
};

/* Until the empty line; 0, or what to answer instead. */
static int request_read(struct request *r, int fd)
{
	r->n = 0;
	r->bytes[0] = '\0';
	strcpy(r->method, "?");
	strcpy(r->path, "?");
	while (!strstr(r->bytes, "\r\n\r\n")) {
		ssize_t got;

		if (r->n == REQUEST_ROOM - 1)
			return 431;
		got = recv(fd, r->bytes + r->n, REQUEST_ROOM - 1 - r->n, 0);
		if (got == -1 && errno == EINTR)
			continue;
		if (got <= 0)
			return 400;
		r->n += (size_t)got;
		r->bytes[r->n] = '\0';
	}
	if (sscanf(r->bytes, "%15s %255s HTTP/1.", r->method, r->path) != 2)
		return 400;
	return 0;
}

static int status_of(const struct request *r)
{
	if (strcmp(r->method, "GET") != 0 && strcmp(r->method, "HEAD") != 0)
		return 405;
	return strcmp(r->path, "/") == 0 ? 200 : 404;
}

static const char *reason(int status)
{
	switch (status) {
	case 200:
		return "OK";
	case 404:
		return "Not Found";
	case 405:
		return "Method Not Allowed";
	case 431:
		return "Request Header Fields Too Large";
	}
	return "Bad Request";
}

static int answer(int fd, const struct request *r, int status)
{
	const char *greeting = getenv("GREETING");
	char head[256], body[256];
	int n;

	snprintf(body, sizeof(body), "%s\n",
		 status != 200 ? reason(status)
		 : greeting    ? greeting
			       : "hello");
	n = snprintf(head, sizeof(head),
		     "HTTP/1.1 %d %s\r\n"
		     "Content-Type: text/plain\r\nContent-Length: %zu\r\n"
		     "Connection: close\r\n\r\n",
		     status, reason(status), strlen(body));
	if (send_all(fd, head, (size_t)n) == -1)
		return -1;
	if (strcmp(r->method, "HEAD") == 0)
		return 0;
	return send_all(fd, body, strlen(body));
}

static void serve(int fd)
{
	static struct request r;
	int status = request_read(&r, fd);

	if (status == 0)
		status = status_of(&r);
	printf("%s %s %d\n", r.method, r.path, status);
	if (answer(fd, &r, status) == -1)
		printf("the client is gone: %s\n", error_name(errno));
	/* what it says after that does not matter, but its end does: closing
	 * with unread bytes would reset the connection */
	shutdown(fd, SHUT_WR);
	while (recv(fd, r.bytes, sizeof(r.bytes), 0) > 0)
		;
	close(fd);
}

int main(int argc, char **argv)
{
	int count = argc == 3 ? atoi(argv[2]) : 0, fd;

	if (count < 1) {
		fprintf(stderr, "usage: http-server ADDRESS COUNT\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	fd = address_serve(argv[1], SOCK_STREAM);
	if (fd == -1)
		return 1;
	printf("listening at %s\n", argv[1]);
	while (count-- > 0) {
		struct sockaddr_storage from;
		socklen_t len = sizeof(from);
		int c = accept(fd, (struct sockaddr *)&from, &len);

		if (c == -1) {
			fprintf(stderr, "accept: %s\n", error_name(errno));
			return 1;
		}
		printf("from %s\n", address_text((struct sockaddr *)&from));
		serve(c);
	}
	close(fd);
	return 0;
}
