/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses, as each ABI lays them out, see calls.h. */
#include <arpa/inet.h>
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "abi/abi.h"
#include "calls.h"
#include "core/host.h"
#include "abi/wasinet_addr.h"
#include "abi/wasix.h"

static void put_ip(struct calls *c, int family, const void *ip)
{
	char text[INET6_ADDRSTRLEN] = "?";

	inet_ntop(family, ip, text, sizeof(text));
	calls_put(c, family == AF_INET6 ? "[%s]" : "%s", text);
}

static void put_unix(struct calls *c, const struct addr *a)
{
	size_t n = a->len > ADDR_UN_NAME ? a->len - ADDR_UN_NAME : 0;
	const char *name = a->un.sun_path;
	int is_abstract = n > 0 && name[0] == '\0';

	if (!is_abstract)
		n = strnlen(name, n);
	calls_put(c, "unix:%s", is_abstract ? "@" : "");
	for (size_t i = (size_t)is_abstract; i < n; i++)
		calls_put(c,
			  name[i] >= ' ' && name[i] <= '~' ? "%c" : "\\x%02x",
			  (unsigned char)name[i]);
}

static void put_addr(struct calls *c, const struct addr *a)
{
	if (a->sa.sa_family == AF_INET && a->len >= sizeof(a->in)) {
		put_ip(c, AF_INET, &a->in.sin_addr);
		calls_put(c, ":%d", ntohs(a->in.sin_port));
	} else if (a->sa.sa_family == AF_INET6 && a->len >= 24) {
		put_ip(c, AF_INET6, &a->in6.sin6_addr);
		calls_put(c, ":%d", ntohs(a->in6.sin6_port));
	} else if (a->sa.sa_family == AF_UNIX) {
		put_unix(c, a);
	} else {
		calls_put(c, "{family %d}", a->sa.sa_family);
	}
}

void calls_wasinet_addr(struct calls *c, size_t i)
{
	uint32_t len = i + 1 < c->n ? (uint32_t)c->v[i + 1] : 0;
	struct addr a;

	if (len == 0) {
		calls_put(c, "none");
		return;
	}
	wasinet_addr_load(c->h, &a, (uint32_t)c->v[i], len);
	if (a.bad)
		calls_hex(c, i);
	else
		put_addr(c, &a);
}

void calls_out_wasinet_addr(struct calls *c, size_t i)
{
	if (calls_done(c))
		calls_wasinet_addr(c, i);
	else
		calls_hex(c, i);
}

/* 19 bytes: u8 family, big-endian port, 4 or 16 bytes of address. */
void calls_python_addr(struct calls *c, size_t i)
{
	const uint8_t *p = mem_at(c->h, c->v[i], 19);

	if (!p || (p[0] != AF_INET && p[0] != AF_INET6)) {
		calls_hex(c, i);
		return;
	}
	put_ip(c, p[0], p + 3);
	calls_put(c, ":%d", p[1] << 8 | p[2]);
}

void calls_out_python_addr(struct calls *c, size_t i)
{
	if (calls_done(c))
		calls_python_addr(c, i);
	else
		calls_hex(c, i);
}

/*
 * A pointer to u32 address and u32 length of a buffer. It holds 4 or 16
 * bytes of IP; or 128, of which the first two are a family: 1 is IPv4, 2
 * IPv6, 3 unix. Ports stand elsewhere.
 */
void calls_wasmedge_addr(struct calls *c, size_t i)
{
	const uint8_t *p = mem_at(c->h, c->v[i], 8);
	uint32_t len = p ? mem_u32(p + 4) : 0;
	const uint8_t *at = p && len ? mem_at(c->h, mem_u32(p), len) : NULL;

	if (at && len == 4)
		put_ip(c, AF_INET, at);
	else if (at && len == 16)
		put_ip(c, AF_INET6, at);
	else if (at && len == 128 && (at[0] == 1 || at[0] == 2))
		put_ip(c, at[0] == 1 ? AF_INET : AF_INET6, at + 2);
	else if (at)
		calls_quote(c, mem_u32(p), len);
	else
		calls_hex(c, i);
}

void calls_out_wasmedge_addr(struct calls *c, size_t i)
{
	if (calls_done(c))
		calls_wasmedge_addr(c, i);
	else
		calls_hex(c, i);
}

void calls_wasix_addr(struct calls *c, size_t i)
{
	struct addr a;

	if (wasix_addr_load(c->h, &a, (uint32_t)c->v[i]) < 0 || a.bad)
		calls_hex(c, i);
	else
		put_addr(c, &a);
}

void calls_out_wasix_addr(struct calls *c, size_t i)
{
	if (calls_done(c))
		calls_wasix_addr(c, i);
	else
		calls_hex(c, i);
}
