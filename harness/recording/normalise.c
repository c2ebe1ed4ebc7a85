/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What has been named so far; the k-th is ~k+1. */
struct seen {
	char **v;
	int n;
};

static int seen_number(struct seen *s, const char *text, size_t len)
{
	for (int i = 0; i < s->n; i++)
		if (strlen(s->v[i]) == len && memcmp(s->v[i], text, len) == 0)
			return i + 1;
	GROW(s->v, s->n);
	s->v[s->n++] = xstrndup(text, len);
	return s->n;
}

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

static void rename_ports(struct seen *ports, struct seen *autos,
			 const struct tcase *t, char **value)
{
	struct buf b = { 0 };
	const char *p = *value;
	char *end;

	while (*p) {
		if (*p == ':' && is_before_port(*value, p)) {
			long port = strtol(p + 1, &end, 10);

			if (is_named_port(t, port))
				buf_add(&b, p, (size_t)(end - p));
			else
				buf_printf(&b, ":~%d",
					   seen_number(ports, p + 1,
						       (size_t)(end - p - 1)));
			p = end;
		} else if (is_autobound(p)) {
			buf_printf(&b, "unix:@~%d",
				   seen_number(autos, p + 6, 5));
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

void normalise(struct recording *r)
{
	struct seen ports = { 0 }, autos = { 0 };

	for (int i = 0; i < r->tcase->nsteps; i++) {
		struct step_record *s = &r->steps[i];

		for (int k = 0; k < s->nfields; k++)
			if (is_address(s->fields[k].key))
				rename_ports(&ports, &autos, r->tcase,
					     &s->fields[k].value);
		hide_volatile(s, &r->tcase->steps[i]);
		hide_netlink(s);
	}
	for (int i = 0; i < r->tcase->nsteps; i++) {
		struct step_record *s = &r->steps[i];

		for (int c = 0; c < s->ncalls; c++)
			for (int k = 0; k < s->calls[c].nargs; k++)
				if (is_address(s->calls[c].args[k].key))
					rename_ports(&ports, &autos,
						     r->tcase,
						     &s->calls[c].args[k].value);
	}
	for (int i = 0; i < r->npackets; i++)
		rename_ports(&ports, &autos, r->tcase, &r->packets[i]);
	for (int i = 0; i < ports.n; i++)
		free(ports.v[i]);
	for (int i = 0; i < autos.n; i++)
		free(autos.v[i]);
	free(ports.v);
	free(autos.v);
}
