/* SPDX-License-Identifier: Apache-2.0 */
#include "wasmedge_addr.h"

#include <string.h>

#include "player/numbers.h"

#define FORM 128
#define FORM_BODY 2
#define NAME_LINUX 108 /* sun_path */
/* Bytes of Linux's addresses; of an IPv6 one the scope may be missing. */
#define LINUX_IN 16
#define LINUX_IN6 28
#define LINUX_IN6_LEAST 24
#define LINUX_UN 2
#define LINUX_MOST 128

enum { FAMILY_UNSPEC, FAMILY_INET4, FAMILY_INET6, FAMILY_UNIX };

/*
 * sun_path with its length left out: NULL, or why it would be another name.
 */
static const char *to_name(struct wasmedge_to *n, const struct sock_addr *a)
{
	unsigned char *name = n->bytes + FORM_BODY;
	size_t len = a->len;

	if (!wasmedge.names)
		return "addresses have 4 or 16 bytes";
	if (len > NAME_LINUX)
		return "unix addresses have at most 108 bytes";
	wasi_store16(n->bytes, FAMILY_UNIX);
	n->at[1] = FORM;
	memcpy(name, a->bytes, len);
	if (len == 0)
		return NULL;
	if (name[0] == '\0')
		return name[len - 1] == '\0'
			       ? "abstract names cannot end in NUL"
			       : NULL;
	while (name[len - 1] == '\0')
		len--;
	return memchr(name, '\0', len) == NULL ? NULL
					       : "paths cannot contain NUL";
}

static const char *to_ip(struct wasmedge_to *n, const struct sock_addr *a,
			 uint16_t family, uint32_t len)
{
	n->port = a->port;
	n->at[1] = len;
	if (wasmedge.names) {
		n->at[1] = FORM;
		wasi_store16(n->bytes, family);
		memcpy(n->bytes + FORM_BODY, a->ip, len);
	} else {
		memcpy(n->bytes, a->ip, len);
	}
	if (a->scope != 0)
		return "addresses have no scope";
	return a->flow == 0 ? NULL : "addresses have no flow label";
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
		n->at[1] = FORM;
		return wasmedge.names ? NULL : "addresses have 4 or 16 bytes";
	case ADDR_RAW:
	case ADDR_NONE:
		break;
	}
	return "raw sockaddrs cannot be passed: the ABI has its own layout";
}

/* A length of Linux's, as one that says the same of the ABI's. */
static const char *to_number(struct wasmedge_to *n, const struct sock_addr *a,
			     long len)
{
	static const struct {
		long whole, least;
	} linux_len[] = {
		[ADDR_UNSPEC] = {LINUX_IN, LINUX_IN},
		[ADDR_IN] = {LINUX_IN, LINUX_IN},
		[ADDR_IN6] = {LINUX_IN6, LINUX_IN6_LEAST},
		[ADDR_UN] = {LINUX_UN, LINUX_UN},
	};
	long whole = linux_len[a->kind].whole, missing = whole - len;

	if (a->kind == ADDR_UN)
		whole += (long)a->len;
	if (len == whole)
		return NULL;
	if (len < 0 || len > LINUX_MOST || len == 0)
		n->at[1] = (uint32_t)len;
	else if (len < LINUX_UN)
		n->at[1] = 1; /* not even a family */
	else if (len >= linux_len[a->kind].least)
		return len > whole ? "addresses have a fixed length"
				   : "addresses are returned whole";
	else
		n->at[1] = missing < (long)n->at[1]
				   ? n->at[1] - (uint32_t)missing
				   : 1;
	return NULL;
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
		return to->addr->kind == ADDR_IN
			       ? NULL
			       : "only IPv4 addresses can be too short";
	case LEN_LONG:
		break;
	case LEN_NUMBER:
		return to_number(n, to->addr, to->len.number);
	}
	return "addresses have a fixed length";
}

const char *wasmedge_to(struct wasmedge_to *n, const struct sock_to *to)
{
	const char *why;

	memset(n, 0, sizeof(*n));
	if (to->addr == NULL)
		return "the call always has an address argument";
	why = to_addr(n, to->addr);
	if (why == NULL)
		why = to_len(n, to);
	n->at[0] = wasi_at(hostile(to->ptr, n->bytes));
	return why;
}

const char *wasmedge_from(struct wasmedge_from *n, const struct sock_from *from)
{
	uint32_t room = wasmedge.names ? FORM : 16;

	n->room = guard_new("addr", room);
	n->port = wasi_out("port");
	n->type = wasi_out("type");
	n->at[0] = wasi_at(hostile(from->ptr, n->room->bytes));
	n->at[1] = room;
	n->head = wasmedge_hostile(from->lenptr, n->at);
	if (from->len.how == LEN_DEFAULT || from->len.how == LEN_EXACT)
		return NULL;
	if (from->len.how != LEN_NUMBER || from->len.number >= 0)
		return "address buffers have a fixed length";
	n->at[1] = (uint32_t)from->len.number;
	return NULL;
}

/* A scope cannot be told, and only such addresses have one. */
static int ip_has_scope(const unsigned char *ip)
{
	return (ip[0] == 0xfe && (ip[1] & 0xc0) == 0x80) ||
	       (ip[0] == 0xff && (ip[1] & 0x0f) == 2);
}

/*
 * An address of n bytes, `at` of them into the room. The last byte that the
 * host wrote may look as if it had not been.
 */
static void from_ip(const struct wasmedge_from *n, struct sock_from *from,
		    size_t at, size_t need)
{
	const unsigned char *ip = n->room->bytes + at;
	uint32_t port = wasi_out_u32(n->port);

	from->got = guard_written(n->room);
	from->need = at + need;
	if (from->got + 1 < from->need) {
		from->told = FROM_SHORT;
		return;
	}
	if (port > UINT16_MAX) {
		from->told = FROM_GARBAGE;
		return;
	}
	from->told = FROM_WHOLE;
	from->addr.kind = need == 4 ? ADDR_IN : ADDR_IN6;
	from->addr.port = (uint16_t)port;
	memcpy(from->addr.ip, ip, need);
	from->addr.noscope = need == 16 && ip_has_scope(ip);
}

/*
 * A path is told with its NUL, an abstract name with one in front. A path of
 * 108 bytes has no NUL in sun_path, and what is behind that is not the host's.
 */
static void from_name(const struct wasmedge_from *n, struct sock_from *from)
{
	const unsigned char *name = n->room->bytes + FORM_BODY;
	struct sock_addr *a = &from->addr;

	from->got = guard_written(n->room);
	from->need = FORM_BODY + NAME_LINUX;
	if (from->got < from->need &&
	    (name[0] == '\0' ||
	     memchr(name, '\0', from->got - FORM_BODY) == NULL)) {
		from->told = FROM_SHORT;
		return;
	}
	from->told = FROM_WHOLE;
	a->kind = ADDR_UN;
	if (name[0] == '\0') {
		a->len = NAME_LINUX;
		while (a->len > 0 && name[a->len - 1] == '\0')
			a->len--;
		memcpy(a->bytes, name, a->len);
		return;
	}
	a->len = strnlen((const char *)name, NAME_LINUX);
	memcpy(a->bytes, name, a->len);
	a->bytes[a->len++] = '\0';
}

/* An address of 128 bytes. */
static void from_form(const struct wasmedge_from *n, struct sock_from *from)
{
	switch (wasi_load16(n->room->bytes)) {
	case FAMILY_INET4:
		from_ip(n, from, FORM_BODY, 4);
		break;
	case FAMILY_INET6:
		from_ip(n, from, FORM_BODY, 16);
		break;
	case FAMILY_UNIX:
		from_name(n, from);
		break;
	case FAMILY_UNSPEC:
		break;
	default:
		from->told = FROM_GARBAGE;
		break;
	}
}

/* Begin to tell; is there anything to tell? No address, as yet. */
static int from_open(const struct wasmedge_from *n, struct sock_from *from)
{
	from->addrlen = SOCK_UNSAYABLE;
	if (!from->wanted || from->ptr != HOSTILE_NOT)
		return 0;
	memset(&from->addr, 0, sizeof(from->addr));
	from->told = FROM_NONE;
	return guard_written(n->room) > 0;
}

void wasmedge_from_name(const struct wasmedge_from *n, struct sock_from *from)
{
	uint32_t type = wasi_out_u32(n->type);

	if (!from_open(n, from))
		return;
	if (wasmedge.names)
		from_form(n, from);
	else if (type == 4 || type == 6)
		from_ip(n, from, 0, type == 4 ? 4 : 16);
	else
		from->told = FROM_GARBAGE;
}

/* Version 1 tells the address alone: which it is the guest has to know. */
static void from_bare(const struct wasmedge_from *n, struct sock_from *from)
{
	if (from->family == LINUX_FAMILY_AF_INET)
		from_ip(n, from, 0, 4);
	else if (from->family == LINUX_FAMILY_AF_INET6)
		from_ip(n, from, 0, 16);
	else
		from->told = FROM_UNSAYABLE;
	from->addr.noport = 1;
}

void wasmedge_from_sender(const struct wasmedge_from *n, struct sock_from *from)
{
	int bare = !wasmedge.port;

	if (!from_open(n, from)) {
		if (bare && from->family == LINUX_FAMILY_AF_UNIX &&
		    from->told == FROM_NONE)
			from->told = FROM_UNSAYABLE;
	} else if (bare) {
		from_bare(n, from);
	} else {
		from_form(n, from);
	}
}

void *wasmedge_hostile(enum hostile kind, void *right)
{
	uintptr_t p = (uintptr_t)hostile(kind, right);

	if (kind != HOSTILE_NOT && wasmedge.aligned)
		p &= ~(uintptr_t)3;
	return (void *)p;
}
