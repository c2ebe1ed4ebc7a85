/* SPDX-License-Identifier: Apache-2.0 */
#include "wasinet_addr.h"

#include <string.h>
#include <unistd.h>

#include "core/host.h"
#include "core/mem.h"
#include "mutants/mutants.h"

#define RECORD 130
#define RECORD_PORT 8
#define RECORD_NAME 8
#define RECORD_IP 12
#define RECORD_SCOPE 28

/* Bytes that a whole address of each family needs here and in Linux. */
#define RECORD_IN 16
#define RECORD_IN6 32
#define LINUX_UNSPEC 16

/* Linux's length for one of ours, where `whole` is `linux_whole` there. */
static socklen_t addr_len(uint32_t len, uint32_t whole, socklen_t linux_whole)
{
	if (len == RECORD)
		return linux_whole;
	if (len > RECORD) /* more than Linux has room for, too */
		return len;
	if (len + linux_whole < whole)
		return 0;
	len = len + linux_whole - whole;
	return len < ADDR_MAX ? len : ADDR_MAX;
}

static void addr_in(struct addr *a, const uint8_t *rec, uint32_t len)
{
	a->len = addr_len(len, RECORD_IN, sizeof(a->in));
	a->in.sin_port = htons((uint16_t)mem_u32(rec + RECORD_PORT));
	memcpy(&a->in.sin_addr, rec + RECORD_IP, 4);
}

static void addr_in6(struct sockhost *h, struct addr *a, const uint8_t *rec,
		     uint32_t len)
{
	a->len = addr_len(len, RECORD_IN6, sizeof(a->in6));
	a->in6.sin6_port = htons((uint16_t)mem_u32(rec + RECORD_PORT));
	memcpy(&a->in6.sin6_addr, rec + RECORD_IP, 16);
	if (!mutant(h, M_scope_dropped))
		a->in6.sin6_scope_id = mem_u32(rec + RECORD_SCOPE);
}

static void addr_un(struct addr *a, const uint8_t *rec, uint32_t len)
{
	const char *name = (const char *)rec + RECORD_NAME;
	size_t n = strnlen(name, RECORD - RECORD_NAME);

	a->len = addr_len(len, RECORD_NAME, ADDR_UN_NAME);
	if (len == RECORD && n > 0)
		a->len += (socklen_t)n + (*name != '@');
	memcpy((char *)&a->any + ADDR_UN_NAME, name, RECORD - RECORD_NAME);
	if (*name == '@')
		a->un.sun_path[0] = '\0';
}

/* a->len is what the guest says, however much that is. */
static void addr_load(struct sockhost *h, struct addr *a, uint32_t ptr,
		      uint32_t len)
{
	uint8_t rec[RECORD] = {0};

	memset(a, 0, sizeof(*a));
	a->len = len < ADDR_MAX || len > RECORD ? len : ADDR_MAX;
	a->bad = !mem_get(h, rec, ptr, len < RECORD ? len : RECORD);
	if (a->bad || len < sizeof(sa_family_t))
		return;
	a->sa.sa_family = mem_u16(rec);
	switch (a->sa.sa_family) {
	case AF_UNSPEC:
		a->len =
			len > RECORD || len < LINUX_UNSPEC ? len : LINUX_UNSPEC;
		break;
	case AF_INET:
		addr_in(a, rec, len);
		break;
	case AF_INET6:
		addr_in6(h, a, rec, len);
		break;
	case AF_UNIX:
		addr_un(a, rec, len);
		break;
	default:
		a->len = addr_len(len, RECORD_NAME, sizeof(sa_family_t));
		memcpy((char *)&a->any + sizeof(sa_family_t), rec + RECORD_NAME,
		       RECORD - RECORD_NAME);
	}
}

void wasinet_addr_load(struct sockhost *h, struct addr *a, uint32_t ptr,
		       uint32_t len)
{
	addr_load(h, a, ptr, len);
	addr_say(a, a->len);
}

struct addr *wasinet_addr_room(struct sockhost *h, struct addr *a, uint32_t ptr,
			       uint32_t len)
{
	uint32_t n = len < RECORD ? len : RECORD;

	a->bad = !mem_at(h, ptr, n);
	addr_say(a, (int32_t)len < 0 ? len : ADDR_MAX);
	return a;
}

static void record_un(struct sockhost *h, uint8_t *rec, const struct addr *a)
{
	size_t n = a->len - ADDR_UN_NAME -
		   (a->len > ADDR_UN_NAME && mutant_length(h, L_addrlen_out));

	if (mutant(h, M_unnamed_at))
		rec[RECORD_NAME] = '@';
	if (a->len <= ADDR_UN_NAME)
		return;
	if (n > RECORD - RECORD_NAME)
		n = RECORD - RECORD_NAME;
	memcpy(rec + RECORD_NAME, (const char *)&a->any + ADDR_UN_NAME, n);
	if (!rec[RECORD_NAME])
		rec[RECORD_NAME] = '@';
}

static uint16_t record_port(struct sockhost *h, in_port_t port)
{
	return mutant(h, M_port_swapped) ? port : ntohs(port);
}

static void record_inet(struct sockhost *h, uint8_t *rec, const struct addr *a)
{
	if (a->sa.sa_family == AF_INET) {
		mem_set32(rec + RECORD_PORT, record_port(h, a->in.sin_port));
		memcpy(rec + RECORD_IP, &a->in.sin_addr, 4);
		return;
	}
	mem_set32(rec + RECORD_PORT, record_port(h, a->in6.sin6_port));
	memcpy(rec + RECORD_IP, &a->in6.sin6_addr, 16);
	if (!mutant(h, M_scope_dropped))
		mem_set32(rec + RECORD_SCOPE, a->in6.sin6_scope_id);
	if (mutant(h, M_v6_swapped))
		swab(&a->in6.sin6_addr, rec + RECORD_IP, 16);
	if (mutant(h, M_scope_garbage))
		mem_set32(rec + RECORD_SCOPE, 0x6405);
}

void wasinet_addr_store(struct sockhost *h, const struct addr *a, uint32_t ptr,
			uint32_t len)
{
	uint8_t rec[RECORD] = {0};
	sa_family_t family = a->sa.sa_family;

	if (a->len == 0 || a->bad)
		return;
	mem_set16(rec, family);
	mem_set16(rec + 4, family);
	if (family == AF_UNIX)
		record_un(h, rec, a);
	else if (family == AF_INET || family == AF_INET6)
		record_inet(h, rec, a);
	else
		memcpy(rec + RECORD_NAME,
		       (const char *)&a->any + sizeof(sa_family_t),
		       RECORD - RECORD_NAME);
	if (mutant(h, M_name_overrun))
		len = RECORD;
	if (len > 0)
		len += mutant_length(h, L_addr_over) -
		       mutant_length(h, L_addr_room);
	mem_put(h, ptr, rec, len < RECORD ? len : RECORD);
}
