/* SPDX-License-Identifier: Apache-2.0 */
#include "addr.h"

#include <string.h>

#include "lang/rows.h"
#include "lang/wire.h"

/* The next piece of *rest as a number that fits into max. */
static int addr_number(char **rest, unsigned long max, unsigned long *n)
{
	char *piece = spell_cut(rest, ':');
	long long number;

	if (piece == NULL || spell_number(piece, &number) == -1)
		return -1;
	if (number < 0 || (unsigned long long)number > max)
		return -1;
	*n = (unsigned long)number;
	return 0;
}

/* The next piece of *rest as exactly n bytes of hex. */
static int addr_ip(char **rest, uint8_t *ip, long n)
{
	char *hex = spell_cut(rest, ':');

	if (hex == NULL)
		return -1;
	return wire_unhex(ip, (size_t)n, hex, strlen(hex)) == n ? 0 : -1;
}

static int addr_parse_in(char *rest, struct sock_addr *a)
{
	unsigned long port;

	a->kind = ADDR_IN;
	if (addr_ip(&rest, a->ip, 4) == -1)
		return -1;
	if (addr_number(&rest, 65535, &port) == -1 || rest != NULL)
		return -1;
	a->port = (uint16_t)port;
	return 0;
}

static int addr_parse_in6(char *rest, struct sock_addr *a)
{
	unsigned long port, flow, scope;

	a->kind = ADDR_IN6;
	if (addr_ip(&rest, a->ip, 16) == -1)
		return -1;
	if (addr_number(&rest, 65535, &port) == -1 ||
	    addr_number(&rest, UINT32_MAX, &flow) == -1 ||
	    addr_number(&rest, UINT32_MAX, &scope) == -1 || rest != NULL)
		return -1;
	a->port = (uint16_t)port;
	a->flow = (uint32_t)flow;
	a->scope = (uint32_t)scope;
	return 0;
}

static int addr_parse_bytes(char *hex, struct sock_addr *a)
{
	long n = wire_unhex(a->bytes, sizeof(a->bytes), hex, strlen(hex));

	if (n == -1)
		return -1;
	a->len = (size_t)n;
	return 0;
}

static int addr_parse_un(char *rest, struct sock_addr *a)
{
	a->kind = ADDR_UN;
	return addr_parse_bytes(rest, a);
}

static int addr_parse_raw(char *rest, struct sock_addr *a)
{
	a->kind = ADDR_RAW;
	return addr_parse_bytes(rest, a);
}

static int addr_parse_unspec(char *rest, struct sock_addr *a)
{
	a->kind = ADDR_UNSPEC;
	return rest == NULL ? 0 : -1;
}

static const struct addr_form {
	const char *prefix;
	int (*parse)(char *rest, struct sock_addr *a);
} addr_forms[] = {
	{"in", addr_parse_in},
	{"in6", addr_parse_in6},
	{"un", addr_parse_un},
	{"raw", addr_parse_raw},
};

int addr_parse(char *text, struct sock_addr *a)
{
	char *rest = text;
	char *prefix = spell_cut(&rest, ':');

	memset(a, 0, sizeof(*a));
	if (strcmp(prefix, "unspec") == 0)
		return addr_parse_unspec(rest, a);
	for (size_t i = 0; i < sizeof(addr_forms) / sizeof(*addr_forms); i++)
		if (strcmp(addr_forms[i].prefix, prefix) == 0)
			return rest == NULL ? -1 : addr_forms[i].parse(rest, a);
	return -1;
}

static void addr_tell_number(struct spell *t, uint32_t n, int unsayable)
{
	spell_char(t, ':');
	if (unsayable)
		spell_char(t, '-');
	else
		spell_unum(t, n);
}

void addr_tell(struct spell *t, const struct sock_addr *a)
{
	ROWS_BEGIN(prefix);
	static const char *const prefix[] = {
		[ROW(ADDR_UNSPEC)] = "unspec", [ROW(ADDR_IN)] = "in:",
		[ROW(ADDR_IN6)] = "in6:",      [ROW(ADDR_UN)] = "un:",
		[ROW(ADDR_RAW)] = "raw:",      [ROW(ADDR_NONE)] = "none",
	};
	ROWS_END(prefix, ADDR_NONE + 1);

	spell_put(t, prefix[a->kind]);
	spell_hex(t, a->bytes, a->len);
	if (a->kind != ADDR_IN && a->kind != ADDR_IN6)
		return;
	spell_hex(t, a->ip, a->kind == ADDR_IN ? 4 : 16);
	addr_tell_number(t, a->port, a->noport);
	if (a->kind == ADDR_IN)
		return;
	addr_tell_number(t, a->flow, 0);
	addr_tell_number(t, a->scope, a->noscope);
}

int addr_same(const struct sock_addr *a, const struct sock_addr *b)
{
	return a->kind == b->kind && a->port == b->port && a->flow == b->flow &&
	       a->scope == b->scope && a->len == b->len &&
	       memcmp(a->ip, b->ip, 16) == 0 &&
	       memcmp(a->bytes, b->bytes, a->len) == 0;
}
