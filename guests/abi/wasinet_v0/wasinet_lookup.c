/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getaddrinfo(3) with wasinet's two calls: one knows addresses by the name of
 * a host, one knows ports by the name of a service.
 *
 * They can say neither flags nor a protocol, nor a name left out, and tell
 * neither which of the possible errors it was, nor a scope, nor a type per
 * address.
 */
#include <string.h>

#include "abi/wasi/wasi.h"

WASI_IMPORT(wasinet_v0, sock_getaddrip)
(wasi_ptr network, uint32_t network_len, wasi_ptr name, uint32_t name_len,
 wasi_ptr out, uint32_t room, wasi_ptr len);
WASI_IMPORT(wasinet_v0, sock_getaddrport)
(wasi_ptr network, uint32_t network_len, wasi_ptr service, uint32_t service_len,
 wasi_ptr port);

#define LOOKUP_IP 16

/* Which name of a network stands for a number of Linux's. */
struct network {
	int number;
	const char *name;
};

static const struct network lookup_families[] = {
	{0, "ip"},
	{2, "ip4"},
	{10, "ip6"},
};
static const struct network lookup_types[] = {
	{0, "ip"},
	{1, "tcp"},
	{2, "udp"},
};

static const char *lookup_network(const struct network *list, int number)
{
	for (int i = 0; i < 3; i++)
		if (list[i].number == number)
			return list[i].name;
	return NULL;
}

static const char *lookup_cannot(const struct sock_lookup *l)
{
	if (l->node == NULL)
		return "a lookup needs a name";
	if (strchr(l->node, '%') != NULL)
		return "lookups return no scope";
	if (l->flags != 0)
		return "lookups have no flags argument";
	if (l->protocol != 0)
		return "lookups have no protocol argument";
	if (lookup_network(lookup_families, l->domain) == NULL)
		return "lookups do not support this address family";
	if (lookup_network(lookup_types, l->type) == NULL)
		return "lookups do not support this socket type";
	return NULL;
}

static uint32_t lookup_port(const struct sock_lookup *l, uint16_t *port)
{
	const char *network = lookup_network(lookup_types, l->type);
	struct guard *g = wasi_out("port");
	uint32_t err;

	*port = 0;
	if (l->service == NULL)
		return 0;
	err = wasinet_v0_sock_getaddrport(
		wasi_at(network), strlen(network), wasi_at(l->service),
		strlen(l->service), wasi_at(g->bytes));
	*port = (uint16_t)wasi_out_u32(g);
	return err;
}

/*
 * IPv4 addresses are told as IPv6 ones that are mapped; who asked for IPv6,
 * or named an IPv6 address, is told just that.
 */
static void lookup_take(const struct sock_lookup *l, struct sock_addr *a,
			const unsigned char *ip, uint16_t port)
{
	static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
	int is4 = l->domain != 10 && strchr(l->node, ':') == NULL &&
		  memcmp(ip, mapped, sizeof(mapped)) == 0;

	a->kind = is4 ? ADDR_IN : ADDR_IN6;
	a->port = port;
	if (is4)
		memcpy(a->ip, ip + sizeof(mapped), 4);
	else
		memcpy(a->ip, ip, LOOKUP_IP);
}

static uint32_t lookup_addrs(struct sock_lookup *l, uint16_t port)
{
	const char *network = lookup_network(lookup_families, l->domain);
	struct guard *out = guard_new("addrs", SOCK_FOUND * LOOKUP_IP);
	struct guard *len = wasi_out("len");
	uint32_t err = wasinet_v0_sock_getaddrip(
		wasi_at(network), strlen(network), wasi_at(l->node),
		strlen(l->node), wasi_at(out->bytes), out->size,
		wasi_at(len->bytes));
	uint32_t n = wasi_out_u32(len);

	if (err != 0)
		return err;
	out->used = n < out->size ? n : out->size;
	l->n = (int)(out->used / LOOKUP_IP);
	/* half an address is none */
	if (out->used % LOOKUP_IP != 0 && l->n < SOCK_FOUND)
		l->found[l->n++].addr.kind = ADDR_NONE;
	for (size_t i = 0; i < out->used / LOOKUP_IP; i++)
		lookup_take(l, &l->found[i].addr, out->bytes + i * LOOKUP_IP,
			    port);
	return 0;
}

/* A failure's errno says nothing of what getaddrinfo(3) would have told. */
struct sock_ret sock_getaddrinfo(struct sock_lookup *l)
{
	const char *why = lookup_cannot(l);
	uint16_t port;
	uint32_t err;

	if (why != NULL)
		return sock_cannot(why);
	err = lookup_port(l, &port);
	if (err == 0)
		err = lookup_addrs(l, port);
	if (err == 0)
		return sock_done(0);
	l->gai = SOCK_UNSAYABLE;
	return sock_failed(0);
}
