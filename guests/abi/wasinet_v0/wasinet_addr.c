/* SPDX-License-Identifier: Apache-2.0 */
#include "wasinet_addr.h"

#include <string.h>

#define RECORD 130
#define RECORD_NAME 8
#define RECORD_IN 16
#define RECORD_IN6 32
#define NAME_MOST (RECORD - RECORD_NAME)
#define NAME_LINUX 108 /* sun_path */
#define RECORD_UN (RECORD_NAME + NAME_LINUX)
/* `long` may be said of the longest name. */
#define RECORD_ROOM (RECORD + 8)

/* The families that wasinet translates, as Linux and as its guests know them */
static struct {
	int family;
	uint32_t guest;
	uint32_t host;
	int known;
} wasinet_families[] = {
	{.family = 1, .guest = 1},  /* unix */
	{.family = 2, .guest = 2},  /* IPv4 */
	{.family = 10, .guest = 3}, /* IPv6 */
};

enum { UNIX, INET, INET6, FAMILIES };

WASI_IMPORT(wasinet_v0, sock_determine_host_af_family)(uint32_t family);

static uint32_t wasinet_host(int i)
{
	if (!wasinet_families[i].known)
		wasinet_families[i].host =
			wasinet_v0_sock_determine_host_af_family(
				wasinet_families[i].guest);
	wasinet_families[i].known = 1;
	return wasinet_families[i].host;
}

uint32_t wasinet_family(int family)
{
	for (int i = 0; i < FAMILIES; i++)
		if (wasinet_families[i].family == family)
			return wasinet_host(i);
	return (uint32_t)family;
}

static void record_open(unsigned char *record, uint32_t family)
{
	wasi_store16(record, (uint16_t)family);
	wasi_store16(record + 4, (uint16_t)family);
}

/*
 * The bytes of sun_path as a name, which knows no NUL but at the end of a
 * path. Returns NULL, or why this name cannot be said.
 */
static const char *record_name(unsigned char *name, const struct sock_addr *a)
{
	size_t n = a->len;

	if (n > NAME_MOST)
		return "unix addresses have at most 122 bytes";
	memcpy(name, a->bytes, n);
	if (n == 0)
		return NULL;
	if (name[0] == '@')
		return "a path that begins with @ is taken as an abstract name";
	if (name[0] == '\0') {
		name[0] = '@';
		return memchr(name, '\0', n) == NULL
			       ? NULL
			       : "abstract names cannot contain NUL";
	}
	while (name[n - 1] == '\0')
		n--;
	return memchr(name, '\0', n) == NULL ? NULL
					     : "paths cannot contain NUL";
}

static void record_ip(unsigned char *record, const struct sock_addr *a,
		      size_t n)
{
	wasi_store32(record + 8, a->port);
	memcpy(record + 12, a->ip, n);
}

/* The record of an address, and in *need how long it is. */
static const char *record_put(unsigned char *record, const struct sock_addr *a,
			      uint32_t *need)
{
	switch (a->kind) {
	case ADDR_UNSPEC:
		*need = RECORD_IN;
		return NULL;
	case ADDR_IN:
		*need = RECORD_IN;
		record_open(record, wasinet_host(INET));
		record_ip(record, a, 4);
		return NULL;
	case ADDR_IN6:
		*need = RECORD_IN6;
		record_open(record, wasinet_host(INET6));
		record_ip(record, a, 16);
		wasi_store32(record + 28, a->scope);
		return a->flow == 0 ? NULL : "addresses have no flow label";
	case ADDR_UN:
		*need = RECORD_NAME + a->len;
		record_open(record, wasinet_host(UNIX));
		return record_name(record + RECORD_NAME, a);
	case ADDR_RAW:
	case ADDR_NONE:
		break;
	}
	return "raw sockaddrs cannot be passed: the ABI has its own layout";
}

/*
 * A length as it is said; NULL, or why it cannot be. Of Linux's numbers those
 * can be said that no address has: it refuses them, whatever the address is.
 */
static const char *record_len(struct sock_len len, uint32_t whole,
			      uint32_t *out)
{
	static const int more[] = {
		[LEN_DEFAULT] = 0,
		[LEN_EXACT] = 0,
		[LEN_SHORT] = -2,
		[LEN_LONG] = 8,
	};

	if (len.how == LEN_NUMBER) {
		*out = (uint32_t)len.number;
		return len.number <= 0
			       ? NULL
			       : "addrlen counts bytes of Linux's sockaddr, "
				 "which the ABI does not have";
	}
	*out = whole == 0 ? 0 : whole + (uint32_t)more[len.how];
	return NULL;
}

struct wasinet_to wasinet_to(const struct sock_to *to)
{
	static unsigned char record[RECORD_ROOM];
	struct wasinet_to n = {0};
	uint32_t whole = 0;

	memset(record, 0, sizeof(record));
	if (to->addr != NULL) {
		n.at = wasi_at(record);
		n.why = record_put(record, to->addr, &whole);
	}
	if (n.why == NULL)
		n.why = record_len(to->len, whole, &n.len);
	n.at = wasi_at(hostile(to->ptr, (void *)(uintptr_t)n.at));
	return n;
}

static uint32_t record_family_len(int family)
{
	if (family == wasinet_families[INET].family)
		return RECORD_IN;
	if (family == wasinet_families[INET6].family)
		return RECORD_IN6;
	if (family == wasinet_families[UNIX].family)
		return RECORD_UN;
	return RECORD;
}

struct wasinet_from wasinet_from(const struct sock_from *from)
{
	struct wasinet_from n = {0};
	uint32_t whole = RECORD;

	if (from->len.how != LEN_DEFAULT)
		whole = record_family_len(from->family);
	if (from->wanted)
		n.why = record_len(from->len, whole, &n.len);
	if (from->lenptr != HOSTILE_NOT)
		n.why = "lengths are not passed by pointer";
	n.room = guard_new("addr", n.len > RECORD_ROOM ? 0 : n.len);
	n.at = wasi_at(hostile(from->ptr, n.room->bytes));
	return n;
}

/*
 * A family's part of the record: of the last byte that the host wrote nobody
 * can see that it did.
 */
static void record_take_ip(const struct guard *g, size_t need,
			   struct sock_from *from)
{
	const unsigned char *record = g->bytes;
	size_t ip = need == RECORD_IN ? 4 : 16;
	struct sock_addr *a = &from->addr;

	from->got = guard_written(g);
	from->need = need;
	from->told = FROM_CUT;
	if (g->size < need)
		return;
	from->told = FROM_SHORT;
	if (from->got + 1 < need)
		return;
	if (wasi_load32(record + 8) > UINT16_MAX ||
	    wasi_load16(record + 4) != wasi_load16(record)) {
		from->told = FROM_GARBAGE;
		return;
	}
	from->told = FROM_WHOLE;
	a->kind = need == RECORD_IN ? ADDR_IN : ADDR_IN6;
	a->port = wasi_load16(record + 8);
	memcpy(a->ip, record + 12, ip);
	if (need == RECORD_IN6)
		a->scope = wasi_load32(record + 28);
}

/*
 * A name ends at its first NUL; '@' in front is for an abstract one, as in
 * Go, whose name wasinet's client makes of it. One that fills the room goes
 * on outside of it; but not one of 122 bytes, and no abstract one of as many
 * as Linux takes. One that does not may end where the host ended writing.
 */
static void record_take_un(const struct guard *g, struct sock_from *from)
{
	const unsigned char *name = g->bytes + RECORD_NAME;
	size_t n = g->size > RECORD_NAME ? g->size - RECORD_NAME : 0;
	size_t got = guard_written(g);
	size_t most = got > RECORD_NAME ? got - RECORD_NAME : 0;
	size_t len = strnlen((const char *)name,
			     most < NAME_MOST ? most : NAME_MOST);
	int abstract = len > 0 && name[0] == '@';
	struct sock_addr *a = &from->addr;

	from->told = FROM_CUT;
	if (len == n && len < (abstract ? NAME_LINUX : NAME_MOST))
		return;
	from->told = FROM_WHOLE;
	a->kind = ADDR_UN;
	memcpy(a->bytes, name, len);
	a->len = len;
	if (abstract)
		a->bytes[0] = '\0';
	else if (len > 0)
		a->bytes[a->len++] = '\0';
}

/* What a record tells: no address where its family is none. */
static void record_take(const struct guard *g, struct sock_from *from)
{
	uint32_t family = wasi_load16(g->bytes);

	memset(&from->addr, 0, sizeof(from->addr));
	from->told = FROM_NONE;
	if (family == wasinet_host(UNIX))
		record_take_un(g, from);
	else if (family == wasinet_host(INET))
		record_take_ip(g, RECORD_IN, from);
	else if (family == wasinet_host(INET6))
		record_take_ip(g, RECORD_IN6, from);
	else if (family != 0)
		from->told = FROM_GARBAGE;
}

void wasinet_from_tell(const struct wasinet_from *n, struct sock_from *from)
{
	from->addrlen = SOCK_UNSAYABLE;
	if (!from->wanted || from->ptr != HOSTILE_NOT)
		return;
	if (n->len < 2)
		from->told = FROM_UNSAYABLE;
	else if (guard_written(n->room) == 0)
		from->told = FROM_NONE;
	else
		record_take(n->room, from);
}
