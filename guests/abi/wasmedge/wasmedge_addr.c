/* SPDX-License-Identifier: Apache-2.0 */
#include "wasmedge_addr.h"

#include <string.h>

#include "player/numbers.h"

#define FORM 128
#define FORM_BODY 2
#define NAME_LINUX 108 /* sun_path */
#define NAME_AT 107    /* the longest name of NAMES_AT */

enum { FAMILY_INET4 = 1, FAMILY_INET6 = 2, FAMILY_UNIX = 3 };

/* sun_path with its length left out: NULL, or why it would be another name. */
static const char *name_raw(unsigned char *name, const struct sock_addr *a)
{
	size_t n = a->len;

	memcpy(name, a->bytes, n);
	if (n == 0)
		return "an empty name cannot be said";
	if (name[0] == '\0')
		return n == NAME_LINUX ? NULL :
			"an abstract name always has 108 bytes";
	while (name[n - 1] == '\0')
		n--;
	return memchr(name, '\0', n) == NULL ? NULL : "a path holds no NUL";
}

static const char *name_at(unsigned char *name, const struct sock_addr *a)
{
	size_t n = a->len;

	memcpy(name, a->bytes, n);
	if (n == 0)
		return NULL;
	if (name[0] == '@')
		return "a path that begins with @ means an abstract name";
	if (name[0] == '\0')
		name[0] = '@';
	else
		while (name[n - 1] == '\0')
			n--;
	if (n > NAME_AT)
		return "a name has at most 107 bytes";
	return memchr(name, '\0', n) == NULL ? NULL : "a name holds no NUL";
}

static const char *to_name(struct wasmedge_to *n, const struct sock_addr *a)
{
	unsigned char *name = n->bytes + FORM_BODY;

	if (wasmedge.names == NAMES_NONE)
		return "an address has 4 or 16 bytes";
	if (a->len > NAME_LINUX)
		return "a name has at most 108 bytes";
	wasi_store16(n->bytes, FAMILY_UNIX);
	n->at[1] = FORM;
	return wasmedge.names == NAMES_RAW ? name_raw(name, a) :
		name_at(name, a);
}

static const char *to_ip(struct wasmedge_to *n, const struct sock_addr *a,
	uint16_t family, uint32_t len)
{
	n->port = a->port;
	n->at[1] = len;
	if (wasmedge.names != NAMES_NONE) {
		n->at[1] = FORM;
		wasi_store16(n->bytes, family);
		memcpy(n->bytes + FORM_BODY, a->ip, len);
	} else {
		memcpy(n->bytes, a->ip, len);
	}
	if (a->scope != 0)
		return "an address has no scope";
	return a->flow == 0 ? NULL : "an address has no flow label";
}

static const char *to_addr(struct wasmedge_to *n, const struct sock_addr *a)
{
	switch (a->kind) {
	case ADDR_IN:
		return to_ip(n, a, FAMILY_INET4, 4);
	case ADDR_IN6:
		return to_ip(n, a, FAMILY_INET6, 16);
	case ADDR_UN:
		return to_name(n, a);
	case ADDR_UNSPEC:
		return "there is no unspecified address";
	case ADDR_RAW:
		break;
	}
	return "a raw sockaddr is Linux's";
}

static const char *to_len(struct wasmedge_to *n, const struct sock_to *to)
{
	switch (to->len.how) {
	case LEN_DEFAULT:
	case LEN_EXACT:
		return NULL;
	case LEN_SHORT:
		n->at[1] -= 2;
		/* Linux's IPv6 address is whole without its scope */
		return to->addr->kind == ADDR_IN ? NULL :
			"only an IPv4 address can be too short";
	case LEN_LONG:
		return "an address is never longer than its family's";
	case LEN_NUMBER:
		break;
	}
	n->at[1] = 0;
	return to->len.number == 0 ? NULL :
		"this is a length of Linux's sockaddr";
}

const char *wasmedge_to(struct wasmedge_to *n, const struct sock_to *to)
{
	const char *why;

	memset(n, 0, sizeof(*n));
	if (to->addr == NULL)
		return "there is no call without an address";
	why = to_addr(n, to->addr);
	if (why == NULL)
		why = to_len(n, to);
	n->at[0] = wasi_at(hostile(to->ptr, n->bytes));
	return why;
}

const char *wasmedge_from(struct wasmedge_from *n,
	const struct sock_from *from, size_t port)
{
	uint32_t room = wasmedge.names == NAMES_NONE ? 16 : FORM;

	n->room = guard_new("addr", room);
	n->port = guard_new("port", port);
	n->type = wasi_out("type");
	n->at[0] = wasi_at(hostile(from->ptr, n->room->bytes));
	n->at[1] = room;
	n->head = wasmedge_hostile(from->lenptr, n->at);
	if (from->len.how != LEN_DEFAULT && from->len.how != LEN_EXACT)
		return "an address is told wholly or not at all";
	return NULL;
}

/* A scope cannot be told, and only such addresses have one. */
static int ip_has_scope(const unsigned char *ip)
{
	return (ip[0] == 0xfe && (ip[1] & 0xc0) == 0x80) ||
		(ip[0] == 0xff && (ip[1] & 0x0f) == 2);
}

static void from_ip(struct sock_from *from, const unsigned char *ip, size_t n,
	uint32_t port)
{
	from->addr.kind = n == 4 ? ADDR_IN : ADDR_IN6;
	from->addr.port = (uint16_t)port;
	memcpy(from->addr.ip, ip, n);
	if (n == 16 && ip_has_scope(ip))
		from->told = FROM_UNSAYABLE;
}

static void from_raw(struct sock_from *from, const struct guard *room)
{
	from->addr.kind = ADDR_RAW;
	from->addr.len = guard_written(room);
	memcpy(from->addr.bytes, room->bytes, from->addr.len);
}

/*
 * A path is told with its NUL, an abstract name with one in front. A path of
 * 108 bytes has no NUL in sun_path, and what is behind that is not the host's.
 */
static void from_name(struct sock_from *from, const unsigned char *name)
{
	struct sock_addr *a = &from->addr;
	int at = wasmedge.names == NAMES_AT;

	a->kind = ADDR_UN;
	if (name[0] == '\0' && !at) {
		a->len = NAME_LINUX;
		while (a->len > 0 && name[a->len - 1] == '\0')
			a->len--;
		memcpy(a->bytes, name, a->len);
		return;
	}
	a->len = strnlen((const char *)name, NAME_LINUX);
	memcpy(a->bytes, name, a->len);
	if (!at || name[0] != '@')
		a->bytes[a->len++] = '\0';
	else if (a->len == 1)
		a->len = 0;
	else
		a->bytes[0] = '\0';
}

/* An address of 128 bytes. */
static void from_form(const struct wasmedge_from *n, struct sock_from *from,
	uint32_t port)
{
	const unsigned char *body = n->room->bytes + FORM_BODY;

	switch (wasi_load16(n->room->bytes)) {
	case FAMILY_INET4:
		from_ip(from, body, 4, port);
		break;
	case FAMILY_INET6:
		from_ip(from, body, 16, port);
		break;
	case FAMILY_UNIX:
		from_name(from, body);
		break;
	default:
		from_raw(from, n->room);
	}
}

/* Begin to tell; is there anything to tell? */
static int from_open(const struct wasmedge_from *n, struct sock_from *from)
{
	from->addrlen = SOCK_UNSAYABLE;
	if (!from->wanted || from->ptr != HOSTILE_NOT)
		return 0;
	memset(&from->addr, 0, sizeof(from->addr));
	from->told = guard_written(n->room) > 0 ? FROM_WHOLE : FROM_NONE;
	return from->told == FROM_WHOLE;
}

void wasmedge_from_name(const struct wasmedge_from *n,
	struct sock_from *from)
{
	uint32_t port = wasi_load32(n->port->bytes);
	uint32_t type = wasi_out_u32(n->type);

	if (!from_open(n, from))
		return;
	if (port > UINT16_MAX && from->family != LINUX_FAMILY_AF_UNIX)
		from_raw(from, n->room);
	else if (wasmedge.names != NAMES_NONE)
		from_form(n, from, port);
	else if (type == 4 || type == 6)
		from_ip(from, n->room->bytes, type == 4 ? 4 : 16, port);
	else
		from_raw(from, n->room);
}

void wasmedge_from_sender(const struct wasmedge_from *n,
	struct sock_from *from)
{
	const unsigned char *p = n->port->bytes;

	if (wasmedge.port == 0 && from->family == LINUX_FAMILY_AF_UNIX &&
	    from->ptr == HOSTILE_NOT)
		from->told = FROM_UNSAYABLE;
	else if (!from_open(n, from))
		return;
	else if (wasmedge.port == 0)
		from->told = FROM_UNSAYABLE;
	else
		from_form(n, from, wasmedge.port == 2 ?
			(uint32_t)(p[0] << 8 | p[1]) : wasi_load32(p));
}

void *wasmedge_hostile(enum hostile kind, void *right)
{
	uintptr_t p = (uintptr_t)hostile(kind, right);

	if (kind != HOSTILE_NOT && wasmedge.aligned)
		p &= ~(uintptr_t)3;
	return (void *)p;
}
