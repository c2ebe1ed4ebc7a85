/* SPDX-License-Identifier: Apache-2.0 */
/*
 * causes.c: from gaps, each with a rule's kind and key, to causes. What one
 * gap cannot know is decided here: whether its errno is one of many.
 */
#include "causes.h"

#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "outcome.h"
#include "results.h"

/* So many errnos with one fate are one cause and not as many. */
#define MANY 3
/* So many words of a list are in a sentence. */
#define LISTED 6

static const struct {
	const char *id, *sentence;
} kinds[CAUSE_KINDS] = {
#define CAUSE(id, sentence) { #id, sentence },
#include "causes.def"
#undef CAUSE
};

struct gaps {
	struct cause_gap *v;
	int n;
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
	} *v;
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
	t->v[t->n++] = (struct word){ text, 1 };
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

static void gaps_add(struct gaps *g, const json_t *tcase, json_t *gap)
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
	};

	cause_of(&c);
	GROW(g->v, g->n);
	g->v[g->n++] = c;
}

static struct gaps gaps_of(json_t *cases)
{
	struct gaps g = { 0 };
	size_t i, k;
	json_t *c, *gap;

	json_array_foreach(cases, i, c) {
		if (!report_is_gap(report_verdict(c)))
			continue;
		json_array_foreach(json_object_get(c, "gaps"), k, gap)
			if (!json_is_true(json_object_get(gap, "consequence")))
				gaps_add(&g, c, gap);
	}
	return g;
}

static void gaps_free(struct gaps *g)
{
	for (int i = 0; i < g->n; i++) {
		free(g->v[i].key);
		free(g->v[i].detail);
	}
	free(g->v);
}

/* --- one errno of many ----------------------------------------------------*/

static void rekey(struct cause_gap *g, enum cause_kind kind, const char *key)
{
	free(g->key);
	g->kind = kind;
	g->key = xstrdup(key);
}

/* How many errnos of Linux meet the fate of that gap's? */
static int fate_count(const struct gaps *g, const struct cause_gap *like)
{
	struct tally wants = { 0 };
	int n;

	for (int i = 0; i < g->n; i++) {
		const struct cause_gap *c = &g->v[i];

		if (c->kind == like->kind && strcmp(c->got, like->got) == 0 &&
		    (c->kind != CAUSE_accepted ||
		     strcmp(cause_family(c->op), cause_family(like->op)) == 0))
			tally_add(&wants, c->want);
	}
	n = wants.n;
	free(wants.v);
	return n;
}

/* All are counted before one is changed: the rule is about the whole run. */
static void join_errnos(struct gaps *g)
{
	bool *many = xcalloc((size_t)g->n + 1, sizeof(*many));

	for (int i = 0; i < g->n; i++)
		if (g->v[i].kind == CAUSE_renamed ||
		    g->v[i].kind == CAUSE_accepted)
			many[i] = fate_count(g, &g->v[i]) >= MANY;
	for (int i = 0; i < g->n; i++) {
		struct cause_gap *c = &g->v[i];

		if (many[i] && c->kind == CAUSE_renamed)
			rekey(c, CAUSE_collapsed, c->got);
		else if (many[i])
			rekey(c, CAUSE_error_hidden, cause_family(c->op));
	}
	free(many);
}

/* --- causes ---------------------------------------------------------------*/

static struct cause *cause_get(struct causes *c, const struct cause_gap *g)
{
	for (int i = 0; i < c->n; i++)
		if (c->v[i].kind == g->kind &&
		    strcmp(c->v[i].key, g->key) == 0)
			return &c->v[i];
	GROW(c->v, c->n);
	c->v[c->n] = (struct cause){ .kind = g->kind, .key = g->key };
	return &c->v[c->n++];
}

static struct causes collect(const struct gaps *g)
{
	struct causes c = { 0 };

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
	struct buf b = { 0 };

	for (int i = 0; i < t->n && i < LISTED; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", t->v[i].text);
	if (t->n > LISTED)
		buf_printf(&b, " and %d more", t->n - LISTED);
	return buf_take(&b);
}

static char *sentence_of(const struct cause *c, const char *ops,
			 const char *wants)
{
	const char *p = kinds[c->kind].sentence;
	struct buf b = { 0 };

	while (*p) {
		size_t n = strcspn(p, "{");

		buf_add(&b, p, n);
		p += n;
		if (*p)
			buf_puts(&b, p[1] == 'o' ? ops :
				     p[1] == 'k' ? c->key : wants);
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
					       t->v[i].text, "gaps",
					       t->v[i].n) :
				     json_string(t->v[i].text));
	return a;
}

/* A gap early in its case is the smallest proof; then the shortest id. */
static bool is_smaller(const struct cause_gap *a, const struct cause_gap *b)
{
	json_int_t x = json_integer_value(json_object_get(a->gap, "step"));
	json_int_t y = json_integer_value(json_object_get(b->gap, "step"));

	return x != y ? x < y : strlen(report_str(a->tcase, "id")) <
				strlen(report_str(b->tcase, "id"));
}

static json_t *cause_json(const struct cause *c, const struct gaps *g)
{
	struct tally ops = { 0 }, wants = { 0 }, details = { 0 }, ids = { 0 };
	const struct cause_gap *proof = &g->v[c->gaps[0]];
	char *op_list, *want_list, *sentence, *id;
	int known = 0;
	json_t *o;

	for (int i = 0; i < c->n; i++) {
		const struct cause_gap *gap = &g->v[c->gaps[i]];

		tally_add(&ops, gap->op);
		tally_add(&wants, gap->want);
		tally_add(&details, gap->detail);
		tally_add(&ids, report_str(gap->tcase, "id"));
		known += strcmp(report_str(gap->tcase, "baseline"), "known") ==
			 0;
		if (is_smaller(gap, proof))
			proof = gap;
	}
	tally_sort(&ops);
	tally_sort(&wants);
	tally_sort(&details);
	op_list = listed(&ops);
	want_list = listed(&wants);
	sentence = sentence_of(c, op_list, want_list);
	id = xasprintf("%s%s%s", kinds[c->kind].id, *c->key ? ":" : "",
		       c->key);
	o = json_pack("{s:s, s:s, s:s, s:i, s:i, s:i, s:o, s:o, s:s, s:s}", "id",
		      id, "kind", kinds[c->kind].id, "sentence", sentence,
		      "gaps", c->n, "cases", ids.n, "known", known, "ops",
		      tally_json(&ops, false), "details",
		      tally_json(&details, true), "proof",
		      report_str(proof->tcase, "id"), "replay",
		      report_str(proof->tcase, "replay"));
	for (int i = 0; i < c->n; i++)
		json_object_set_new(g->v[c->gaps[i]].gap, "cause",
				    json_string(id));
	free(ops.v);
	free(wants.v);
	free(details.v);
	free(ids.v);
	free(op_list);
	free(want_list);
	free(sentence);
	free(id);
	return o;
}

json_t *causes_of(json_t *cases)
{
	struct gaps g = gaps_of(cases);
	struct causes c;
	json_t *a = json_array();

	join_errnos(&g);
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
