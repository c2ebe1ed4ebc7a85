/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getaddrinfo(3). The guest makes the list beforehand, of nodes with all the
 * room that they need:
 *
 *	node      0 u16 flags  2 u8 family  3 u8 type  4 u8 protocol
 *	          8 u32 addrlen  12 sockaddr  16 canonname  20 its length
 *	          24 next node
 *	sockaddr  0 u8 family  4 u32 data's length  8 data
 *	data      0 port, big-endian; IPv4 at 2; IPv6 at 6, or at 2
 */
#include <string.h>

#include "player/names.h"
#include "player/numbers.h"
#include "wasmedge.h"

WASI_IMPORT(wasi_snapshot_preview1, sock_getaddrinfo)
(wasi_ptr node, uint32_t nodelen, wasi_ptr service, uint32_t servicelen,
 wasi_ptr hints, wasi_ptr res, uint32_t max, wasi_ptr reslen);

#define NODE_BYTES 28
#define SOCKADDR_BYTES 12
#define DATA_BYTES 26
#define CANONNAME_BYTES 256

struct lookup_node {
	struct guard *node, *sockaddr, *data, *canonname;
};

struct pair {
	int linux_number, number;
};

static const struct pair lookup_flags[] = {
#define AI(name, bit) {LINUX_AI_##name, bit},
#include "wasmedge.def"
};
/* Without hints a lookup has these, getaddrinfo(3). */
#define LOOKUP_FLAGS_DEFAULT (LINUX_AI_AI_V4MAPPED | LINUX_AI_AI_ADDRCONFIG)

static const struct pair lookup_errors[] = {
#define EAI(name, errno) {LINUX_EAI_##name, errno},
#include "wasmedge.def"
};
static const struct pair lookup_protocols[] = {
	{LINUX_PROTO_IPPROTO_IP, 0},
	{LINUX_PROTO_IPPROTO_TCP, 1},
	{LINUX_PROTO_IPPROTO_UDP, 2},
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* A u8 that is neither a family, a type nor a protocol. */
#define LOOKUP_NONE 0xff

static int lookup_protocol(int linux_number)
{
	for (size_t i = 0; i < COUNT(lookup_protocols); i++)
		if (lookup_protocols[i].linux_number == linux_number)
			return lookup_protocols[i].number;
	return names_name(GROUP_PROTO, linux_number) == NULL ? LOOKUP_NONE : -1;
}

/* A bit of the flags that is none of the ABI's. */
#define LOOKUP_NO_FLAG 0x8000

/* What Linux has no name for is none of the ABI's. */
static int lookup_flag_bits(const struct sock_lookup *l)
{
	int left = l->hints ? l->flags : LOOKUP_FLAGS_DEFAULT;
	int bits = 0;

	for (size_t i = 0; i < COUNT(lookup_flags); i++)
		if (left & lookup_flags[i].linux_number) {
			left &= ~lookup_flags[i].linux_number;
			bits |= lookup_flags[i].number;
		}
	return left == 0 ? bits : bits | LOOKUP_NO_FLAG;
}

/* A word's number n; one that Linux has no name for is none of the ABI's. */
static int lookup_word(enum names_group group, int linux_number, int n)
{
	if (n == -1 && names_name(group, linux_number) == NULL)
		return LOOKUP_NONE;
	return n;
}

static int lookup_family(int linux_family)
{
	return lookup_word(GROUP_FAMILY, linux_family,
			   wasmedge_family(linux_family));
}

static int lookup_type(int linux_type)
{
	return lookup_word(GROUP_TYPE, linux_type, wasmedge_type(linux_type));
}

static const char *lookup_cannot(const struct sock_lookup *l)
{
	if ((l->node != NULL && l->node[0] == '\0') ||
	    (l->service != NULL && l->service[0] == '\0'))
		return "empty host names cannot be expressed";
	if (l->node != NULL && strchr(l->node, '%') != NULL)
		return "lookups return no scope";
	if (!wasmedge.gai && l->hints && l->flags & LINUX_AI_AI_CANONNAME)
		return "lookups return no canonical name";
	if (lookup_family(l->domain) == -1)
		return "lookups do not support this address family";
	if (lookup_type(l->type) == -1)
		return "lookups do not support this socket type";
	if (lookup_protocol(l->protocol) == -1)
		return "lookups do not support this protocol";
	return NULL;
}

static void lookup_hints(unsigned char *hints, const struct sock_lookup *l)
{
	memset(hints, 0, NODE_BYTES);
	wasi_store16(hints, (uint16_t)lookup_flag_bits(l));
	hints[2] = (unsigned char)lookup_family(l->domain);
	hints[3] = (unsigned char)lookup_type(l->type);
	hints[4] = (unsigned char)lookup_protocol(l->protocol);
}

/* One node, in front of next. */
static void lookup_node(struct lookup_node *n, wasi_ptr next)
{
	n->node = guard_new("node", NODE_BYTES);
	n->sockaddr = guard_new("sockaddr", SOCKADDR_BYTES);
	n->data = guard_new("addr", DATA_BYTES);
	n->canonname = guard_new("canonname", CANONNAME_BYTES);
	memset(n->node->bytes, 0, NODE_BYTES);
	memset(n->sockaddr->bytes, 0, SOCKADDR_BYTES);
	memset(n->canonname->bytes, 0, CANONNAME_BYTES);
	wasi_store32(n->node->bytes + 12, wasi_at(n->sockaddr->bytes));
	wasi_store32(n->node->bytes + 16, wasi_at(n->canonname->bytes));
	wasi_store32(n->node->bytes + 20, CANONNAME_BYTES);
	wasi_store32(n->node->bytes + 24, next);
	wasi_store32(n->sockaddr->bytes + 4, DATA_BYTES);
	wasi_store32(n->sockaddr->bytes + 8, wasi_at(n->data->bytes));
}

/* What a node's data tell, and how many bytes of them there are. */
static size_t lookup_addr(struct sock_addr *a, const struct lookup_node *n)
{
	const unsigned char *data = n->data->bytes;

	memset(a, 0, sizeof(*a));
	a->port = (uint16_t)(data[0] << 8 | data[1]);
	switch (n->sockaddr->bytes[0]) {
	case 1:
		a->kind = ADDR_IN;
		memcpy(a->ip, data + 2, 4);
		return 14;
	case 2:
		a->kind = ADDR_IN6;
		memcpy(a->ip, data + wasmedge.in6, 16);
		return DATA_BYTES;
	}
	a->kind = ADDR_NONE;
	return guard_written(n->data);
}

/* Do a node and its address say the same of the family and of lengths? */
static int lookup_fits(const struct lookup_node *n)
{
	const unsigned char *node = n->node->bytes;
	int v6 = n->sockaddr->bytes[0] == 2;

	return node[2] == n->sockaddr->bytes[0] &&
	       wasi_load32(node + 8) == (v6 ? 28 : 16) &&
	       wasi_load32(n->sockaddr->bytes + 4) == (v6 ? 26 : 14);
}

static void lookup_found(struct sock_lookup *l, int i, struct lookup_node *n)
{
	const unsigned char *node = n->node->bytes;
	size_t len = wasi_load32(node + 20);

	n->data->used = lookup_addr(&l->found[i].addr, n);
	if (wasmedge.gai && !lookup_fits(n))
		l->found[i].addr.kind = ADDR_NONE;
	l->found[i].type = wasmedge_linux_type(node[3]);
	l->found[i].protocol = -1;
	for (size_t k = 0; k < COUNT(lookup_protocols); k++)
		if (lookup_protocols[k].number == node[4])
			l->found[i].protocol = lookup_protocols[k].linux_number;
	if (i == 0 && len > 0 && len < sizeof(l->canonname) && wasmedge.gai)
		memcpy(l->canonname, n->canonname->bytes, len);
}

/* A family, type, protocol each are told where the guest asked for one. */
static void lookup_take(struct sock_lookup *l, struct lookup_node *nodes,
			uint32_t n)
{
	l->n = n < SOCK_FOUND ? (int)n : SOCK_FOUND;
	l->full = wasmedge.gai && l->type != 0;
	for (int i = 0; i < SOCK_FOUND; i++) {
		nodes[i].data->used = 0;
		if (i < l->n)
			lookup_found(l, i, &nodes[i]);
	}
}

static struct sock_ret lookup_failed(struct sock_lookup *l, uint32_t err)
{
	l->gai = SOCK_UNSAYABLE;
	for (size_t i = 0; wasmedge.gai && i < COUNT(lookup_errors); i++)
		if ((uint32_t)lookup_errors[i].number == err) {
			l->gai = lookup_errors[i].linux_number;
			return sock_failed(0);
		}
	return wasmedge.gai ? wasi_ret(err, 0) : sock_failed(0);
}

struct sock_ret sock_getaddrinfo(struct sock_lookup *l)
{
	static struct lookup_node nodes[SOCK_FOUND];
	static const char none[1];
	const char *node = l->node ? l->node : none;
	const char *service = l->service ? l->service : none;
	_Alignas(4) unsigned char hints[NODE_BYTES];
	struct guard *first = wasi_out("list"), *n = wasi_out("len");
	const char *why = lookup_cannot(l);
	wasi_ptr next = 0;
	uint32_t err;

	if (why != NULL)
		return sock_cannot(why);
	lookup_hints(hints, l);
	for (int i = SOCK_FOUND; i-- > 0; next = wasi_at(nodes[i].node->bytes))
		lookup_node(&nodes[i], next);
	wasi_store32(first->bytes, next);
	err = wasi_snapshot_preview1_sock_getaddrinfo(
		wasi_at(node), strlen(node), wasi_at(service), strlen(service),
		wasi_at(hints), wasi_at(first->bytes), SOCK_FOUND,
		wasi_at(n->bytes));
	if (err != 0)
		return lookup_failed(l, err);
	lookup_take(l, nodes, wasi_out_u32(n));
	return sock_done(0);
}
