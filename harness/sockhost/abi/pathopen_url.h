/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pathopen_url.h: what path_open takes for a socket:
 *
 *	NETWORK+OPERATION://HOST:PORT?OPTION=VALUE&OPTION=VALUE
 *
 * NETWORK    tcp, tcp4, tcp6
 * OPERATION  listen, dial
 * HOST       an address (IPv6 in brackets, with %25 and a zone), a name, or
 *            nothing: any address
 * PORT       0 to 65535
 * OPTION     nonblock=1    true t 1 yes, false f 0 no
 *            nodelay=1     of dial     setsockopt(2) takes these numbers
 *            reuseaddr=1
 *            backlog=128   of listen
 *
 * The values shown are those of options that are not there. A value that is
 * none leaves `nonblock` as it was and is an error elsewhere; an option that
 * is not among these is ignored.
 */
#ifndef SOCKHOST_PATHOPEN_URL_H
#define SOCKHOST_PATHOPEN_URL_H

#include <stdbool.h>

#include "core/resolve.h"

struct pathopen_url {
	bool listen; /* or dial */
	int family;  /* AF_UNSPEC for tcp: IPv4 if there is a choice */
	char host[RESOLVE_NAME];
	char port[6];
	bool nonblock;
	int nodelay, reuseaddr, backlog;
};

/* Does a path claim to be one: a + before the first ://? */
bool pathopen_is_url(const char *path);
/* 0, or -EPROTONOSUPPORT for another network, or -EINVAL. */
int pathopen_url(struct pathopen_url *u, const char *path);

#endif
