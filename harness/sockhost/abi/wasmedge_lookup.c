/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WasmEdge's getaddrinfo: what is asked, and what comes of it. Results go into
 * the guest's list, see wasmedge_nodes.h.
 *
 * wasi-go's dialect wants a list of two nodes at least, and has no errnos of
 * its own. A type or protocol that there is not is -1 for getaddrinfo(3), which
 * says what is wrong with it.
 */
#include <errno.h>
#include <netdb.h>
#include <string.h>

#include "core/errnos.h"
#include "core/host.h"
#include "mutants/mutants.h"
#include "core/resolve.h"
#include "wasmedge_addr.h"
#include "wasmedge_nodes.h"

/* WasmEdge's errnos of what it finds out by itself */
enum {
	NUM_AIBADFLAG = 79,
	NUM_AIFAMILY = 81,
	NUM_AIMEMORY = 82,
	NUM_AINONAME = 84
};

static const struct {
	int linux_number;
	uint32_t number;
} lookup_errors[] = {
#define EAI(name, errno_) {name, errno_},
#include "guests/abi/wasmedge/wasmedge.def"
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

#define FLAGS_ALL 0x7f

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
	hints->ai_flags = wasmedge_ai(flags);
	if (flags & ~(uint32_t)FLAGS_ALL)
		return d->short_lookup ? errnos_wasi(h, EINVAL)
				       : (uint32_t)NUM_AIBADFLAG;
	if (hints->ai_family == -1 || hints->ai_family == AF_UNIX)
		return d->short_lookup ? errnos_wasi(h, EOPNOTSUPP)
				       : (uint32_t)NUM_AIFAMILY;
	hints->ai_protocol = wasmedge_protocol(protocol);
	if (mutant(h, M_lookup_passive))
		hints->ai_flags |= AI_PASSIVE;
	if (mutant(h, M_lookup_family_ignored))
		hints->ai_family = AF_UNSPEC;
	return WASI_SUCCESS;
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
		r = wasmedge_ptr(h, d, l->hints, WASMEDGE_NODE);
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
	uint8_t node[WASMEDGE_NODE];
	uint32_t e;

	if (!k->node[0] && !k->service[0])
		return d->short_lookup ? errnos_wasi(h, EINVAL)
				       : (uint32_t)NUM_AINONAME;
	if (d->short_lookup && l->max < 2)
		return errnos_wasi(h, EINVAL);
	if (l->max < 1)
		return NUM_AIMEMORY;
	mem_get(h, node, l->hints, WASMEDGE_NODE);
	k->hints = (struct addrinfo){0};
	e = lookup_hints(h, d, node, &k->hints);
	if (e)
		return e;
	if (k->hints.ai_flags & AI_CANONNAME && !k->node[0])
		return NUM_AIBADFLAG;
	return errnos_result(h, wasmedge_nodes_check(h, d, k->first, l->max));
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
			k.service[0] ? k.service : NULL, &k.hints, &found,
			&gai);
	if (r < 0)
		return errnos_result(h, r);
	if (gai)
		return d->short_lookup
			       ? lookup_short_failed(h, gai, k.hints.ai_flags)
			       : lookup_failed(h, gai);
	mem_put32(h, l->out_len,
		  wasmedge_nodes_tell(h, d, found, k.first, l->max));
	freeaddrinfo(found);
	return WASI_SUCCESS;
}
