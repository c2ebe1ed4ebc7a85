/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WasmEdge's getaddrinfo. The guest gives a list of nodes, made beforehand,
 * each with the room that it needs:
 *
 *	node, also the hints               sockaddr
 *	 0 u16 flags                        0 u8 family
 *	 2 u8 family                        4 u32 length of the data
 *	 3 u8 type                          8 data
 *	 4 u8 protocol: ip 0, tcp 1, udp 2
 *	 8 u32 addrlen                     data, of IPv4 (14) and IPv6 (26)
 *	12 sockaddr                         0 u16 port, big-endian
 *	16 canonname, 20 u32 length         2 address      6 address
 *	24 next node
 *
 * Only what fits a node's room is told: an address that does not is left out.
 * Addresses are those of Linux, in its order, but for types that WasmEdge has
 * no number for.
 *
 * wasi-go's dialect follows the list to its end, two nodes at least; tells
 * addresses alone, an IPv6 one at 2; takes room of 14 bytes for 26, as guests
 * of WasmEdge's Rust crate say of what they have; and has no errnos of its
 * own.
 */
#include <errno.h>
#include <netdb.h>
#include <string.h>

#include "errnos.h"
#include "host.h"
#include "mutants.h"
#include "resolve.h"
#include "wasmedge_addr.h"

#define NODE 28
#define SOCKADDR 12
#define DATA_IN 14
#define DATA_IN6 26
#define SHORT_ADDRLEN 16

/* WasmEdge's errnos of what it finds out by itself */
enum { NUM_AIBADFLAG = 79, NUM_AIFAMILY = 81, NUM_AIMEMORY = 82,
	NUM_AINONAME = 84 };

static const struct {
	int linux_number;
	uint32_t number;
} lookup_flags[] = {
#define AI(name, bit) {name, bit},
#include "../../guests/wasmedge.def"
}, lookup_errors[] = {
#define EAI(name, errno_) {name, errno_},
#include "../../guests/wasmedge.def"
};

static const int lookup_protocols[] = {0, IPPROTO_TCP, IPPROTO_UDP};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

#define FLAGS_ALL 0x7f
#define FLAGS_SHORT (AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV)

/* The same in wasi-go's words; all else is canceled. */
static const struct {
	int gai;
	int error;
} lookup_short_errors[] = {
	{EAI_SERVICE, EINVAL},
	{EAI_SOCKTYPE, EOPNOTSUPP},
	{EAI_FAMILY, EOPNOTSUPP},
};

static uint32_t lookup_failed(struct sockhost *h, int gai)
{
	for (size_t i = 0; i < COUNT(lookup_errors); i++)
		if (lookup_errors[i].linux_number == gai)
			return lookup_errors[i].number;
	return errnos_wasi(h, EIO);
}

static uint32_t lookup_short_failed(struct sockhost *h, int gai, int flags)
{
	if (gai == EAI_NONAME && flags & (AI_NUMERICHOST | AI_NUMERICSERV))
		return errnos_wasi(h, EINVAL);
	for (size_t i = 0; i < COUNT(lookup_short_errors); i++)
		if (lookup_short_errors[i].gai == gai)
			return errnos_wasi(h, lookup_short_errors[i].error);
	return errnos_wasi(h, ECANCELED);
}

/* A name and perhaps its NUL, which counts; "" if there is none. */
static int lookup_name(struct sockhost *h, char name[RESOLVE_NAME],
	uint32_t ptr, uint32_t len)
{
	const char *bytes = mem_at(h, ptr, len);

	if (bytes && len > 0 && bytes[len - 1] == '\0')
		len--;
	return resolve_name(h, name, ptr, len);
}

/* Linux's hints of the guest's; 0, or the errno to answer with. */
static uint32_t lookup_hints(struct sockhost *h, const struct wasmedge *d,
	const uint8_t *node, struct addrinfo *hints)
{
	uint32_t flags = mem_u16(node);
	uint32_t protocol = d->short_lookup ? mem_u32(node + 4) : node[4];

	hints->ai_family = wasmedge_family(node[2]);
	hints->ai_socktype = wasmedge_type(node[3]);
	for (size_t i = 0; i < COUNT(lookup_flags); i++)
		if (flags & lookup_flags[i].number)
			hints->ai_flags |= lookup_flags[i].linux_number;
	if (d->short_lookup)
		hints->ai_flags &= FLAGS_SHORT;
	else if (flags & ~(uint32_t)FLAGS_ALL)
		return NUM_AIBADFLAG;
	if (hints->ai_family == -1 || hints->ai_family == AF_UNIX)
		return d->short_lookup ? errnos_wasi(h, EOPNOTSUPP)
				       : (uint32_t)NUM_AIFAMILY;
	if (protocol >= COUNT(lookup_protocols) || hints->ai_socktype == -1)
		return errnos_wasi(h, d->short_lookup ? EOPNOTSUPP : ENOSYS);
	hints->ai_protocol = lookup_protocols[protocol];
	if (mutant(h, M_lookup_passive))
		hints->ai_flags |= AI_PASSIVE;
	if (mutant(h, M_lookup_family_ignored))
		hints->ai_family = AF_UNSPEC;
	return WASI_SUCCESS;
}

/* A node of the guest's list and what it has. */
struct lookup_node {
	uint32_t at;
	uint8_t node[NODE];
	uint8_t sockaddr[SOCKADDR];
};

static int lookup_node(struct sockhost *h, const struct wasmedge *d,
	uint32_t at, struct lookup_node *n)
{
	uint32_t sockaddr;
	int r = wasmedge_ptr(h, d, at, NODE);

	if (r < 0)
		return r;
	n->at = at;
	mem_get(h, n->node, at, NODE);
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
static int lookup_check(struct sockhost *h, const struct wasmedge *d,
	uint32_t at, uint32_t max)
{
	struct lookup_node n;
	uint32_t mark = 0;
	int r;

	for (uint32_t i = 0; i < max; i++) {
		if ((i > 0 && at == mark) || (d->short_lookup && at == 0))
			return 0;
		if ((i & (i - 1)) == 0)
			mark = at;
		r = lookup_node(h, d, at, &n);
		if (r < 0)
			return r;
		at = mem_u32(n.node + 24);
	}
	return 0;
}

/* How much room a node's data have. */
static uint32_t lookup_room(struct sockhost *h, const struct wasmedge *d,
	const struct lookup_node *n)
{
	uint32_t len = mem_u32(n->sockaddr + 4);

	if (d->short_lookup && len == DATA_IN &&
	    mem_at(h, mem_u32(n->sockaddr + 8), DATA_IN6))
		return DATA_IN6;
	return len;
}

/* The data of an address; how many bytes, 0 if it is none of ours. */
static uint32_t lookup_data(const struct wasmedge *d,
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

static uint32_t lookup_flags_of(int linux_flags)
{
	uint32_t flags = 0;

	for (size_t i = 0; i < COUNT(lookup_flags); i++)
		if (linux_flags & lookup_flags[i].linux_number)
			flags |= lookup_flags[i].number;
	return flags;
}

static uint8_t lookup_protocol_of(int protocol)
{
	for (uint8_t i = 0; i < COUNT(lookup_protocols); i++)
		if (lookup_protocols[i] == protocol)
			return i;
	return 0;
}

/* The canonical name with its NUL, which its length does not count. */
static int lookup_canonname(struct sockhost *h, struct lookup_node *n,
	const char *name)
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
static bool lookup_put(struct sockhost *h, const struct wasmedge *d,
	struct lookup_node *n, const struct addrinfo *found)
{
	uint8_t data[DATA_IN6];
	uint32_t len = lookup_data(d, found, data);
	bool whole = !d->short_lookup;

	if (len == 0 || len > lookup_room(h, d, n) ||
	    lookup_canonname(h, n, whole ? found->ai_canonname : NULL) < 0)
		return false;
	if (mutant(h, M_lookup_v6_cut) && len == DATA_IN6)
		memset(data + DATA_IN, 0, DATA_IN6 - DATA_IN);
	mem_put(h, mem_u32(n->sockaddr + 8), data, len);
	n->sockaddr[0] = (uint8_t)wasmedge_family_of(found->ai_family);
	mem_set32(n->node + 8, whole ? found->ai_addrlen : SHORT_ADDRLEN);
	if (whole) {
		mem_set32(n->sockaddr + 4, len);
		mem_set16(n->node, (uint16_t)lookup_flags_of(found->ai_flags));
		n->node[2] = n->sockaddr[0];
		n->node[3] = (uint8_t)wasmedge_type_of(found->ai_socktype);
		n->node[4] = lookup_protocol_of(found->ai_protocol);
	}
	mem_put(h, mem_u32(n->node + 12), n->sockaddr, SOCKADDR);
	mem_put(h, n->at, n->node, NODE);
	return true;
}

/* What was found into the list; returns how many. */
static uint32_t lookup_tell(struct sockhost *h, const struct wasmedge *d,
	const struct addrinfo *found, uint32_t at, uint32_t max)
{
	struct lookup_node n;
	uint32_t told = 0;

	for (; found && told < max; found = found->ai_next) {
		if (wasmedge_type_of(found->ai_socktype) <= 0)
			continue;
		if (d->short_lookup && at == 0)
			break;
		/* looked at before, but what was told may lie on top of it */
		if (lookup_node(h, d, at, &n) < 0)
			break;
		if (!lookup_put(h, d, &n, found))
			continue;
		at = mem_u32(n.node + 24);
		told++;
	}
	return told;
}

/* What the call has before anybody is asked. */
struct lookup {
	char node[RESOLVE_NAME];
	char service[RESOLVE_NAME];
	uint32_t first;
	struct addrinfo hints;
};

static int lookup_load(struct sockhost *h, const struct wasmedge *d,
	const struct wasmedge_lookup *l, struct lookup *k)
{
	uint8_t first[4];
	int r = lookup_name(h, k->node, l->node, l->nodelen);

	if (r == 0)
		r = lookup_name(h, k->service, l->service, l->servicelen);
	if (r == 0)
		r = wasmedge_ptr(h, d, l->hints, NODE);
	if (r == 0)
		r = wasmedge_ptr(h, d, l->res, sizeof(first));
	if (r == 0)
		r = wasmedge_ptr(h, d, l->out_len, 4);
	if (r < 0)
		return r;
	mem_get(h, first, l->res, sizeof(first));
	k->first = mem_u32(first);
	return 0;
}

/* Is this a question? 0, or the errno to answer with. */
static uint32_t lookup_asks(struct sockhost *h, const struct wasmedge *d,
	const struct wasmedge_lookup *l, struct lookup *k)
{
	uint8_t node[NODE];
	uint32_t e;

	if (!k->node[0] && !k->service[0])
		return d->short_lookup ? errnos_wasi(h, EINVAL)
				       : (uint32_t)NUM_AINONAME;
	if (d->short_lookup && l->max < 2)
		return errnos_wasi(h, EINVAL);
	if (l->max < 1)
		return NUM_AIMEMORY;
	mem_get(h, node, l->hints, NODE);
	k->hints = (struct addrinfo){0};
	e = lookup_hints(h, d, node, &k->hints);
	if (e)
		return e;
	if (k->hints.ai_flags & AI_CANONNAME && !k->node[0])
		return NUM_AIBADFLAG;
	return errnos_result(h, lookup_check(h, d, k->first, l->max));
}

uint32_t wasmedge_getaddrinfo(struct sockhost *h, const struct wasmedge *d,
	const struct wasmedge_lookup *l)
{
	struct lookup k;
	struct addrinfo *found;
	uint32_t e;
	int gai;
	int r = lookup_load(h, d, l, &k);

	if (r < 0)
		return errnos_result(h, r);
	e = lookup_asks(h, d, l, &k);
	if (e)
		return e;
	r = resolve_gai(h, k.node[0] ? k.node : NULL,
		k.service[0] ? k.service : NULL, &k.hints, &found, &gai);
	if (r < 0)
		return errnos_result(h, r);
	if (gai)
		return d->short_lookup
			? lookup_short_failed(h, gai, k.hints.ai_flags)
			: lookup_failed(h, gai);
	mem_put32(h, l->out_len, lookup_tell(h, d, found, k.first, l->max));
	freeaddrinfo(found);
	return WASI_SUCCESS;
}
