/* SPDX-License-Identifier: Apache-2.0 */
#include "address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#define TEXT_ROOM 128

static int read_unix(struct address *a, const char *path)
{
	struct sockaddr_un *un = (struct sockaddr_un *)&a->at;
	size_t n = strlen(path);

	if (n == 0 || n >= sizeof(un->sun_path))
		return -1;
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, path, n + 1);
	a->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n + 1);
	return 0;
}

static int read_inet6(struct address *a, const char *host, int port)
{
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&a->at;
	char bare[TEXT_ROOM];
	size_t n = strlen(host);

	if (n < 2 || host[n - 1] != ']')
		return -1;
	memcpy(bare, host + 1, n - 2);
	bare[n - 2] = '\0';
	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons((uint16_t)port);
	a->len = sizeof(*in6);
	return inet_pton(AF_INET6, bare, &in6->sin6_addr) == 1 ? 0 : -1;
}

static int read_inet(struct address *a, const char *host, int port)
{
	struct sockaddr_in *in = (struct sockaddr_in *)&a->at;

	in->sin_family = AF_INET;
	in->sin_port = htons((uint16_t)port);
	a->len = sizeof(*in);
	return inet_pton(AF_INET, host, &in->sin_addr) == 1 ? 0 : -1;
}

int address_read(struct address *a, const char *text)
{
	const char *colon = strrchr(text, ':');
	char host[TEXT_ROOM], *end;
	long port;

	memset(a, 0, sizeof(*a));
	if (strncmp(text, "unix:", 5) == 0)
		return read_unix(a, text + 5);
	if (!colon || colon - text >= TEXT_ROOM)
		return -1;
	memcpy(host, text, (size_t)(colon - text));
	host[colon - text] = '\0';
	port = strtol(colon + 1, &end, 10);
	if (*end || end == colon + 1 || port < 0 || port > 65535)
		return -1;
	return host[0] == '[' ? read_inet6(a, host, (int)port)
			      : read_inet(a, host, (int)port);
}

const char *address_text(const struct sockaddr *a)
{
	static char text[TEXT_ROOM];
	char host[TEXT_ROOM] = "?";

	if (a->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)a;

		inet_ntop(AF_INET, &in->sin_addr, host, sizeof(host));
		snprintf(text, sizeof(text), "%.100s:%d", host,
			 ntohs(in->sin_port));
	} else if (a->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = (const void *)a;

		inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof(host));
		snprintf(text, sizeof(text), "[%.100s]:%d", host,
			 ntohs(in6->sin6_port));
	} else {
		strcpy(text, "?");
	}
	return text;
}

static int failed(const char *what, const char *text, int fd)
{
	fprintf(stderr, "%s %s: %s\n", what, text, error_name(errno));
	if (fd != -1)
		close(fd);
	return -1;
}

int address_serve(const char *text, int type)
{
	struct address a;
	int on = 1, fd;

	if (address_read(&a, text) == -1) {
		errno = EINVAL;
		return failed("address", text, -1);
	}
	fd = socket(a.at.ss_family, type, 0);
	if (fd == -1)
		return failed("socket", text, fd);
	if (type == SOCK_STREAM && a.at.ss_family != AF_UNIX &&
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1)
		return failed("setsockopt", text, fd);
	if (bind(fd, (struct sockaddr *)&a.at, a.len) == -1)
		return failed("bind", text, fd);
	if (type == SOCK_STREAM && listen(fd, 8) == -1)
		return failed("listen", text, fd);
	return fd;
}

int address_dial(const char *text, int type)
{
	struct address a;
	int fd;

	if (address_read(&a, text) == -1) {
		errno = EINVAL;
		return failed("address", text, -1);
	}
	fd = socket(a.at.ss_family, type, 0);
	if (fd == -1)
		return failed("socket", text, fd);
	if (connect(fd, (struct sockaddr *)&a.at, a.len) == -1)
		return failed("connect", text, fd);
	return fd;
}

int send_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

		if (sent == -1 && errno == EINTR)
			continue;
		if (sent == -1)
			return -1;
		bytes += sent;
		n -= (size_t)sent;
	}
	return 0;
}

const char *error_name(int e)
{
	static const struct {
		int e;
		const char *name;
	} names[] = {
		{EACCES, "EACCES"},
		{EINVAL, "EINVAL"},
		{EADDRINUSE, "EADDRINUSE"},
		{EADDRNOTAVAIL, "EADDRNOTAVAIL"},
		{ECONNREFUSED, "ECONNREFUSED"},
		{ECONNRESET, "ECONNRESET"},
		{ENOENT, "ENOENT"},
		{EPIPE, "EPIPE"},
		{ENETUNREACH, "ENETUNREACH"},
		{EHOSTUNREACH, "EHOSTUNREACH"},
		{EMFILE, "EMFILE"},
		{ETIMEDOUT, "ETIMEDOUT"},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].e == e)
			return names[i].name;
	return "another error";
}
