/* SPDX-License-Identifier: Apache-2.0 */
#include "expand.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "subst.h"
#include "base/words.h"

/* Combinations that are looked at, before `except` removes some. */
#define PRODUCT_MAX 20000
/* What all variants of a file may take together. */
#define BUDGET (64LL << 20)

/* What a variable was written as; its value of now is in the subst_var. */
struct dim {
	const struct node *def; /* a list, or a mapping that follows one */
	int follows;            /* index of that list */
	struct node *made;      /* a follower's value in this variant */
};

struct expansion {
	const struct node *root, *each;
	struct mistakes *m;
	struct subst s;   /* the lists, then the followers */
	struct dim *dims; /* beside s.vars */
	int nlists;
	int product, at;
	bool *removed; /* product of them */
};

static void add_var(struct expansion *e, const struct node *key,
		    const struct node *def)
{
	GROW(e->s.vars, e->s.n);
	GROW(e->dims, e->s.n);
	e->s.vars[e->s.n] = (struct subst_var){key->text, key->line, NULL, 0};
	e->dims[e->s.n++] = (struct dim){def, -1, NULL};
}

/* The index of a text in a list of scalars, or -1. */
static int index_of(const struct node *list, const struct node *text)
{
	for (int i = 0; i < list->n; i++) {
		if (node_is(list->items[i], text->text))
			return i;
	}
	return -1;
}

static void read_list(struct expansion *e, const struct node *key,
		      const struct node *list)
{
	int before = e->m->told;

	if (list->n == 0)
		mistakes_add(e->m, list->line, "%s has no values", key->text);
	for (int i = 0; i < list->n; i++) {
		const struct node *v = list->items[i];

		if (v->kind != NODE_SCALAR || strlen(v->text) != v->len)
			mistakes_add(e->m, v->line,
				     "the values of %s must be scalars; for "
				     "other values let a mapping follow it",
				     key->text);
		else if (index_of(list, v) < i)
			mistakes_add(e->m, v->line,
				     "%s has the duplicate value %s", key->text,
				     v->text);
	}
	if (e->m->told > before)
		return;
	add_var(e, key, list);
	if (e->product <= PRODUCT_MAX)
		e->product *= list->n;
}

/* How many of a mapping's keys are values of a list? */
static int overlap(const struct node *map, const struct node *list)
{
	int n = 0;

	for (int i = 0; i < map->n; i++)
		n += index_of(list, map->keys[i]) >= 0;
	return n;
}

/* Say how a mapping's keys differ from the values of the nearest list. */
static void add_misfit(struct expansion *e, const struct node *key,
		       const struct node *map, int nearest)
{
	if (nearest < 0) {
		mistakes_add(e->m, key->line,
			     "the keys of %s match no list in `each`",
			     key->text);
		return;
	}
	const struct node *list = e->dims[nearest].def;
	const char *name = e->s.vars[nearest].name;
	for (int i = 0; i < list->n; i++) {
		if (!node_get(map, list->items[i]->text))
			mistakes_add(e->m, key->line,
				     "%s has no entry for the value %s of %s",
				     key->text, list->items[i]->text, name);
	}
	for (int i = 0; i < map->n; i++) {
		struct words w = {.wrong = map->keys[i]->text};

		if (index_of(list, map->keys[i]) >= 0)
			continue;
		for (int j = 0; j < list->n; j++)
			words_try(&w, list->items[j]->text);
		mistakes_add(e->m, map->keys[i]->line,
			     "%s is not a value of %s%s", w.wrong, name,
			     words_hint(&w));
	}
}

/* A mapping follows the one list whose values are just its keys. */
static void read_follower(struct expansion *e, const struct node *key,
			  const struct node *map)
{
	int fits = -1, nearest = -1, most = 0;

	for (int i = 0; i < e->nlists; i++) {
		int n = overlap(map, e->dims[i].def);
		bool same = n == map->n && n == e->dims[i].def->n;

		if (same && fits >= 0) {
			mistakes_add(e->m, key->line,
				     "%s could follow %s or %s: their values "
				     "must differ",
				     key->text, e->s.vars[fits].name,
				     e->s.vars[i].name);
			return;
		}
		if (same)
			fits = i;
		if (n > most) {
			most = n;
			nearest = i;
		}
	}
	if (fits < 0) {
		add_misfit(e, key, map, nearest);
		return;
	}
	add_var(e, key, map);
	e->dims[e->s.n - 1].follows = fits;
	e->s.vars[fits].used = true;
}

/* Which value of list k has combination c? The last list changes fastest. */
static int value_of(const struct expansion *e, int c, int k)
{
	for (int i = e->nlists - 1; i > k; i--)
		c /= e->dims[i].def->n;
	return c % e->dims[k].def->n;
}

static int find_list(const struct expansion *e, const struct node *key)
{
	struct words w = {.wrong = key->text};

	for (int i = 0; i < e->nlists; i++) {
		if (!strcmp(e->s.vars[i].name, key->text))
			return i;
		words_try(&w, e->s.vars[i].name);
	}
	mistakes_add(e->m, key->line, "`except`: unknown list %s%s", key->text,
		     words_hint(&w));
	return -1;
}

/* For each list the index of its value in the row, or -1 for any. */
static int read_row(struct expansion *e, const struct node *row, int *want)
{
	int before = e->m->told;

	for (int i = 0; i < e->nlists; i++)
		want[i] = -1;
	if (row->kind != NODE_MAP || row->n == 0) {
		mistakes_add(e->m, row->line,
			     "an entry of `except` must be a mapping {list: "
			     "value}");
		return -1;
	}
	for (int i = 0; i < row->n; i++) {
		const struct node *v = row->items[i];
		int k = find_list(e, row->keys[i]);

		if (k < 0)
			continue;
		if (v->kind == NODE_SCALAR)
			want[k] = index_of(e->dims[k].def, v);
		if (want[k] < 0)
			mistakes_add(e->m, v->line,
				     "`except`: %s is not a "
				     "value of %s",
				     v->text ? v->text : "this",
				     e->s.vars[k].name);
	}
	return e->m->told > before ? -1 : 0;
}

static void remove_row(struct expansion *e, const struct node *row)
{
	int *want = xcalloc((size_t)e->nlists, sizeof(*want));
	int n = 0;

	if (read_row(e, row, want))
		goto out;
	for (int c = 0; c < e->product; c++) {
		bool hit = !e->removed[c];

		for (int k = 0; hit && k < e->nlists; k++)
			hit = want[k] < 0 || want[k] == value_of(e, c, k);
		e->removed[c] |= hit;
		n += hit;
	}
	if (n == 0)
		mistakes_add(e->m, row->line,
			     "this entry of `except` removes nothing");
out:
	free(want);
}

static void read_except(struct expansion *e)
{
	const struct node *rows = node_get(e->each, "except");
	int left = 0;

	e->removed = xcalloc((size_t)e->product, sizeof(*e->removed));
	if (rows && rows->kind != NODE_LIST)
		mistakes_add(e->m, rows->line,
			     "`except` must be a list of mappings {list: "
			     "value}");
	for (int i = 0; rows && i < rows->n && rows->kind == NODE_LIST; i++)
		remove_row(e, rows->items[i]);
	for (int c = 0; c < e->product; c++)
		left += !e->removed[c];
	if (left == 0)
		mistakes_add(e->m, rows->line,
			     "`except` removes every variant");
	else if (left > EXPAND_MAX)
		mistakes_add(e->m, e->each->line,
			     "%d variants (at most %d per file)", left,
			     EXPAND_MAX);
}

static void read_var(struct expansion *e, int i, enum node_kind kind)
{
	const struct node *key = e->each->keys[i], *def = e->each->items[i];

	if (!strcmp(key->text, "except"))
		return;
	if (def->kind == kind && !subst_is_name(key->text))
		mistakes_add(e->m, key->line,
			     "%s cannot name a variable: use "
			     "letters, digits and _",
			     key->text);
	else if (def->kind == kind && kind == NODE_LIST)
		read_list(e, key, def);
	else if (def->kind == kind && kind == NODE_MAP)
		read_follower(e, key, def);
	else if (def->kind == NODE_SCALAR && kind == NODE_LIST)
		mistakes_add(e->m, def->line,
			     "%s must be a list of values, or "
			     "a mapping that follows a list",
			     key->text);
}

static void read_each(struct expansion *e)
{
	int before = e->m->told;

	if (e->each->kind != NODE_MAP || e->each->n == 0) {
		mistakes_add(e->m, e->each->line,
			     "`each` must be a mapping {variable: [values]}");
		return;
	}
	for (int i = 0; i < e->each->n; i++)
		read_var(e, i, NODE_LIST);
	e->nlists = e->s.n;
	for (int i = 0; i < e->each->n && e->m->told == before; i++)
		read_var(e, i, NODE_MAP);
	if (e->m->told > before)
		return;
	if (e->product > PRODUCT_MAX)
		mistakes_add(e->m, e->each->line, "more than %d combinations",
			     PRODUCT_MAX);
	else
		read_except(e);
}

struct expansion *expand_new(const struct node *root, struct mistakes *m)
{
	int before = m->told;

	if (root->kind != NODE_MAP) {
		mistakes_add(m, root->line,
			     "a case must be a mapping with title, why, covers "
			     "and steps");
		return NULL;
	}
	struct expansion *e = xcalloc(1, sizeof(*e));
	e->root = root;
	e->each = node_get(root, "each");
	e->m = e->s.m = m;
	e->s.budget = BUDGET;
	e->product = 1;
	if (e->each)
		read_each(e);
	if (m->told > before) {
		/* Look at the rest of the file once all the same. */
		e->s.blind = true;
		e->s.n = e->nlists = 0;
		e->product = 1;
		free(e->removed);
		e->removed = NULL;
	}
	return e;
}

/* Give all variables their values in combination c. */
static void set_values(struct expansion *e, int c)
{
	for (int i = 0; i < e->s.n; i++)
		e->s.vars[i].value = NULL;
	for (int i = 0; i < e->s.n; i++) {
		struct dim *d = &e->dims[i];

		if (i < e->nlists) {
			e->s.vars[i].value = d->def->items[value_of(e, c, i)];
			continue;
		}
		const struct node *word = e->s.vars[d->follows].value;
		node_free(d->made);
		d->made = subst_node(&e->s, node_get(d->def, word->text));
		e->s.vars[i].value = d->made;
	}
}

static char *suffix_of(const struct expansion *e)
{
	struct buf b = {0};

	for (int i = 0; i < e->nlists; i++) {
		const struct node *v = e->s.vars[i].value;

		buf_puts(&b, i ? "," : "[");
		if (v->len == 0)
			buf_puts(&b, "_");
		for (const char *p = v->text; *p; p++) {
			bool fine = isalnum((unsigned char)*p) ||
				    strchr("_.:+|=-", *p);
			buf_add(&b, fine ? p : "_", 1);
		}
	}
	buf_puts(&b, e->nlists ? "]" : "");
	return buf_take(&b);
}

static void add_unused(struct expansion *e)
{
	for (int i = 0; i < e->s.n; i++) {
		if (!e->s.vars[i].used)
			mistakes_add(e->m, e->s.vars[i].line,
				     "nothing uses $%s", e->s.vars[i].name);
	}
}

struct node *expand_next(struct expansion *e, char **suffix)
{
	while (e->at < e->product && e->removed && e->removed[e->at])
		e->at++;
	if (e->at == e->product || e->s.budget < 0) {
		if (e->s.budget < 0)
			mistakes_add(e->m, e->each ? e->each->line : 1,
				     "all variants together are too large");
		else
			add_unused(e);
		return NULL;
	}
	set_values(e, e->at++);
	struct node *new = node_new(NODE_MAP, e->root->line);
	for (int i = 0; i < e->root->n; i++) {
		const struct node *key = e->root->keys[i];

		if (e->root->items[i] != e->each)
			node_add(new,
				 node_scalar(key->line, key->text, key->len,
					     key->plain),
				 subst_node(&e->s, e->root->items[i]));
	}
	*suffix = suffix_of(e);
	return new;
}

void expand_free(struct expansion *e)
{
	if (!e)
		return;
	for (int i = 0; i < e->s.n; i++)
		node_free(e->dims[i].made);
	free(e->dims);
	free(e->s.vars);
	free(e->removed);
	free(e);
}
