/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getaddrinfo(3) as sock_resolve: a name and a port go in, addresses come
 * out. There is no hint of a family, a type or a protocol, and no flag. A
 * failure is an errno, which says nothing of what getaddrinfo(3) tells.
 */
#include <string.h>

#include "python.h"
#include "player/spell.h"

IMPORT(sock_resolve)
(wasi_ptr name, uint32_t len, uint32_t port, wasi_ptr addrs, uint32_t most,
 wasi_ptr count);

static int lookup_digits(const char *s)
{
	return *s != '\0' && s[strspn(s, "0123456789")] == '\0';
}

static const char *lookup_cannot(const struct sock_lookup *l, long long *port)
{
	*port = 0;
	if (l->node == NULL)
		return "a lookup needs a name";
	if (strchr(l->node, '%') != NULL)
		return "lookups return no scope";
	if (l->hints && (l->domain | l->type | l->protocol | l->flags) != 0)
		return "lookups take no hints";
	if (l->service != NULL &&
	    (!lookup_digits(l->service) ||
	     spell_number(l->service, port) == -1 || *port > 65535))
		return "a lookup's service must be a port number";
	return NULL;
}

struct sock_ret sock_getaddrinfo(struct sock_lookup *l)
{
	struct guard *out = guard_new("addrs", SOCK_FOUND * PYTHON_ADDR);
	struct guard *count = wasi_out("len");
	long long port;
	const char *why = lookup_cannot(l, &port);
	uint32_t err, n;

	if (why != NULL)
		return sock_cannot(why);
	err = wasi_snapshot_preview1_sock_resolve(
		wasi_at(l->node), strlen(l->node), (uint32_t)port,
		wasi_at(out->bytes), SOCK_FOUND, wasi_at(count->bytes));
	n = wasi_out_u32(count);
	if (err != 0) {
		l->gai = SOCK_UNSAYABLE;
		return sock_failed(0);
	}
	n = n < SOCK_FOUND ? n : SOCK_FOUND;
	out->used = n * PYTHON_ADDR;
	for (uint32_t i = 0; i < n; i++)
		if (python_addr(&l->found[l->n++].addr,
				out->bytes + i * PYTHON_ADDR) == -1)
			l->found[l->n - 1].addr.kind = ADDR_NONE;
	return sock_done(0);
}
