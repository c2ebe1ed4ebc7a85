/* SPDX-License-Identifier: Apache-2.0 */
#include "wasmedge_nodes.h"

#include <errno.h>
#include <string.h>

#include "core/host.h"
#include "mutants/mutants.h"
#include "wasmedge_addr.h"

#define SOCKADDR 12
#define DATA_IN 14
#define DATA_IN6 26
#define SHORT_ADDRLEN 16

static const struct {
	int linux_number;
	uint32_t number;
} nodes_flags[] = {
#define AI(name, bit) {name, bit},
#include "guests/abi/wasmedge/wasmedge.def"
};

static const int nodes_protocols[] = {0, IPPROTO_TCP, IPPROTO_UDP};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

int wasmedge_ai(uint32_t flags)
{
	int linux_flags = 0;

	for (size_t i = 0; i < COUNT(nodes_flags); i++)
		if (flags & nodes_flags[i].number)
			linux_flags |= nodes_flags[i].linux_number;
	return linux_flags;
}

uint32_t wasmedge_ai_of(int linux_flags)
{
	uint32_t flags = 0;

	for (size_t i = 0; i < COUNT(nodes_flags); i++)
		if (linux_flags & nodes_flags[i].linux_number)
			flags |= nodes_flags[i].number;
	return flags;
}

int wasmedge_protocol(uint32_t protocol)
{
	return protocol < COUNT(nodes_protocols) ? nodes_protocols[protocol]
						 : -1;
}

static uint8_t nodes_protocol_of(int protocol)
{
	for (uint8_t i = 0; i < COUNT(nodes_protocols); i++)
		if (nodes_protocols[i] == protocol)
			return i;
	return 0;
}

/* A node of the guest's list and what it has. */
struct node {
	uint32_t at;
	uint8_t node[WASMEDGE_NODE];
	uint8_t sockaddr[SOCKADDR];
};

static int node_load(struct sockhost *h, const struct wasmedge *d, uint32_t at,
		     struct node *n)
{
	uint32_t sockaddr;
	int r = wasmedge_ptr(h, d, at, WASMEDGE_NODE);

	if (r < 0)
		return r;
	n->at = at;
	mem_get(h, n->node, at, WASMEDGE_NODE);
	sockaddr = mem_u32(n->node + 12);
	r = wasmedge_ptr(h, d, sockaddr, SOCKADDR);
	if (r < 0)
		return r;
	mem_get(h, n->sockaddr, sockaddr, SOCKADDR);
	if (!mem_at(h, mem_u32(n->sockaddr + 8), mem_u32(n->sockaddr + 4)) ||
	    !mem_at(h, mem_u32(n->node + 16), mem_u32(n->node + 20)))
		return -EFAULT;
	return 0;
}

/*
 * Every node of the list is looked at beforehand. One that comes back to a
 * node has no others (Brent's algorithm: a mark is moved to each node whose
 * number is a power of two), however many the guest says there are.
 */
int wasmedge_nodes_check(struct sockhost *h, const struct wasmedge *d,
			 uint32_t at, uint32_t max)
{
	struct node n;
	uint32_t mark = 0;
	int r;

	for (uint32_t i = 0; i < max; i++) {
		if ((i > 0 && at == mark) || (d->short_lookup && at == 0))
			return 0;
		if ((i & (i - 1)) == 0)
			mark = at;
		r = node_load(h, d, at, &n);
		if (r < 0)
			return r;
		at = mem_u32(n.node + 24);
	}
	return 0;
}

/* How much room a node's data have. */
static uint32_t node_room(struct sockhost *h, const struct wasmedge *d,
			  const struct node *n)
{
	uint32_t len = mem_u32(n->sockaddr + 4);

	if (d->short_lookup && len == DATA_IN &&
	    mem_at(h, mem_u32(n->sockaddr + 8), DATA_IN6))
		return DATA_IN6;
	return len;
}

/* The data of an address; how many bytes, 0 if it is none of ours. */
static uint32_t node_data(const struct wasmedge *d,
			  const struct addrinfo *found, uint8_t data[DATA_IN6])
{
	struct addr a;

	memcpy(&a.any, found->ai_addr, found->ai_addrlen);
	memset(data, 0, DATA_IN6);
	if (found->ai_family == AF_INET) {
		memcpy(data, &a.in.sin_port, 2);
		memcpy(data + 2, &a.in.sin_addr, 4);
		return DATA_IN;
	}
	if (found->ai_family != AF_INET6)
		return 0;
	memcpy(data, &a.in6.sin6_port, 2);
	memcpy(data + (d->short_lookup ? 2 : 6), &a.in6.sin6_addr, 16);
	return DATA_IN6;
}

/* The canonical name with its NUL, which its length does not count. */
static int node_canonname(struct sockhost *h, struct node *n, const char *name)
{
	size_t len = name ? strlen(name) : 0;

	if (name && len + 1 > mem_u32(n->node + 20))
		return -ENOMEM;
	if (name)
		mem_put(h, mem_u32(n->node + 16), name, len + 1);
	mem_set32(n->node + 20, (uint32_t)len);
	return 0;
}

/* One address into a node; false when there is no room for it. */
static bool node_put(struct sockhost *h, const struct wasmedge *d,
		     struct node *n, const struct addrinfo *found)
{
	uint8_t data[DATA_IN6];
	uint32_t len = node_data(d, found, data);
	bool whole = !d->short_lookup;

	if (len == 0 || len > node_room(h, d, n) ||
	    node_canonname(h, n, whole ? found->ai_canonname : NULL) < 0)
		return false;
	if (mutant(h, M_lookup_v6_cut) && len == DATA_IN6)
		memset(data + DATA_IN, 0, DATA_IN6 - DATA_IN);
	mem_put(h, mem_u32(n->sockaddr + 8), data, len);
	n->sockaddr[0] = (uint8_t)wasmedge_family_of(found->ai_family);
	mem_set32(n->node + 8, whole ? found->ai_addrlen : SHORT_ADDRLEN);
	if (whole) {
		mem_set32(n->sockaddr + 4, len);
		mem_set16(n->node, (uint16_t)wasmedge_ai_of(found->ai_flags));
		n->node[2] = n->sockaddr[0];
		n->node[3] = (uint8_t)wasmedge_type_of(found->ai_socktype);
		n->node[4] = nodes_protocol_of(found->ai_protocol);
	}
	mem_put(h, mem_u32(n->node + 12), n->sockaddr, SOCKADDR);
	mem_put(h, n->at, n->node, WASMEDGE_NODE);
	return true;
}

uint32_t wasmedge_nodes_tell(struct sockhost *h, const struct wasmedge *d,
			     const struct addrinfo *found, uint32_t at,
			     uint32_t max)
{
	struct node n;
	uint32_t told = 0;

	for (; found && told < max; found = found->ai_next) {
		if (wasmedge_type_of(found->ai_socktype) <= 0)
			continue;
		if (d->short_lookup && at == 0)
			break;
		/* looked at before, but what was told may lie on top of it */
		if (node_load(h, d, at, &n) < 0)
			break;
		if (!node_put(h, d, &n, found))
			continue;
		at = mem_u32(n.node + 24);
		told++;
	}
	return told;
}
