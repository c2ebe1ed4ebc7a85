/* SPDX-License-Identifier: Apache-2.0 */
/*
 * causes.c: from gaps, each with a rule's kind and key, to causes. What one
 * gap cannot know is decided here: whether its errno is one of many.
 */
#include "causes.h"

#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "cause_parts.h"
#include "outcome.h"
#include "results.h"

/* So many words of a list are in a sentence. */
#define LISTED 6

static const struct {
	const char *id, *sentence;
} kinds[CAUSE_KINDS] = {
#define CAUSE(id, sentence) {#id, sentence},
#include "causes.def"
#undef CAUSE
};

struct cause {
	enum cause_kind kind;
	const char *key; /* a gap's */
	int *gaps, n;    /* indices, in the order of cases */
};

struct causes {
	struct cause *v;
	int n;
};

/* A set of words with how often each is, most first when it is sorted. */
struct tally {
	struct word {
		const char *text;
		int n;
	} * v;
	int n;
};

static void tally_add(struct tally *t, const char *text)
{
	for (int i = 0; i < t->n; i++) {
		if (strcmp(t->v[i].text, text) == 0) {
			t->v[i].n++;
			return;
		}
	}
	GROW(t->v, t->n);
	t->v[t->n++] = (struct word){text, 1};
}

static int by_count(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return strcmp(x->text, y->text);
}

static void tally_sort(struct tally *t)
{
	if (t->n > 0)
		qsort(t->v, (size_t)t->n, sizeof(*t->v), by_count);
}

/* --- which gaps -----------------------------------------------------------*/

static void gaps_add(struct cause_gaps *g, const json_t *tcase, json_t *gap)
{
	struct cause_gap c = {
		.gap = gap,
		.tcase = tcase,
		.op = report_str(gap, "op"),
		.option = report_str(gap, "option"),
		.gclass = report_str(gap, "class"),
		.what = report_str(gap, "what"),
		.want = report_str(gap, "want"),
		.got = report_str(gap, "got"),
		.call = report_str(gap, "call"),
	};

	cause_of(&c);
	GROW(g->v, g->n);
	g->v[g->n++] = c;
}

static struct cause_gaps gaps_of(json_t *cases)
{
	struct cause_gaps g = {0};
	size_t i, k;
	json_t *c, *gap;

	json_array_foreach (cases, i, c) {
		if (!report_is_gap(report_verdict(c)))
			continue;
		json_array_foreach (json_object_get(c, "gaps"), k, gap)
			if (!json_is_true(json_object_get(gap, "consequence")))
				gaps_add(&g, c, gap);
	}
	return g;
}

static void gaps_free(struct cause_gaps *g)
{
	for (int i = 0; i < g->n; i++) {
		free(g->v[i].key);
		free(g->v[i].detail);
	}
	free(g->v);
}

/* --- causes ---------------------------------------------------------------*/

static struct cause *cause_get(struct causes *c, const struct cause_gap *g)
{
	for (int i = 0; i < c->n; i++)
		if (c->v[i].kind == g->kind && strcmp(c->v[i].key, g->key) == 0)
			return &c->v[i];
	GROW(c->v, c->n);
	c->v[c->n] = (struct cause){.kind = g->kind, .key = g->key};
	return &c->v[c->n++];
}

static struct causes collect(const struct cause_gaps *g)
{
	struct causes c = {0};

	for (int i = 0; i < g->n; i++) {
		struct cause *one = cause_get(&c, &g->v[i]);

		GROW(one->gaps, one->n);
		one->gaps[one->n++] = i;
	}
	return c;
}

static int by_severity(const void *a, const void *b)
{
	const struct cause *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return strcmp(x->key, y->key);
}

/* "recv, send and 3 more" */
static char *listed(const struct tally *t)
{
	struct buf b = {0};

	for (int i = 0; i < t->n && i < LISTED; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", t->v[i].text);
	if (t->n > LISTED)
		buf_printf(&b, " and %d more", t->n - LISTED);
	return buf_take(&b);
}

/* What a sentence can name of a cause's gaps. */
struct named {
	struct tally ops, wants, gots;
};

static char *named_text(const struct cause *c, const struct named *n,
			char which)
{
	switch (which) {
	case 'o':
		return listed(&n->ops);
	case 'w':
		return listed(&n->wants);
	case 'g':
		return listed(&n->gots);
	}
	return xstrdup(c->key);
}

static char *sentence_of(const struct cause *c, const struct named *named)
{
	const char *p = kinds[c->kind].sentence;
	struct buf b = {0};

	while (*p) {
		size_t n = strcspn(p, "{");

		buf_add(&b, p, n);
		p += n;
		if (*p) {
			char *text = named_text(c, named, p[1]);

			buf_puts(&b, text);
			free(text);
		}
		p += strcspn(p, "}") + (*p != '\0');
	}
	return buf_take(&b);
}

static json_t *tally_json(const struct tally *t, bool counted)
{
	json_t *a = json_array();

	for (int i = 0; i < t->n; i++)
		json_array_append_new(
			a, counted ? json_pack("{s:s, s:i}", "text",
					       t->v[i].text, "gaps", t->v[i].n)
				   : json_string(t->v[i].text));
	return a;
}

/* A gap early in its case is the smallest proof; then the shortest id. */
static bool is_smaller(const struct cause_gap *a, const struct cause_gap *b)
{
	json_int_t x = json_integer_value(json_object_get(a->gap, "step"));
	json_int_t y = json_integer_value(json_object_get(b->gap, "step"));

	return x != y ? x < y
		      : strlen(report_str(a->tcase, "id")) <
				strlen(report_str(b->tcase, "id"));
}

static bool is_known(const struct cause_gap *g)
{
	const char *word = report_str(g->gap, "baseline");

	return strcmp(*word ? word : report_str(g->tcase, "baseline"),
		      "known") == 0;
}

static struct named named_of(const struct cause *c, const struct cause_gaps *g)
{
	struct named n = {0};

	for (int i = 0; i < c->n; i++) {
		const struct cause_gap *gap = &g->v[c->gaps[i]];

		tally_add(&n.ops, gap->op);
		tally_add(&n.wants, gap->want);
		tally_add(&n.gots, gap->got);
	}
	tally_sort(&n.ops);
	tally_sort(&n.wants);
	tally_sort(&n.gots);
	return n;
}

static void named_free(struct named *n)
{
	free(n->ops.v);
	free(n->wants.v);
	free(n->gots.v);
}

/* The gap that proves it with the fewest steps. */
static const struct cause_gap *proof_of(const struct cause *c,
					const struct cause_gaps *g)
{
	const struct cause_gap *proof = &g->v[c->gaps[0]];

	for (int i = 1; i < c->n; i++)
		if (is_smaller(&g->v[c->gaps[i]], proof))
			proof = &g->v[c->gaps[i]];
	return proof;
}

/* gaps, cases, known, and the table of details. */
static void counts_set(json_t *o, const struct cause *c,
		       const struct cause_gaps *g)
{
	struct tally details = {0};
	const char *last = "";
	int known = 0, cases = 0;

	for (int i = 0; i < c->n; i++) {
		const struct cause_gap *gap = &g->v[c->gaps[i]];
		const char *id = report_str(gap->tcase, "id");

		tally_add(&details, gap->detail);
		known += is_known(gap);
		cases += strcmp(id, last) != 0; /* they are sorted */
		last = id;
	}
	tally_sort(&details);
	json_object_set_new(o, "gaps", json_integer(c->n));
	json_object_set_new(o, "cases", json_integer(cases));
	json_object_set_new(o, "known", json_integer(known));
	json_object_set_new(o, "details", tally_json(&details, true));
	free(details.v);
}

static json_t *cause_json(const struct cause *c, const struct cause_gaps *g)
{
	const struct cause_gap *proof = proof_of(c, g);
	struct named named = named_of(c, g);
	char *sentence = sentence_of(c, &named);
	char *id = xasprintf("%s%s%s", kinds[c->kind].id, *c->key ? ":" : "",
			     c->key);
	json_t *o = json_pack("{s:s, s:s, s:s}", "id", id, "kind",
			      kinds[c->kind].id, "sentence", sentence);

	json_object_set_new(o, "ops", tally_json(&named.ops, false));
	counts_set(o, c, g);
	json_object_set(o, "proof", json_object_get(proof->tcase, "id"));
	json_object_set(o, "replay", json_object_get(proof->tcase, "replay"));
	for (int i = 0; i < c->n; i++)
		json_object_set_new(g->v[c->gaps[i]].gap, "cause",
				    json_string(id));
	named_free(&named);
	free(sentence);
	free(id);
	return o;
}

int cause_severity(const char *id)
{
	size_t n = strcspn(id, ":");

	for (int i = 0; i < CAUSE_KINDS; i++)
		if (strlen(kinds[i].id) == n && memcmp(kinds[i].id, id, n) == 0)
			return i;
	return CAUSE_KINDS;
}

json_t *causes_of(json_t *cases)
{
	struct cause_gaps g = gaps_of(cases);
	struct causes c;
	json_t *a = json_array();

	cause_join(&g, cases);
	c = collect(&g);
	if (c.n > 0)
		qsort(c.v, (size_t)c.n, sizeof(*c.v), by_severity);
	for (int i = 0; i < c.n; i++) {
		json_array_append_new(a, cause_json(&c.v[i], &g));
		free(c.v[i].gaps);
	}
	free(c.v);
	gaps_free(&g);
	return a;
}
