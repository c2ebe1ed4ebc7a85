/* SPDX-License-Identifier: Apache-2.0 */
/*
 * give.c: sockets that are made for the guest before it starts. What the
 * embedder gives needs no grant.
 */
#include <errno.h>
#include <netdb.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "addr.h"
#include "host.h"

/* Connections that wait for the guest. */
#define GIVE_BACKLOG 128

static int give_unix(struct addr *a, const char *name, const char *text,
		     char **why)
{
	size_t n = strlen(name);
	bool abstract = *name == '@';

	if (n == 0 || n >= sizeof(a->un.sun_path))
		return host_why(why, "%s: a unix name has 1 to %zu bytes", text,
				sizeof(a->un.sun_path) - 1);
	a->un.sun_family = AF_UNIX;
	memcpy(a->un.sun_path, name, n + 1);
	if (abstract)
		a->un.sun_path[0] = '\0';
	a->len = ADDR_UN_NAME + (socklen_t)n + !abstract;
	return 0;
}

/* getaddrinfo(3) takes 65536 for 0. */
static bool give_port(const char *s)
{
	return *s && strlen(s) <= 5 && s[strspn(s, "0123456789")] == '\0' &&
	       strtol(s, NULL, 10) <= 65535;
}

/* 127.0.0.1:7000 or [::1]:7000, by numbers only. */
static int give_inet(struct addr *a, const char *text, char **why)
{
	const struct addrinfo hints = {.ai_flags =
					       AI_NUMERICHOST | AI_NUMERICSERV};
	const char *colon = strrchr(text, ':');
	char host[NI_MAXHOST] = "";
	struct addrinfo *found;
	size_t n = colon ? (size_t)(colon - text) : 0;
	bool v6 = n > 2 && text[0] == '[' && text[n - 1] == ']';

	if (v6)
		text++, n -= 2;
	if (n < sizeof(host))
		memcpy(host, text, n);
	if (!*host || !give_port(colon + 1) || !v6 != !strchr(host, ':') ||
	    getaddrinfo(host, colon + 1, &hints, &found) != 0)
		return host_why(
			why,
			"%s: not an address; write "
			"127.0.0.1:7000, [::1]:7000, unix:PATH or unix:@NAME",
			text - v6);
	memcpy(&a->any, found->ai_addr, found->ai_addrlen);
	a->len = found->ai_addrlen;
	freeaddrinfo(found);
	return 0;
}

static int give_addr(struct addr *a, const char *text, char **why)
{
	memset(a, 0, sizeof(*a));
	return strncmp(text, "unix:", 5) == 0
		       ? give_unix(a, text + 5, text, why)
		       : give_inet(a, text, why);
}

/* Into the guest's table: its number. */
static int give_socket(struct sockhost *h, int domain, int type,
		       const char *text, char **why)
{
	int flags = SOCK_CLOEXEC | (h->nonblocking ? SOCK_NONBLOCK : 0);
	int host = socket(domain, type | flags, 0);
	int fd = host == -1 ? -errno : fds_add(h, host);

	if (fd < 0)
		return host_why(why, "%s: %s", text, strerror(-fd));
	fds_get(h, (uint32_t)fd)->domain = domain;
	fds_get(h, (uint32_t)fd)->type = fds_type_of_socket(type);
	return fd;
}

/* It cannot be given: give its number back. */
static int give_failed(struct sockhost *h, int fd, const char *what,
		       const char *text, char **why)
{
	int error = errno;

	fds_close(h, (uint32_t)fd);
	return host_why(why, "%s: %s: %s", text, what, strerror(error));
}

/* A bound socket, or -1. */
static int give_bound(struct sockhost *h, int type, const char *text,
		      char **why)
{
	struct addr a;
	int fd;

	if (give_addr(&a, text, why) == -1)
		return -1;
	fd = give_socket(h, a.sa.sa_family, type, text, why);
	if (fd == -1)
		return -1;
	if (bind(fds_host(h, (uint32_t)fd), &a.sa, a.len) == -1)
		return give_failed(h, fd, "bind", text, why);
	fds_get(h, (uint32_t)fd)->bound = true;
	return fd;
}

static int give_connect(struct sockhost *h, int fd, const char *text,
			char **why)
{
	struct addr a;
	int host = fds_host(h, (uint32_t)fd);

	if (give_addr(&a, text, why) == -1) {
		fds_close(h, (uint32_t)fd);
		return -1;
	}
	if (connect(host, &a.sa, a.len) == -1 && errno != EINPROGRESS)
		return give_failed(h, fd, "connect", text, why);
	return fd;
}

int sockhost_listen(struct sockhost *h, const char *address, char **why)
{
	int fd = give_bound(h, SOCK_STREAM, address, why);

	if (fd != -1 && listen(fds_host(h, (uint32_t)fd), GIVE_BACKLOG) == -1)
		return give_failed(h, fd, "listen", address, why);
	return fd;
}

int sockhost_connect(struct sockhost *h, const char *address, char **why)
{
	struct addr a;
	int fd;

	if (give_addr(&a, address, why) == -1)
		return -1;
	fd = give_socket(h, a.sa.sa_family, SOCK_STREAM, address, why);
	return fd == -1 ? -1 : give_connect(h, fd, address, why);
}

int sockhost_datagram(struct sockhost *h, const char *address, const char *peer,
		      char **why)
{
	int fd = give_bound(h, SOCK_DGRAM, address, why);

	return fd == -1 || !peer ? fd : give_connect(h, fd, peer, why);
}
