/* SPDX-License-Identifier: Apache-2.0 */
#include "wasmedge_addr.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "core/host.h"
#include "mutants/mutants.h"

#define PAIR 8
#define FORM 128
#define FORM_BODY 2
#define FORM_NAME (FORM - FORM_BODY)
#define NAME_LINUX sizeof(((struct sockaddr_un *)0)->sun_path)

static const int wasmedge_families[] = {AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX};
static const int wasmedge_types[] = {0, SOCK_DGRAM, SOCK_STREAM};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static int wasmedge_number(const int *list, size_t n, int linux_number)
{
	while (n-- > 0)
		if (list[n] == linux_number)
			return (int)n;
	return -1;
}

int wasmedge_family(uint32_t family)
{
	return family < COUNT(wasmedge_families) ? wasmedge_families[family]
						 : -1;
}

int wasmedge_family_of(int linux_family)
{
	return wasmedge_number(wasmedge_families, COUNT(wasmedge_families),
			       linux_family);
}

int wasmedge_type(uint32_t type)
{
	return type < COUNT(wasmedge_types) ? wasmedge_types[type] : -1;
}

int wasmedge_type_of(int linux_type)
{
	return wasmedge_number(wasmedge_types, COUNT(wasmedge_types),
			       linux_type);
}

static bool bytes_fit(const struct wasmedge_bytes *b, unsigned sizes)
{
	return (b->len == 4 && sizes & WASMEDGE_4) ||
	       (b->len == 16 && sizes & WASMEDGE_16) ||
	       (b->len == FORM && sizes & WASMEDGE_128);
}

static int bytes_load(struct sockhost *h, const struct wasmedge *d,
		      struct wasmedge_bytes *b, uint32_t ptr)
{
	uint8_t pair[PAIR];
	int r = wasmedge_ptr(h, d, ptr, PAIR);

	if (r < 0)
		return r;
	mem_get(h, pair, ptr, PAIR);
	b->at = mem_u32(pair);
	b->len = mem_u32(pair + 4);
	return 0;
}

int wasmedge_bytes(struct sockhost *h, const struct wasmedge *d,
		   struct wasmedge_bytes *b, uint32_t ptr, unsigned sizes)
{
	int r = bytes_load(h, d, b, ptr);

	return r < 0 || bytes_fit(b, sizes) ? r : -EINVAL;
}

static void addr_ip(struct addr *a, int family, const uint8_t *ip,
		    uint32_t port)
{
	a->sa.sa_family = (sa_family_t)family;
	if (family == AF_INET) {
		a->len = sizeof(a->in);
		a->in.sin_port = htons((uint16_t)port);
		memcpy(&a->in.sin_addr, ip, 4);
		return;
	}
	a->len = sizeof(a->in6);
	a->in6.sin6_port = htons((uint16_t)port);
	memcpy(&a->in6.sin6_addr, ip, 16);
}

/*
 * A path ends at its NUL, an abstract name where NULs fill the rest; nothing
 * but NULs is no name, the kernel's to choose.
 */
static int addr_un(struct sockhost *h, struct addr *a, const uint8_t *name)
{
	size_t n = strnlen((const char *)name, NAME_LINUX);

	if (mutant(h, M_unix_path_cut) && n > 100)
		n = 100;
	a->len = ADDR_UN_NAME + NAME_LINUX;
	if (n == 0)
		for (n = NAME_LINUX; n > 0 && name[n - 1] == '\0';)
			n--;
	memcpy(a->un.sun_path, name, n);
	if (n < NAME_LINUX)
		a->len = ADDR_UN_NAME + (socklen_t)n + (name[0] != '\0');
	return 0;
}

static int addr_form(struct sockhost *h, struct addr *a, const uint8_t *form,
		     uint32_t port)
{
	int family = wasmedge_family(mem_u16(form));

	switch (family) {
	case AF_INET:
	case AF_INET6:
		addr_ip(a, family, form + FORM_BODY, port);
		return 0;
	case AF_UNIX:
		a->sa.sa_family = AF_UNIX;
		return addr_un(h, a, form + FORM_BODY);
	case AF_UNSPEC:
		a->len = sizeof(a->in);
		return 0;
	}
	return -EINVAL;
}

/*
 * An address that ends too early ends as early in Linux's form of it, for the
 * kernel to find out; `bytes` has zeroes behind it. A name ends at its NUL.
 */
static int addr_short(struct sockhost *h, struct addr *a, const uint8_t *bytes,
		      uint32_t len, uint32_t port)
{
	uint32_t missing = FORM - len;
	int r;

	if (len < 16) {
		addr_ip(a, len < 4 ? AF_INET : AF_INET6, bytes, port);
		a->len = len < 4 ? offsetof(struct sockaddr_in, sin_addr)
				 : offsetof(struct sockaddr_in6, sin6_addr);
		a->len = len ? a->len + len : 0;
		return 0;
	}
	r = addr_form(h, a, bytes, port);
	if (r == 0 && a->sa.sa_family != AF_UNIX)
		a->len -= missing < a->len ? missing : a->len;
	return r;
}

int wasmedge_addr_load(struct sockhost *h, const struct wasmedge *d,
		       struct addr *a, uint32_t ptr, uint32_t port)
{
	struct wasmedge_bytes b;
	uint8_t bytes[FORM] = {0};
	uint32_t most = d->in & WASMEDGE_128 ? FORM : 16;
	int r = bytes_load(h, d, &b, ptr);

	if (r < 0)
		return r;
	if (b.len > most)
		return -EINVAL;
	memset(a, 0, sizeof(*a));
	a->bad = !mem_get(h, bytes, b.at, b.len);
	if (a->bad) {
		a->len = b.len == 4 ? sizeof(a->in) : sizeof(a->in6);
		return 0;
	}
	if (!bytes_fit(&b, d->in))
		return addr_short(h, a, bytes, b.len, port);
	if (b.len == FORM)
		return addr_form(h, a, bytes, port);
	addr_ip(a, b.len == 4 ? AF_INET : AF_INET6, bytes, port);
	return 0;
}

struct addr *wasmedge_addr_room(struct sockhost *h, struct addr *a,
				const struct wasmedge_bytes *b)
{
	a->bad = !mem_at(h, b->at, b->len);
	addr_say(a, ADDR_MAX);
	return a;
}

/* What the kernel told of a name is ended by a NUL, or fills the form. */
static void form_un(uint8_t *name, const struct addr *a)
{
	size_t n = a->len > ADDR_UN_NAME ? a->len - ADDR_UN_NAME : 0;

	if (n > FORM_NAME)
		n = FORM_NAME;
	memcpy(name, (const char *)&a->any + ADDR_UN_NAME, n);
}

static const void *addr_ip_bytes(const struct addr *a)
{
	return a->sa.sa_family == AF_INET ? (const void *)&a->in.sin_addr
					  : (const void *)&a->in6.sin6_addr;
}

static int store_form(struct sockhost *h, const struct addr *a, uint32_t at)
{
	int family = wasmedge_family_of(a->sa.sa_family);
	uint8_t form[FORM] = {0};

	if (family <= 0)
		return -EINVAL;
	mem_set16(form, (uint16_t)family);
	if (a->sa.sa_family == AF_UNIX)
		form_un(form + FORM_BODY, a);
	else
		memcpy(form + FORM_BODY, addr_ip_bytes(a),
		       a->sa.sa_family == AF_INET ? 4 : 16);
	/* sun_path as it is, and no byte more: that of 108 has no NUL. */
	mem_put(h, at, form,
		a->sa.sa_family == AF_UNIX ? FORM_BODY + NAME_LINUX
					   : sizeof(form));
	return 0;
}

int wasmedge_addr_store(struct sockhost *h, const struct addr *a,
			const struct wasmedge_bytes *b)
{
	uint32_t need = a->sa.sa_family == AF_INET ? 4 : 16;

	if (b->len == FORM)
		return store_form(h, a, b->at);
	if (a->sa.sa_family != AF_INET && a->sa.sa_family != AF_INET6)
		return -EINVAL;
	if (b->len < need)
		return -ENOMEM;
	mem_put(h, b->at, addr_ip_bytes(a), need);
	return 0;
}

uint16_t wasmedge_port(const struct addr *a)
{
	switch (a->sa.sa_family) {
	case AF_INET:
		return ntohs(a->in.sin_port);
	case AF_INET6:
		return ntohs(a->in6.sin6_port);
	}
	return 0;
}

/* Records are of numbers of four bytes at most. */
int wasmedge_ptr(struct sockhost *h, const struct wasmedge *d, uint32_t ptr,
		 uint32_t len)
{
	if (d->aligned && ptr % (len == 2 ? 2 : 4) != 0)
		return -EADDRNOTAVAIL;
	return mem_at(h, ptr, len) ? 0 : -EFAULT;
}
