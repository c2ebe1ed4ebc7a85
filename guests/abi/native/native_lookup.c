/* SPDX-License-Identifier: Apache-2.0 */
/* getaddrinfo(3) of the C library. */
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

#include "native_addr.h"
#include "player/sock.h"

static void lookup_take(struct sock_lookup *l, const struct addrinfo *list)
{
	l->full = 1;
	if (list->ai_canonname != NULL)
		strncpy(l->canonname, list->ai_canonname,
			sizeof(l->canonname) - 1);
	for (; list != NULL && l->n < SOCK_FOUND; list = list->ai_next) {
		native_addr(&l->found[l->n].addr, list->ai_addr,
			    list->ai_addrlen);
		l->found[l->n].type = list->ai_socktype;
		l->found[l->n].protocol = list->ai_protocol;
		l->n++;
	}
}

struct sock_ret sock_getaddrinfo(struct sock_lookup *l)
{
	struct addrinfo hints = {
		.ai_family = l->domain,
		.ai_socktype = l->type,
		.ai_protocol = l->protocol,
		.ai_flags = l->flags,
	};
	struct addrinfo *list = NULL;

	errno = 0;
	l->gai = getaddrinfo(l->node, l->service, l->hints ? &hints : NULL,
			     &list);
	if (l->gai != 0)
		return sock_failed(l->gai == EAI_SYSTEM ? errno : 0);
	lookup_take(l, list);
	freeaddrinfo(list);
	return sock_done(0);
}
