/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pathopen.c: preview1, in which path_open also makes sockets: where no
 * folder is named, a negative number, and the path is a URL of
 * pathopen_url.h. One call makes a socket and has it listen or connect, in
 * Linux's own steps:
 *
 *	listen   socket, SO_REUSEADDR, bind, listen
 *	dial     socket, SO_REUSEADDR, TCP_NODELAY, connect
 *
 * Options of value 0, which are Linux's own default, ask the kernel nothing.
 * What goes wrong is an errno and leaves no descriptor, with one exception:
 * a connection that is in progress is inprogress, and its descriptor is told
 * all the same. The number that is told has its place checked first.
 */
#include <errno.h>
#include <limits.h>
#include <netinet/tcp.h>
#include <string.h>

#include "abi.h"
#include "core/errnos.h"
#include "core/host.h"
#include "mutants/mutants.h"
#include "pathopen_url.h"
#include "preview1.h"
#include "core/sock.h"

/* The first address that fits, IPv4 before IPv6. */
static const struct addrinfo *pathopen_choose(const struct addrinfo *found,
					      int family)
{
	for (const struct addrinfo *a = found; a; a = a->ai_next)
		if (a->ai_family == (family ? family : AF_INET))
			return a;
	for (const struct addrinfo *a = found; a && !family; a = a->ai_next)
		if (a->ai_family == AF_INET6)
			return a;
	return NULL;
}

/*
 * An address of the other family is of no use to tcp4 and tcp6, but for IPv4
 * in IPv6 clothes. Numbers are looked up as they are, names by the policy.
 */
static int pathopen_addr(struct sockhost *h, const struct pathopen_url *u,
			 struct addr *to)
{
	struct addrinfo hints = {.ai_family = u->family,
				 .ai_socktype = SOCK_STREAM,
				 .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV};
	const char *host = *u->host ? u->host : NULL;
	const struct addrinfo *chosen;
	struct addrinfo *found;
	int r;

	if (!host)
		hints.ai_flags |= AI_PASSIVE;
	if (u->family == AF_INET6)
		hints.ai_flags |= AI_V4MAPPED;
	if (getaddrinfo(host, u->port, &hints, &found) != 0) {
		hints.ai_flags &= ~AI_NUMERICHOST;
		if (host && strchr(host, ':'))
			return -EAFNOSUPPORT;
		r = resolve_lookup(h, host, u->port, &hints, &found);
		if (r < 0)
			return r;
	}
	memset(to, 0, sizeof(*to));
	chosen = pathopen_choose(found, u->family);
	if (chosen) {
		memcpy(&to->any, chosen->ai_addr, chosen->ai_addrlen);
		to->len = chosen->ai_addrlen;
	}
	freeaddrinfo(found);
	return chosen ? 0 : -EAFNOSUPPORT;
}

static int pathopen_option(struct sockhost *h, uint32_t fd, int level, int name,
			   int value)
{
	return value == 0 ? 0
			  : (int)host_result(setsockopt(fds_host(h, fd), level,
							name, &value,
							sizeof(value)));
}

/* 0, -EINPROGRESS, or another error. */
static int pathopen_begin(struct sockhost *h, const struct pathopen_url *u,
			  uint32_t fd, const struct addr *to)
{
	int r = pathopen_option(h, fd, SOL_SOCKET, SO_REUSEADDR, u->reuseaddr);

	if (r < 0)
		return r;
	if (u->listen) {
		r = sock_bind(h, fd, to);
		return r < 0 ? r : sock_listen(h, fd, u->backlog);
	}
	r = pathopen_option(h, fd, IPPROTO_TCP, TCP_NODELAY, u->nodelay);
	return r < 0 ? r : sock_connect(h, fd, to);
}

static uint32_t pathopen_socket(struct sockhost *h, const char *path,
				uint64_t rights, uint64_t inheriting,
				uint32_t out_fd)
{
	struct pathopen_url u;
	struct addr to;
	int r = pathopen_url(&u, path);
	int fd;

	if (r == 0)
		r = pathopen_addr(h, &u, &to);
	if (r < 0)
		return errnos_result(h, r);
	fd = sock_open(h, to.sa.sa_family,
		       SOCK_STREAM | (u.nonblock ? SOCK_NONBLOCK : 0), 0);
	if (fd < 0)
		return errnos_result(h, fd);
	r = pathopen_begin(h, &u, (uint32_t)fd, &to);
	if (r < 0 && r != -EINPROGRESS) {
		fds_close(h, (uint32_t)fd);
		return errnos_result(h, r);
	}
	fds_get(h, (uint32_t)fd)->denied = ~rights;
	fds_get(h, (uint32_t)fd)->denied_inheriting = ~inheriting;
	if (!mutant(h, M_dial_untold) || r == 0)
		mem_put32(h, out_fd, (uint32_t)fd);
	return errnos_result(h, r);
}

static uint32_t pathopen_path_open(struct sockhost *h, uint32_t dir,
				   uint32_t lookup, uint32_t path, uint32_t len,
				   uint32_t oflags, uint64_t rights,
				   uint64_t inheriting, uint32_t fdflags,
				   uint32_t out_fd)
{
	char url[PATH_MAX];
	const char *bytes = mem_at(h, path, len);

	if ((int32_t)dir >= 0 || !bytes || len >= sizeof(url) ||
	    memchr(bytes, '\0', len) || !mem_at(h, out_fd, 4))
		return preview1_path_open(h, dir, lookup, path, len, oflags,
					  rights, inheriting, fdflags, out_fd);
	memcpy(url, bytes, len);
	url[len] = '\0';
	if (!pathopen_is_url(url))
		return errnos_wasi(h, EBADF);
	return pathopen_socket(h, url, rights, inheriting, out_fd);
}

#define ABI pathopen
#define ABI_DEF "pathopen.def"
#include "abi_fns.h"

const struct abi abi_pathopen = {"pathopen", "wasi_snapshot_preview1",
				 &abi_preview1, ABI_FNS(pathopen)};
