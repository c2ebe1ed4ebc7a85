/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of the seam as WASIX's, see wasix.h. */
#include <string.h>

#include "wasix.h"

#define FORM 110
#define FORM_BODY 2
#define FORM_IP 4
#define FORM_FLOW 20
#define FORM_SCOPE 24
#define FORM_IN 8
#define FORM_IN6 28
#define NAME_LINUX 108 /* sun_path */
/* Bytes of Linux's addresses. */
#define LINUX_IN 16
#define LINUX_IN6 28
#define LINUX_UN 2

enum { FAMILY_UNSPEC, FAMILY_INET4, FAMILY_INET6, FAMILY_UNIX };

static void store_halves(unsigned char *out, uint32_t n)
{
	wasi_store16(out, (uint16_t)(n >> 16));
	wasi_store16(out + 2, (uint16_t)n);
}

static uint32_t load_halves(const unsigned char *in)
{
	return (uint32_t)wasi_load16(in) << 16 | wasi_load16(in + 2);
}

/* sun_path with its length left out: NULL, or why it is another name. */
static const char *to_name(unsigned char *name, const struct sock_addr *a)
{
	size_t len = a->len;

	if (len > NAME_LINUX)
		return "unix addresses have at most 108 bytes";
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

static const char *to_addr(unsigned char *form, const struct sock_addr *a)
{
	switch (a->kind) {
	case ADDR_UNSPEC:
		return NULL;
	case ADDR_IN:
		form[0] = FAMILY_INET4;
		wasi_store16(form + FORM_BODY, a->port);
		memcpy(form + FORM_IP, a->ip, 4);
		return NULL;
	case ADDR_IN6:
		form[0] = FAMILY_INET6;
		wasi_store16(form + FORM_BODY, a->port);
		memcpy(form + FORM_IP, a->ip, 16);
		store_halves(form + FORM_FLOW, a->flow);
		store_halves(form + FORM_SCOPE, a->scope);
		return NULL;
	case ADDR_UN:
		form[0] = FAMILY_UNIX;
		return to_name(form + FORM_BODY, a);
	case ADDR_RAW:
	case ADDR_NONE:
		break;
	}
	return "raw sockaddrs cannot be passed: the ABI has its own layout";
}

/* Of lengths there is the whole address's. */
static const char *to_len(const struct sock_to *to)
{
	static const long whole[] = {
		[ADDR_UNSPEC] = LINUX_IN,
		[ADDR_IN] = LINUX_IN,
		[ADDR_IN6] = LINUX_IN6,
		[ADDR_UN] = LINUX_UN,
	};
	const struct sock_addr *a = to->addr;

	if (to->len.how == LEN_DEFAULT || to->len.how == LEN_EXACT)
		return NULL;
	if (to->len.how == LEN_NUMBER &&
	    to->len.number ==
		    whole[a->kind] + (a->kind == ADDR_UN ? (long)a->len : 0))
		return NULL;
	return "addresses have a fixed length";
}

const char *wasix_to(struct wasix_to *n, const struct sock_to *to)
{
	const char *why;

	memset(n, 0, sizeof(*n));
	if (to->addr == NULL)
		return "the call always has an address argument";
	why = to_addr(n->bytes, to->addr);
	if (why == NULL)
		why = to_len(to);
	n->at = wasi_at(hostile(to->ptr, n->bytes));
	return why;
}

const char *wasix_from(struct wasix_from *n, const struct sock_from *from)
{
	n->room = guard_new("addr", FORM);
	n->at = wasi_at(hostile(from->ptr, n->room->bytes));
	if (from->lenptr != HOSTILE_NOT)
		return "lengths are not passed by pointer";
	return from->len.how == LEN_DEFAULT || from->len.how == LEN_EXACT
		       ? NULL
		       : "address buffers have a fixed length";
}

/* The last byte that the host wrote may look as if it had not been. */
static void from_ip(struct sock_from *from, const unsigned char *form,
		    size_t need)
{
	struct sock_addr *a = &from->addr;

	from->need = need;
	if (from->got + 1 < need) {
		from->told = FROM_SHORT;
		return;
	}
	from->told = FROM_WHOLE;
	a->kind = need == FORM_IN ? ADDR_IN : ADDR_IN6;
	a->port = wasi_load16(form + FORM_BODY);
	memcpy(a->ip, form + FORM_IP, need == FORM_IN ? 4 : 16);
	if (need == FORM_IN6) {
		a->flow = load_halves(form + FORM_FLOW);
		a->scope = load_halves(form + FORM_SCOPE);
	}
}

/* A path is told with its NUL, if there is room for one. */
static void from_un(struct sock_from *from, const unsigned char *name)
{
	struct sock_addr *a = &from->addr;

	from->need = FORM;
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

void wasix_from_tell(const struct wasix_from *n, struct sock_from *from)
{
	const unsigned char *form = n->room->bytes;

	from->addrlen = SOCK_UNSAYABLE;
	if (!from->wanted || from->ptr != HOSTILE_NOT)
		return;
	memset(&from->addr, 0, sizeof(from->addr));
	from->told = FROM_NONE;
	from->got = guard_written(n->room);
	if (from->got == 0 || form[0] == FAMILY_UNSPEC)
		return;
	if (form[0] == FAMILY_INET4)
		from_ip(from, form, FORM_IN);
	else if (form[0] == FAMILY_INET6)
		from_ip(from, form, FORM_IN6);
	else if (form[0] == FAMILY_UNIX)
		from_un(from, form + FORM_BODY);
	else
		from->told = FROM_GARBAGE;
}
