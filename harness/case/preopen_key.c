/* SPDX-License-Identifier: Apache-2.0 */
/* The key `preopen`, see preopen.h and case/reader.h. */
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "reader.h"
#include "lang/pretty.h"
#include "subst.h"
#include "base/words.h"

/* An address that a socket can be made with; *wire is NULL when it is none. */
static void read_addr(struct case_reader *r, const char *key,
		      const struct node *v, char **text, char **wire)
{
	struct args a = {v, &r->scene, 0, ARG_ADDR, v->line};
	struct buf b = {0};
	char *why = NULL;

	if (v->wrong)
		return;
	if (args_addr(&a, v, &b, &why)) {
		mistakes_add(r->m, v->line, "%s: %s", key, why);
	} else if (strncmp(b.s, "in", 2) != 0 &&
		   (strncmp(b.s, "un:", 3) != 0 || !b.s[3])) {
		mistakes_add(r->m, v->line,
			     "%s: %s is not an address for a preopened socket: "
			     "write 127.0.0.1:7000, \"[::1]:7000\" or "
			     "unix:door",
			     key, v->text);
	} else if (v->len > 2 && !strcmp(v->text + v->len - 2, ":0")) {
		mistakes_add(r->m, v->line, "%s: %s needs a port other than 0",
			     key, v->text);
	} else {
		*text = xstrdup(v->text);
		*wire = buf_take(&b);
	}
	free(why);
	buf_free(&b);
}

static void unknown_key(struct case_reader *r, const struct node *key)
{
	struct words w = {.wrong = key->text};

	for (int i = 0; i < PREOPEN_KINDS; i++)
		words_try(&w, preopen_rows[i].name);
	words_try(&w, "peer");
	mistakes_add(r->m, key->line, "preopen: unknown kind %s%s", key->text,
		     words_hint(&w));
}

/* {listen: ADDR}: exactly one kind, and what goes with it. */
static void read_kind(struct case_reader *r, struct preopen *p,
		      const struct node *map)
{
	int kinds = 0;

	for (int i = 0; i < map->n; i++) {
		const char *key = map->keys[i]->text;
		int kind = 0;

		while (kind < PREOPEN_KINDS &&
		       strcmp(preopen_rows[kind].name, key) != 0)
			kind++;
		if (kind < PREOPEN_KINDS && ++kinds == 1) {
			p->kind = (enum preopen_kind)kind;
			read_addr(r, key, map->items[i], &p->addr,
				  &p->addr_wire);
		} else if (!strcmp(key, "peer")) {
			read_addr(r, key, map->items[i], &p->peer,
				  &p->peer_wire);
		} else if (kind == PREOPEN_KINDS && !map->keys[i]->wrong) {
			unknown_key(r, map->keys[i]);
		}
	}
	if (kinds != 1)
		mistakes_add(r->m, map->line,
			     "preopen: give exactly one of listen, connect and "
			     "datagram");
}

static void check_kind(struct case_reader *r, const struct preopen *p, int line)
{
	bool is_datagram = p->kind == PREOPEN_datagram;

	if (p->peer && !is_datagram)
		mistakes_add(r->m, line,
			     "preopen: peer is only allowed for datagram "
			     "sockets");
	if (is_datagram && p->addr_wire &&
	    !strcmp(preopen_domain(p), "AF_UNIX"))
		mistakes_add(r->m, line,
			     "preopen: a datagram socket needs an IPv4 or IPv6 "
			     "address");
}

static void read_one(struct case_reader *r, const struct node *key,
		     const struct node *v)
{
	struct tcase *t = r->t;
	struct buf known = {0};
	struct preopen *p;
	char *why = NULL;

	if (key->wrong)
		return;
	if (!subst_is_name(key->text))
		mistakes_add(r->m, key->line,
			     "preopen: %s cannot name a "
			     "socket: use letters, digits and _",
			     key->text);
	else if (scene_make(&r->scene, 0, key->text, key->line, &why))
		mistakes_take(r->m, key->line, why);
	if (v->kind != NODE_MAP || v->n == 0) {
		if (!v->wrong)
			mistakes_add(r->m, v->line,
				     "preopen: write a socket as %s: {listen: "
				     "127.0.0.1:7000}",
				     key->text);
		return;
	}
	GROW(t->preopens, t->npreopens);
	p = &t->preopens[t->npreopens++];
	*p = (struct preopen){.name = xstrdup(key->text)};
	read_kind(r, p, v);
	check_kind(r, p, v->line);
	if (!p->addr_wire)
		return;
	pretty_field(&known, "addr", p->addr_wire);
	p->known = buf_take(&known);
}

void case_preopen(struct case_reader *r, const struct node *map)
{
	if (map->kind != NODE_MAP || map->n == 0) {
		if (!map->wrong)
			mistakes_add(r->m, map->line,
				     "preopen must be a mapping of names to "
				     "sockets, such as l: {listen: "
				     "127.0.0.1:7000}");
		r->scene.unsure = true;
		return;
	}
	if (map->n > CASE_PREOPENS_MAX) {
		mistakes_add(r->m, map->line,
			     "preopen: %d sockets (at most %d)", map->n,
			     CASE_PREOPENS_MAX);
		return;
	}
	for (int i = 0; i < map->n; i++)
		read_one(r, map->keys[i], map->items[i]);
}
