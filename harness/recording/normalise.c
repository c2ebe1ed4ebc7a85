/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What has been named so far; the k-th is ~k+1. */
struct seen {
	char **v;
	int n;
};

/* The place of a text, or -1. */
static int seen_at(const struct seen *s, const char *text, size_t len)
{
	for (int i = 0; i < s->n; i++)
		if (strlen(s->v[i]) == len && memcmp(s->v[i], text, len) == 0)
			return i;
	return -1;
}

static int seen_number(struct seen *s, const char *text, size_t len)
{
	int at = seen_at(s, text, len);

	if (at >= 0)
		return at + 1;
	GROW(s->v, s->n);
	s->v[s->n++] = xstrndup(text, len);
	return s->n;
}

static void seen_free(struct seen *s)
{
	for (int i = 0; i < s->n; i++)
		free(s->v[i]);
	free(s->v);
}

/* The names of one recording. */
struct names {
	const struct tcase *t;
	struct seen ports, autos;
	struct seen real;   /* the ports that a call or a packet has */
	bool real_is_whole; /* no other ports can be real */
};

static bool is_named_port(const struct tcase *t, long port)
{
	if (port == 0)
		return true;
	for (int i = 0; i < t->nports; i++)
		if (t->ports[i] == port)
			return true;
	return false;
}

/* unix(7), autobind: a NUL and five characters out of [0-9a-f]. */
static bool is_autobound(const char *p)
{
	return strncmp(p, "unix:@", 6) == 0 &&
	       strspn(p + 6, "0123456789abcdef") == 5 &&
	       !isalnum((unsigned char)p[11]) && p[11] != '\\';
}

/* Is this colon the one before a port: after an IPv4 address or a bracket? */
static bool is_before_port(const char *text, const char *colon)
{
	const char *p = colon;
	int dots = 0;

	if (colon == text || !isdigit((unsigned char)colon[1]))
		return false;
	if (colon[-1] == ']')
		return true;
	while (p > text && (isdigit((unsigned char)p[-1]) || p[-1] == '.'))
		dots += *--p == '.';
	return dots == 3;
}

/* One of the case's with its bytes turned round? */
static bool is_turned_port(const struct tcase *t, long port)
{
	return port <= UINT16_MAX && is_named_port(t, ntohs((uint16_t)port));
}

/*
 * The name of a port. One in an answer that neither a call nor a packet has was
 * made up by the host: a number of the moment, unless the bytes of one of the
 * case's were turned round.
 */
static void port_name(struct buf *b, struct names *n, bool answered,
		      const char *text, size_t len)
{
	long port = strtol(text, NULL, 10);
	bool invented = answered && n->real_is_whole &&
			seen_at(&n->real, text, len) < 0;

	if (is_named_port(n->t, port) ||
	    (invented && is_turned_port(n->t, port)))
		buf_add(b, text, len);
	else if (invented)
		buf_puts(b, PORT_INVENTED);
	else
		buf_printf(b, "~%d", seen_number(&n->ports, text, len));
}

static size_t digits(const char *p)
{
	return strspn(p, "0123456789");
}

static void rename_ports(struct names *n, bool answered, char **value)
{
	struct buf b = {0};
	const char *p = *value;

	while (*p) {
		if (*p == ':' && is_before_port(*value, p)) {
			size_t len = digits(++p);

			buf_puts(&b, ":");
			port_name(&b, n, answered, p, len);
			p += len;
		} else if (is_autobound(p)) {
			buf_printf(&b, "unix:@~%d",
				   seen_number(&n->autos, p + 6, 5));
			p += 11;
		} else {
			buf_add(&b, p++, 1);
		}
	}
	free(*value);
	*value = buf_take(&b);
}

static bool is_address(const char *key)
{
	/* Not addrs and full: a service's port is none of the moment's. */
	return strcmp(key, "addr") == 0 || strcmp(key, "out") == 0;
}

static void hide_arg(struct call *c, const char *key, const char *instead)
{
	for (int i = 0; i < c->nargs; i++) {
		if (strcmp(c->args[i].key, key) != 0)
			continue;
		free(c->args[i].value);
		c->args[i].value = xstrdup(instead);
	}
}

/* A counter's or a cookie's value says nothing of the host. */
static void hide_volatile(struct step_record *rec, const struct step *s)
{
	const char *name = step_arg(s, "name");
	const struct sockopt *o = name ? sockopt_find(name) : NULL;

	if (s->op->calls != CALL_GETSOCKOPT || !o || !o->is_volatile)
		return;
	if (record_field(rec, "value"))
		record_set(rec, "value", "of the moment");
	for (int i = 0; i < rec->ncalls; i++)
		hide_arg(&rec->calls[i], "value", "of the moment");
}

/* Does a step say this label, in hex or as a number of an address? */
static bool is_named_label(const struct tcase *t, uint32_t label)
{
	char hex[8], number[16];

	snprintf(hex, sizeof(hex), "%05x", label);
	snprintf(number, sizeof(number), ":%u:", label);
	for (int i = 0; i < t->nsteps; i++)
		for (int k = 0; k < t->steps[i].nargs; k++)
			if (strstr(t->steps[i].args[k].wire, hex) ||
			    strstr(t->steps[i].args[k].wire, number))
				return true;
	return false;
}

/*
 * Flow labels that the case did not choose: Linux makes them of a hash whose
 * key is chosen when the machine starts, so that they are the same in any
 * number of plays, and others on the next day (ip6_make_flowlabel; RFC 6438).
 * `before` is what stands before such a number; in_order: it is not one of
 * the network's byte order.
 */
static void hide_labels(const struct tcase *t, const char *before,
			bool in_order, char **value)
{
	struct buf b = {0};
	const char *p = *value, *at;
	uint32_t n;
	char *end;

	while ((at = strstr(p, before))) {
		at += strlen(before);
		buf_add(&b, p, (size_t)(at - p));
		n = (uint32_t)strtoll(at, &end, 10);
		n = (in_order ? n : ntohl(n)) & 0xfffff;
		if (n && !is_named_label(t, n))
			buf_puts(&b, "of the boot");
		else
			buf_add(&b, at, (size_t)(end - at));
		p = end;
	}
	buf_puts(&b, p);
	free(*value);
	*value = buf_take(&b);
}

/* The value of a field, or of a call's argument, by its key. */
static void hide_boot(const struct tcase *t, const char *key, char **value)
{
	if (is_address(key))
		hide_labels(t, "/flow=", true, value);
	else if (strcmp(key, "control") == 0)
		hide_labels(t, "type: IPV6_FLOWINFO, int: ", false, value);
}

static void hide_boot_all(const struct tcase *t, struct step_record *s)
{
	for (int k = 0; k < s->nfields; k++)
		hide_boot(t, s->fields[k].key, &s->fields[k].value);
	for (int c = 0; c < s->ncalls; c++)
		for (int k = 0; k < s->calls[c].nargs; k++)
			hide_boot(t, s->calls[c].args[k].key,
				  &s->calls[c].args[k].value);
}

static bool is_netlink(const struct call *c)
{
	return c->calls == CALL_SOCKET && c->made && c->nargs > 0 &&
	       strcmp(c->args[0].value, "AF_NETLINK") == 0;
}

/*
 * The C library asks its kernel for interfaces, with the time as a sequence
 * number, and is told since when they are there.
 */
static void hide_netlink(struct step_record *rec)
{
	const char *fd = NULL;

	for (int i = 0; i < rec->ncalls; i++) {
		struct call *c = &rec->calls[i];

		if (is_netlink(c))
			fd = c->made;
		else if (c->calls == CALL_SOCKET && c->made && fd &&
			 strcmp(c->made, fd) == 0)
			fd = NULL;
		else if (fd && c->fd && strcmp(c->fd, fd) == 0)
			hide_arg(c, "data", "netlink");
	}
}

/* The kernel fills in the address: a host may look for itself. */
static bool is_a_look(enum call_class calls)
{
	return calls == CALL_GETSOCKNAME || calls == CALL_GETPEERNAME ||
	       calls == CALL_ACCEPT || calls == CALL_RECV;
}

/* Addresses of the calls that say one, or of those that look for one. */
static void rename_calls(struct names *n, struct recording *r, bool say)
{
	for (int i = 0; i < r->tcase->nsteps; i++) {
		struct step_record *s = &r->steps[i];

		for (int c = 0; c < s->ncalls; c++)
			for (int k = 0; k < s->calls[c].nargs; k++)
				if (is_a_look(s->calls[c].calls) != say &&
				    is_address(s->calls[c].args[k].key))
					rename_ports(
						n, false,
						&s->calls[c].args[k].value);
	}
}

static void ports_collect(struct seen *real, const char *text)
{
	for (const char *p = text; *p; p++)
		if (*p == ':' && is_before_port(text, p))
			seen_number(real, p + 1, digits(p + 1));
}

/* Where not all is seen nothing is known to be invented. */
static void real_ports(struct names *n, const struct recording *r)
{
	bool calls = false, silent = false;

	for (int i = 0; i < r->tcase->nsteps; i++) {
		const struct step_record *s = &r->steps[i];

		silent |= s->silent;
		for (int c = 0; c < s->ncalls; c++)
			for (int k = 0; k < s->calls[c].nargs; k++) {
				if (!is_address(s->calls[c].args[k].key))
					continue;
				ports_collect(&n->real,
					      s->calls[c].args[k].value);
				calls = true;
			}
	}
	for (int i = 0; i < r->npackets; i++)
		ports_collect(&n->real, r->packets[i]);
	n->real_is_whole = calls && r->wire && !silent;
}

void normalise(struct recording *r)
{
	struct names n = {.t = r->tcase};

	real_ports(&n, r);
	for (int i = 0; i < r->tcase->nsteps; i++) {
		struct step_record *s = &r->steps[i];

		for (int k = 0; k < s->nfields; k++)
			if (is_address(s->fields[k].key))
				rename_ports(&n, true, &s->fields[k].value);
		hide_volatile(s, &r->tcase->steps[i]);
		hide_boot_all(r->tcase, s);
		hide_netlink(s);
	}
	rename_calls(&n, r, true);
	for (int i = 0; i < r->npackets; i++)
		rename_ports(&n, false, &r->packets[i]);
	rename_calls(&n, r, false);
	seen_free(&n.ports);
	seen_free(&n.autos);
	seen_free(&n.real);
}
