/* SPDX-License-Identifier: Apache-2.0 */
/*
 * baseline_read.c: baseline files, which people edit, from YAML.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "baseline.h"
#include "base/text.h"
#include "base/tree.h"
#include "base/words.h"

/* The keys of an entry whose values are kept as text. */
static const struct text_key {
	const char *name;
	size_t at; /* in struct baseline_entry */
} text_keys[] = {
	{"cause", offsetof(struct baseline_entry, cause)},
	{"sentence", offsetof(struct baseline_entry, sentence)},
	{"issue", offsetof(struct baseline_entry, issue)},
	{"reason", offsetof(struct baseline_entry, reason)},
	{"expires", offsetof(struct baseline_entry, expires)},
	{"version", offsetof(struct baseline_entry, version)},
	{"kernel", offsetof(struct baseline_entry, kernel)},
};

/* The last is a list; schema 1 had another. */
static const char *const top_keys[] = {"schema", "host", "version", "causes"};

static void unknown(struct mistakes *m, const struct node *key, struct words *w)
{
	mistakes_add(m, key->line, "unknown key %s%s", key->text,
		     words_hint(w));
}

static void entry_text(struct baseline_entry *e, const struct text_key *k,
		       const struct node *value, struct mistakes *m)
{
	if (!node_has_text(value))
		mistakes_add(m, value->line, "%s must be text", k->name);
	else
		*(char **)((char *)e + k->at) = text_cleaned(value->text);
}

static void gap_cases(struct baseline_gap *g, const struct node *value,
		      struct mistakes *m)
{
	if (value->kind != NODE_LIST || value->n == 0) {
		mistakes_add(m, value->line, "cases must be a list of ids");
		return;
	}
	for (int i = 0; i < value->n; i++) {
		const struct node *id = value->items[i];

		if (!node_has_text(id)) {
			mistakes_add(m, id->line,
				     "this is not a case id; does it need "
				     "quotes?");
			continue;
		}
		GROW(g->cases, g->ncases);
		g->cases[g->ncases++] = (struct baseline_case){
			.id = text_cleaned(id->text), .line = id->line};
	}
}

/* The keys gap and cases of a map. */
static void gap_read(struct baseline_entry *e, const struct node *node,
		     struct mistakes *m)
{
	const struct node *gap = node_get(node, "gap");
	const struct node *cases = node_get(node, "cases");
	bool good = gap && node_has_text(gap);
	struct baseline_gap *g;

	if (!gap)
		mistakes_add(m, node->line, "this entry has no key gap");
	else if (!good)
		mistakes_add(m, gap->line, "gap must be text");
	if (!cases)
		mistakes_add(m, node->line, "this entry has no key cases");
	GROW(e->gaps, e->ngaps);
	g = &e->gaps[e->ngaps++];
	*g = (struct baseline_gap){text_cleaned(good ? gap->text : ""), NULL,
				   0};
	if (cases)
		gap_cases(g, cases, m);
}

static void gap_keys_check(const struct node *node, struct mistakes *m)
{
	for (int i = 0; i < node->n; i++) {
		struct words w = {.wrong = node->keys[i]->text};

		if (node_is(node->keys[i], "gap") ||
		    node_is(node->keys[i], "cases"))
			continue;
		words_try(&w, "gap");
		words_try(&w, "cases");
		unknown(m, node->keys[i], &w);
	}
}

static void entry_gaps(struct baseline_entry *e, const struct node *value,
		       struct mistakes *m)
{
	if (value->kind != NODE_LIST || value->n == 0) {
		mistakes_add(m, value->line,
			     "gaps must be a list of entries "
			     "with the keys gap and cases");
		return;
	}
	for (int i = 0; i < value->n; i++) {
		const struct node *node = value->items[i];

		if (node->kind != NODE_MAP) {
			mistakes_add(m, node->line,
				     "this entry has no key gap");
			continue;
		}
		gap_keys_check(node, m);
		gap_read(e, node, m);
	}
}

static void entry_key(struct baseline_entry *e, const struct node *key,
		      const struct node *value, bool old, struct mistakes *m)
{
	static const char *const lists[] = {"gaps", "gap", "cases"};
	struct words w = {.wrong = key->text};

	/* gaps_read() reads them. */
	for (int i = old ? 1 : 0; i < (old ? 3 : 1); i++) {
		if (node_is(key, lists[i]))
			return;
		words_try(&w, lists[i]);
	}
	for (size_t i = old ? 2 : 0; i < COUNT(text_keys); i++) {
		if (node_is(key, text_keys[i].name)) {
			entry_text(e, &text_keys[i], value, m);
			return;
		}
		words_try(&w, text_keys[i].name);
	}
	unknown(m, key, &w);
}

/* A day that there is: 2026-02-30 is none. */
static bool is_day(const char *text)
{
	struct tm tm = {0};
	char again[32];
	const char *end = strptime(text, "%Y-%m-%d", &tm);

	if (!end || *end || timegm(&tm) == -1)
		return false;
	strftime(again, sizeof(again), "%Y-%m-%d", &tm);
	return strcmp(again, text) == 0;
}

static void expires_check(const struct baseline_entry *e,
			  const struct node *node, struct mistakes *m)
{
	const struct node *day = node_get(node, "expires");

	if (e->expires && !is_day(e->expires))
		mistakes_add(m, day->line,
			     "expires must be a day such as "
			     "2026-12-31, not %s",
			     e->expires);
}

static void gaps_read(struct baseline_entry *e, const struct node *node,
		      struct mistakes *m)
{
	const struct node *gaps = node_get(node, "gaps");

	if (!node_get(node, "cause"))
		mistakes_add(m, node->line, "this entry has no cause");
	if (!gaps)
		mistakes_add(m, node->line, "this entry has no gaps");
	else
		entry_gaps(e, gaps, m);
	if (!e->cause)
		e->cause = xstrdup("");
}

static void entry_read(struct baseline *b, const struct node *node, bool old,
		       struct mistakes *m)
{
	struct baseline_entry *e;

	if (node->kind != NODE_MAP) {
		mistakes_add(m, node->line,
			     "an entry must be a mapping "
			     "with the keys %s",
			     old ? "gap and cases" : "cause and gaps");
		return;
	}
	GROW(b->v, b->n);
	e = &b->v[b->n++];
	*e = (struct baseline_entry){.line = node->line};
	for (int i = 0; i < node->n; i++)
		entry_key(e, node->keys[i], node->items[i], old, m);
	if (old) {
		gap_read(e, node, m);
		e->cause = xstrdup(e->gaps[0].gap);
	} else {
		gaps_read(e, node, m);
	}
	expires_check(e, node, m);
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

struct listed {
	const struct baseline_entry *e;
	const char *gap;
	const struct baseline_case *c;
};

static int by_id(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	int order = strcmp(x->c->id, y->c->id);

	if (order == 0)
		order = strcmp(x->gap, y->gap);
	return order ? order : x->c->line - y->c->line;
}

static struct listed *listed_all(const struct baseline *b, int *n)
{
	struct listed *v = NULL;

	*n = 0;
	for (int i = 0; i < b->n; i++) {
		for (int k = 0; k < b->v[i].ngaps; k++) {
			const struct baseline_gap *g = &b->v[i].gaps[k];

			for (int j = 0; j < g->ncases; j++) {
				GROW(v, *n);
				v[(*n)++] = (struct listed){&b->v[i], g->gap,
							    &g->cases[j]};
			}
		}
	}
	return v;
}

/* A gap of a case can be listed twice only under two conditions. */
static void twice_check(const struct baseline *b, struct mistakes *m)
{
	int n;
	struct listed *v = listed_all(b, &n);

	if (n)
		qsort(v, (size_t)n, sizeof(*v), by_id);
	for (int i = 1; i < n; i++) {
		const struct listed *x = &v[i - 1], *y = &v[i];

		if (strcmp(x->c->id, y->c->id) == 0 &&
		    strcmp(x->gap, y->gap) == 0 &&
		    same(x->e->version, y->e->version) &&
		    same(x->e->kernel, y->e->kernel))
			mistakes_add(m, y->c->line,
				     "%s is already listed with this gap on "
				     "line %d",
				     y->c->id, x->c->line);
	}
	free(v);
}

/* Returns the schema, 0 when the rest of the file cannot be understood. */
static int schema_read(const struct node *root, const char *host,
		       struct mistakes *m)
{
	const struct node *n = node_get(root, "schema");
	char want[16], *end;
	long schema;

	snprintf(want, sizeof(want), "%d", BASELINE_SCHEMA);
	if (n && node_is(n, want))
		return BASELINE_SCHEMA;
	if (n && node_is(n, "1"))
		return 1;
	if (!n || !node_has_text(n)) {
		mistakes_add(m, n ? n->line : root->line,
			     "a baseline must have `schema: %s`", want);
		return false;
	}
	schema = strtol(n->text, &end, 10);
	if (*end || schema < 0)
		mistakes_add(m, n->line, "schema must be %s, not %s", want,
			     n->text);
	else if (schema > BASELINE_SCHEMA)
		mistakes_add(m, n->line,
			     "it has schema %ld, this sockdiff reads %s: use a "
			     "newer sockdiff",
			     schema, want);
	else
		mistakes_add(m, n->line,
			     "it has the old schema %ld: remove it and write "
			     "it again with `sockdiff baseline -H %s`",
			     schema, host);
	return false;
}

static void host_read_check(struct baseline *b, const struct node *root,
			    const char *host, struct mistakes *m)
{
	const struct node *n = node_get(root, "host");

	if (!n || !node_has_text(n)) {
		mistakes_add(m, n ? n->line : root->line,
			     "a baseline must name its host: `host: %s`", host);
		return;
	}
	b->host = text_cleaned(n->text);
	if (strcmp(b->host, host) != 0)
		mistakes_add(m, n->line,
			     "this is the baseline of host %s, "
			     "not of %s",
			     b->host, host);
}

static void version_read(struct baseline *b, const struct node *root,
			 struct mistakes *m)
{
	const struct node *n = node_get(root, "version");

	if (!n)
		return;
	if (!node_has_text(n)) {
		mistakes_add(m, n->line,
			     "version must be text, the version of the host");
		return;
	}
	b->version = text_cleaned(n->text);
	b->version_line = n->line;
}

static void top_keys_check(const struct node *root, const char *list,
			   struct mistakes *m)
{
	for (int i = 0; i < root->n; i++) {
		struct words w = {.wrong = root->keys[i]->text};
		bool known = node_is(root->keys[i], list);

		words_try(&w, list);
		for (size_t k = 0; k + 1 < COUNT(top_keys); k++) {
			known = known || node_is(root->keys[i], top_keys[k]);
			words_try(&w, top_keys[k]);
		}
		if (!known)
			unknown(m, root->keys[i], &w);
	}
}

static void root_read(struct baseline *b, const struct node *root,
		      const char *host, struct mistakes *m)
{
	const struct node *list;
	const char *key;
	int schema;

	if (root->kind != NODE_MAP) {
		mistakes_add(m, root->line,
			     "this is not a baseline; `sockdiff baseline` "
			     "writes one");
		return;
	}
	schema = schema_read(root, host, m);
	if (!schema)
		return;
	key = schema == 1 ? "gaps" : top_keys[COUNT(top_keys) - 1];
	host_read_check(b, root, host, m);
	version_read(b, root, m);
	top_keys_check(root, key, m);
	list = node_get(root, key);
	if (!list || list->kind != NODE_LIST)
		mistakes_add(m, list ? list->line : root->line,
			     "%s must be a list ([] if there are none)", key);
	else
		for (int i = 0; i < list->n; i++)
			entry_read(b, list->items[i], schema == 1, m);
	twice_check(b, m);
}

/* All mistakes as lines of one text. */
static int mistakes_fail(struct mistakes *m, const char *file, char **why)
{
	struct buf all = {0};
	char **v = NULL;
	int n = 0;

	mistakes_move(m, file, &v, &n);
	for (int i = 0; i < n; i++) {
		buf_printf(&all, "%s%s", i ? "\n" : "", v[i]);
		free(v[i]);
	}
	free(v);
	fail(why, "%s", all.s);
	buf_free(&all);
	return -1;
}

int baseline_load(struct baseline *b, const char *file, const char *host,
		  char **why)
{
	struct mistakes m = {0};
	struct tree t = {0};

	*b = (struct baseline){.file = xstrdup(file)};
	if (tree_load(&t, file, &m) == 0)
		root_read(b, t.root, host, &m);
	tree_free(&t);
	if (m.n)
		return mistakes_fail(&m, file, why);
	mistakes_free(&m);
	return 0;
}
