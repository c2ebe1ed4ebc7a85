/* SPDX-License-Identifier: Apache-2.0 */
/* WASIX's numbers of families and types, and its addresses, see wasix.h. */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "core/host.h"
#include "mutants/mutants.h"
#include "wasix.h"

#define FORM 110
#define FORM_BODY 2
#define FORM_IP 4
#define FORM_FLOW 20
#define FORM_SCOPE 24
#define FORM_IN 8
#define FORM_IN6 28
#define NAME_LINUX sizeof(((struct sockaddr_un *)0)->sun_path)

static const int wasix_families[] = {AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX};
static const int wasix_types[] = {0, SOCK_STREAM, SOCK_DGRAM, SOCK_RAW,
				  SOCK_SEQPACKET};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static int number_of(const int *list, size_t n, int linux_number)
{
	while (n-- > 0)
		if (list[n] == linux_number)
			return (int)n;
	return -1;
}

int wasix_family(uint32_t family)
{
	return family < COUNT(wasix_families) ? wasix_families[family] : -1;
}

int wasix_type(uint32_t type)
{
	return type < COUNT(wasix_types) ? wasix_types[type] : -1;
}

int wasix_type_of(int linux_type)
{
	return number_of(wasix_types, COUNT(wasix_types), linux_type);
}

/* Two halves, the upper one first. */
static uint32_t form_halves(const uint8_t *p)
{
	return (uint32_t)mem_u16(p) << 16 | mem_u16(p + 2);
}

static void form_set_halves(uint8_t *p, uint32_t n)
{
	mem_set16(p, (uint16_t)(n >> 16));
	mem_set16(p + 2, (uint16_t)n);
}

static in_port_t form_port(struct sockhost *h, const uint8_t *form)
{
	uint16_t port = mem_u16(form + FORM_BODY);

	return mutant(h, M_port_swapped) ? port : htons(port);
}

static void load_in(struct sockhost *h, struct addr *a, const uint8_t *form)
{
	a->len = sizeof(a->in);
	a->in.sin_port = form_port(h, form);
	memcpy(&a->in.sin_addr, form + FORM_IP, 4);
}

static void load_in6(struct sockhost *h, struct addr *a, const uint8_t *form)
{
	a->len = sizeof(a->in6);
	a->in6.sin6_port = form_port(h, form);
	memcpy(&a->in6.sin6_addr, form + FORM_IP, 16);
	a->in6.sin6_flowinfo = htonl(form_halves(form + FORM_FLOW));
	if (!mutant(h, M_scope_dropped))
		a->in6.sin6_scope_id = form_halves(form + FORM_SCOPE);
}

/* Nothing but NULs is no name, the kernel's to choose. */
static void load_un(struct addr *a, const uint8_t *name)
{
	size_t n = strnlen((const char *)name, NAME_LINUX);

	a->len = ADDR_UN_NAME + NAME_LINUX;
	if (n == 0)
		for (n = NAME_LINUX; n > 0 && name[n - 1] == '\0';)
			n--;
	memcpy(a->un.sun_path, name, n);
	if (n < NAME_LINUX)
		a->len = ADDR_UN_NAME + (socklen_t)n + (name[0] != '\0');
}

/* How many bytes of the form an address of that family has. */
static uint32_t form_size(int family)
{
	switch (family) {
	case AF_INET:
		return FORM_IN;
	case AF_INET6:
		return FORM_IN6;
	case AF_UNIX:
		return FORM;
	}
	return FORM_BODY;
}

int wasix_addr_load(struct sockhost *h, struct addr *a, uint32_t ptr)
{
	uint8_t form[FORM] = {0};
	int family;

	memset(a, 0, sizeof(*a));
	a->len = sizeof(a->in);
	a->bad = !mem_get(h, form, ptr, FORM_BODY);
	family = wasix_family(form[0]);
	if (!a->bad)
		a->bad = !mem_get(h, form, ptr, form_size(family));
	if (a->bad)
		return 0;
	if (family == -1)
		return -EAFNOSUPPORT;
	a->sa.sa_family = (sa_family_t)family;
	if (family == AF_INET)
		load_in(h, a, form);
	else if (family == AF_INET6)
		load_in6(h, a, form);
	else if (family == AF_UNIX)
		load_un(a, form + FORM_BODY);
	return 0;
}

struct addr *wasix_addr_room(struct sockhost *h, struct addr *a, uint32_t ptr)
{
	memset(a, 0, sizeof(*a));
	a->bad = !mem_at(h, ptr, FORM);
	addr_say(a, ADDR_MAX);
	return a;
}

static void store_in6(struct sockhost *h, uint8_t *form, const struct addr *a)
{
	memcpy(form + FORM_IP, &a->in6.sin6_addr, 16);
	form_set_halves(form + FORM_FLOW, ntohl(a->in6.sin6_flowinfo));
	if (!mutant(h, M_scope_dropped))
		form_set_halves(form + FORM_SCOPE, a->in6.sin6_scope_id);
}

static void store_ip(struct sockhost *h, uint8_t *form, const struct addr *a)
{
	in_port_t port = a->in.sin_port; /* the same place in both */

	mem_set16(form + FORM_BODY,
		  mutant(h, M_port_swapped) || mutant(h, M_port_told_swapped)
			  ? port
			  : ntohs(port));
	if (a->sa.sa_family == AF_INET)
		memcpy(form + FORM_IP, &a->in.sin_addr, 4);
	else
		store_in6(h, form, a);
}

void wasix_addr_store(struct sockhost *h, const struct addr *a, uint32_t ptr)
{
	uint8_t form[FORM] = {0};
	int family = a->sa.sa_family;
	int number = number_of(wasix_families, COUNT(wasix_families), family);

	if (a->len == 0 || a->bad || number <= 0)
		return;
	form[0] = (uint8_t)number;
	if (family != AF_UNIX)
		store_ip(h, form, a);
	else if (a->len > ADDR_UN_NAME)
		memcpy(form + FORM_BODY, a->un.sun_path,
		       a->len - ADDR_UN_NAME < NAME_LINUX
			       ? a->len - ADDR_UN_NAME
			       : NAME_LINUX);
	mem_put(h, ptr, form, form_size(family));
}
