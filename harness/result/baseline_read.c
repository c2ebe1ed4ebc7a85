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
	{ "gap", offsetof(struct baseline_entry, gap) },
	{ "issue", offsetof(struct baseline_entry, issue) },
	{ "reason", offsetof(struct baseline_entry, reason) },
	{ "expires", offsetof(struct baseline_entry, expires) },
	{ "version", offsetof(struct baseline_entry, version) },
	{ "kernel", offsetof(struct baseline_entry, kernel) },
};

static const char *const top_keys[] = { "schema", "host", "version",
					"gaps" };

static void unknown(struct mistakes *m, const struct node *key,
		    struct words *w)
{
	mistakes_add(m, key->line, "there is no key %s here%s", key->text,
		     words_hint(w));
}

static void entry_text(struct baseline_entry *e, const struct text_key *k,
		       const struct node *value, struct mistakes *m)
{
	if (!node_has_text(value))
		mistakes_add(m, value->line, "%s must be a text", k->name);
	else
		*(char **)((char *)e + k->at) = text_cleaned(value->text);
}

static void entry_cases(struct baseline_entry *e, const struct node *value,
			struct mistakes *m)
{
	if (value->kind != NODE_LIST || value->n == 0) {
		mistakes_add(m, value->line, "cases must be a list of ids");
		return;
	}
	for (int i = 0; i < value->n; i++) {
		const struct node *id = value->items[i];

		if (!node_has_text(id)) {
			mistakes_add(m, id->line, "this is no id of a case; "
						  "does it need quotes?");
			continue;
		}
		GROW(e->cases, e->ncases);
		e->cases[e->ncases++] = (struct baseline_case){
			.id = text_cleaned(id->text), .line = id->line };
	}
}

static void entry_key(struct baseline_entry *e, const struct node *key,
		      const struct node *value, struct mistakes *m)
{
	struct words w = { .wrong = key->text };

	if (node_is(key, "cases")) {
		entry_cases(e, value, m);
		return;
	}
	words_try(&w, "cases");
	for (size_t i = 0; i < COUNT(text_keys); i++) {
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
	struct tm tm = { 0 };
	char again[32];
	const char *end = strptime(text, "%Y-%m-%d", &tm);

	if (!end || *end || timegm(&tm) == -1)
		return false;
	strftime(again, sizeof(again), "%Y-%m-%d", &tm);
	return strcmp(again, text) == 0;
}

static void entry_check(const struct baseline_entry *e,
			const struct node *node, struct mistakes *m)
{
	const struct node *day = node_get(node, "expires");

	if (!node_get(node, "gap"))
		mistakes_add(m, node->line, "this entry has no gap");
	if (!node_get(node, "cases"))
		mistakes_add(m, node->line, "this entry has no cases");
	if (e->expires && !is_day(e->expires))
		mistakes_add(m, day->line, "expires must be a day such as "
					   "2026-12-31, not %s", e->expires);
}

static void entry_read(struct baseline *b, const struct node *node,
		       struct mistakes *m)
{
	struct baseline_entry *e;

	if (node->kind != NODE_MAP) {
		mistakes_add(m, node->line, "an entry has the keys gap and "
					    "cases, and this has none");
		return;
	}
	GROW(b->v, b->n);
	e = &b->v[b->n++];
	*e = (struct baseline_entry){ .line = node->line };
	for (int i = 0; i < node->n; i++)
		entry_key(e, node->keys[i], node->items[i], m);
	entry_check(e, node, m);
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

struct listed {
	const struct baseline_entry *e;
	const struct baseline_case *c;
};

static int by_id(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	int order = strcmp(x->c->id, y->c->id);

	return order ? order : x->c->line - y->c->line;
}

/* A case can have two gaps only under two conditions. */
static void twice_check(const struct baseline *b, struct mistakes *m)
{
	struct listed *v = NULL;
	int n = 0;

	for (int i = 0; i < b->n; i++) {
		for (int k = 0; k < b->v[i].ncases; k++) {
			GROW(v, n);
			v[n++] = (struct listed){ &b->v[i],
						  &b->v[i].cases[k] };
		}
	}
	if (n)
		qsort(v, (size_t)n, sizeof(*v), by_id);
	for (int i = 1; i < n; i++) {
		const struct listed *x = &v[i - 1], *y = &v[i];

		if (strcmp(x->c->id, y->c->id) == 0 &&
		    same(x->e->version, y->e->version) &&
		    same(x->e->kernel, y->e->kernel))
			mistakes_add(m, y->c->line,
				     "%s is listed on line %d already",
				     y->c->id, x->c->line);
	}
	free(v);
}

/* Returns false when the rest of the file cannot be understood. */
static bool schema_read(const struct node *root, const char *host,
			struct mistakes *m)
{
	const struct node *n = node_get(root, "schema");
	char want[16], *end;
	long schema;

	snprintf(want, sizeof(want), "%d", BASELINE_SCHEMA);
	if (n && node_is(n, want))
		return true;
	if (!n || !node_has_text(n)) {
		mistakes_add(m, n ? n->line : root->line,
			     "a baseline says `schema: %s`", want);
		return false;
	}
	schema = strtol(n->text, &end, 10);
	if (*end || schema < 0)
		mistakes_add(m, n->line, "schema must be %s, not %s", want,
			     n->text);
	else if (schema > BASELINE_SCHEMA)
		mistakes_add(m, n->line, "it has schema %ld and this sockdiff "
					 "reads %s: take a newer sockdiff",
			     schema, want);
	else
		mistakes_add(m, n->line, "it has the old schema %ld: remove "
					 "it and make it again with `sockdiff "
					 "baseline -H %s`", schema, host);
	return false;
}

static void host_read_check(struct baseline *b, const struct node *root,
			    const char *host, struct mistakes *m)
{
	const struct node *n = node_get(root, "host");

	if (!n || !node_has_text(n)) {
		mistakes_add(m, n ? n->line : root->line,
			     "a baseline says of which host it is: "
			     "`host: %s`", host);
		return;
	}
	b->host = text_cleaned(n->text);
	if (strcmp(b->host, host) != 0)
		mistakes_add(m, n->line, "this is the baseline of host %s, "
					 "not of %s", b->host, host);
}

static void version_read(struct baseline *b, const struct node *root,
			 struct mistakes *m)
{
	const struct node *n = node_get(root, "version");

	if (!n)
		return;
	if (!node_has_text(n)) {
		mistakes_add(m, n->line, "version is the host's, a text");
		return;
	}
	b->version = text_cleaned(n->text);
	b->version_line = n->line;
}

static void root_read(struct baseline *b, const struct node *root,
		      const char *host, struct mistakes *m)
{
	const struct node *gaps = node_get(root, "gaps");

	if (root->kind != NODE_MAP) {
		mistakes_add(m, root->line, "this is no baseline; `sockdiff "
					    "baseline` writes one");
		return;
	}
	if (!schema_read(root, host, m))
		return;
	host_read_check(b, root, host, m);
	version_read(b, root, m);
	for (int i = 0; i < root->n; i++) {
		struct words w = { .wrong = root->keys[i]->text };
		bool known = false;

		for (size_t k = 0; k < COUNT(top_keys); k++) {
			known = known || node_is(root->keys[i], top_keys[k]);
			words_try(&w, top_keys[k]);
		}
		if (!known)
			unknown(m, root->keys[i], &w);
	}
	if (!gaps || gaps->kind != NODE_LIST)
		mistakes_add(m, gaps ? gaps->line : root->line,
			     "gaps must be a list, [] for none");
	else
		for (int i = 0; i < gaps->n; i++)
			entry_read(b, gaps->items[i], m);
	twice_check(b, m);
}

/* All mistakes as lines of one text. */
static int mistakes_fail(struct mistakes *m, const char *file, char **why)
{
	struct buf all = { 0 };
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
	struct mistakes m = { 0 };
	struct tree t = { 0 };

	*b = (struct baseline){ .file = xstrdup(file) };
	if (tree_load(&t, file, &m) == 0)
		root_read(b, t.root, host, &m);
	tree_free(&t);
	if (m.n)
		return mistakes_fail(&m, file, why);
	mistakes_free(&m);
	return 0;
}
