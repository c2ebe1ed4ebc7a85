/* SPDX-License-Identifier: Apache-2.0 */
/*
 * baseline_update.c: a list made new from a run.
 */
#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "case/find.h"
#include "causes.h"
#include "outcome.h"
#include "results.h"

/* A run as this file looks at it. */
struct run {
	const json_t *cases, *causes;
	bool prune;
	struct baseline_change change;
};

static const json_t *case_find_id(const json_t *cases, const char *id)
{
	size_t low = 0, high = json_array_size(cases);

	while (low < high) {
		size_t mid = (low + high) / 2;
		const json_t *c = json_array_get(cases, mid);
		int order = strcmp(report_str(c, "id"), id);

		if (order == 0)
			return c;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* Which of a case's signatures is it? -1 for none. */
static int signature_at(const json_t *tcase, const char *gap)
{
	json_t *all = baseline_signatures(tcase), *s;
	int at = -1;
	size_t i;

	json_array_foreach (all, i, s)
		if (at < 0 && strcmp(json_string_value(s), gap) == 0)
			at = (int)i;
	json_decref(all);
	return at;
}

/* The cause of a case's gap; where it has no gap, the verdict is one. */
static const char *cause_at(const json_t *tcase, int at)
{
	size_t i;
	json_t *g;

	json_array_foreach (json_object_get(tcase, "gaps"), i, g)
		if (!json_is_true(json_object_get(g, "consequence")) &&
		    at-- == 0)
			return report_str(g, "cause");
	return report_str(tcase, "verdict");
}

static const char *sentence_of(const struct run *r, const char *cause)
{
	size_t i;
	json_t *c;

	json_array_foreach (r->causes, i, c)
		if (strcmp(report_str(c, "id"), cause) == 0)
			return report_str(c, "sentence");
	return NULL;
}

/* --- what is there --------------------------------------------------------*/

/* The name that a case has now, its variant with it, or NULL. */
static char *new_name(const char *id)
{
	char *base = case_renamed(id), *name = NULL;

	if (base)
		name = xasprintf("%s%s", base, id + strcspn(id, "["));
	free(base);
	return name;
}

/* The case of a run; one that was renamed has its new name from now on. */
static const json_t *case_renew(struct baseline_case *listed,
				const struct run *r)
{
	const json_t *c = case_find_id(r->cases, listed->id);
	char *to = c ? NULL : new_name(listed->id);

	if (to)
		c = case_find_id(r->cases, to);
	if (to && c) {
		free(listed->id);
		listed->id = to;
		return c;
	}
	free(to);
	return c;
}

/* Take the cases out that a run says nothing or else of. */
static void gap_prune(struct baseline_gap *g, struct run *r)
{
	int n = 0;

	for (int i = 0; i < g->ncases; i++) {
		const json_t *c = case_renew(&g->cases[i], r);
		bool stays = c ? outcome_of(c) == ERROR ||
					     signature_at(c, g->gap) >= 0
			       : !r->prune;

		if (!stays) {
			free(g->cases[i].id);
			r->change.removed++;
			continue;
		}
		r->change.kept++;
		r->change.absent += c == NULL;
		g->cases[n++] = g->cases[i];
	}
	g->ncases = n;
}

static struct baseline_gap *gap_get(struct baseline_entry *e, const char *gap)
{
	for (int i = 0; i < e->ngaps; i++)
		if (strcmp(e->gaps[i].gap, gap) == 0)
			return &e->gaps[i];
	GROW(e->gaps, e->ngaps);
	e->gaps[e->ngaps] = (struct baseline_gap){.gap = xstrdup(gap)};
	return &e->gaps[e->ngaps++];
}

/* Takes id over. */
static void case_put(struct baseline_entry *e, const char *gap, char *id)
{
	struct baseline_gap *g = gap_get(e, gap);

	GROW(g->cases, g->ncases);
	g->cases[g->ncases++] = (struct baseline_case){.id = id};
}

static void text_set(char **text, const char *to)
{
	char *copy = to ? xstrdup(to) : NULL;

	free(*text);
	*text = copy;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* --- to the cause that it has now -----------------------------------------*/

/* The entry of a cause that has all that people wrote of another, or -1. */
static int entry_alike(const struct baseline *b, const char *cause,
		       const struct baseline_entry *like)
{
	for (int i = 0; i < b->n; i++) {
		const struct baseline_entry *e = &b->v[i];

		if (e->holds && strcmp(e->cause, cause) == 0 &&
		    same(e->issue, like->issue) &&
		    same(e->expires, like->expires) &&
		    same(e->version, like->version) &&
		    same(e->kernel, like->kernel))
			return i;
	}
	return -1;
}

static int entry_new(struct baseline *b, const char *cause,
		     const char *sentence)
{
	GROW(b->v, b->n);
	b->v[b->n] = (struct baseline_entry){
		.cause = xstrdup(cause),
		.sentence = sentence ? xstrdup(sentence) : NULL,
		.holds = true,
	};
	return b->n++;
}

/* Two reasons of one cause are both worth reading. */
static void reason_join(struct baseline_entry *e, const char *reason)
{
	char *both;

	if (!reason || (e->reason && strstr(e->reason, reason)))
		return;
	both = e->reason ? xasprintf("%s; %s", e->reason, reason)
			 : xstrdup(reason);
	free(e->reason);
	e->reason = both;
}

/* Index of the entry that gets gaps of a cause out of another entry. */
static int entry_for(struct baseline *b, const struct run *r, const char *cause,
		     int from)
{
	const char *sentence = sentence_of(r, cause);
	int at = entry_alike(b, cause, &b->v[from]);

	if (at < 0) {
		at = entry_new(b, cause, sentence);
		text_set(&b->v[at].issue, b->v[from].issue);
		text_set(&b->v[at].expires, b->v[from].expires);
		text_set(&b->v[at].version, b->v[from].version);
		text_set(&b->v[at].kernel, b->v[from].kernel);
		b->v[at].expired = b->v[from].expired;
	}
	if (sentence)
		text_set(&b->v[at].sentence, sentence);
	if (at != from)
		reason_join(&b->v[at], b->v[from].reason);
	return at;
}

/* Move what has another cause now; all cases of the gap were played. */
static void gap_move(struct baseline *b, const struct run *r, int from, int k)
{
	int n = 0, ncases = b->v[from].gaps[k].ncases;

	for (int i = 0; i < ncases; i++) {
		struct baseline_gap *g = &b->v[from].gaps[k];
		struct baseline_case one = g->cases[i];
		const json_t *c = case_find_id(r->cases, one.id);
		int sig = c ? signature_at(c, g->gap) : -1;
		int to = sig < 0 ? from
				 : entry_for(b, r, cause_at(c, sig), from);

		g = &b->v[from].gaps[k];
		if (to == from)
			g->cases[n++] = one;
		else
			case_put(&b->v[to], g->gap, one.id);
	}
	b->v[from].gaps[k].ncases = n;
}

/* Returns whether the run played all cases of it. */
static bool entry_prune(struct baseline_entry *e, struct run *r)
{
	int absent = r->change.absent;

	for (int k = 0; k < e->ngaps; k++)
		gap_prune(&e->gaps[k], r);
	return r->change.absent == absent;
}

/* All are pruned, and so counted, before a gap moves. */
static void renew(struct baseline *b, struct run *r)
{
	int n = b->n;
	bool *whole = xcalloc((size_t)n + 1, sizeof(*whole));

	for (int i = 0; i < n; i++)
		whole[i] = b->v[i].holds && entry_prune(&b->v[i], r);
	for (int i = 0; i < n; i++)
		for (int k = 0; whole[i] && k < b->v[i].ngaps; k++)
			gap_move(b, r, i, k);
	free(whole);
}

/* --- what is not there yet ------------------------------------------------*/

static bool is_listed(const struct baseline *b, const char *gap, const char *id)
{
	for (int i = 0; i < b->n; i++)
		if (b->v[i].holds && baseline_lists(&b->v[i], gap, id))
			return true;
	return false;
}

/* The first entry of a cause that holds here; a new one if there is none. */
static int entry_of(struct baseline *b, const struct run *r, const char *cause)
{
	for (int i = 0; i < b->n; i++)
		if (b->v[i].holds && strcmp(b->v[i].cause, cause) == 0)
			return i;
	return entry_new(b, cause, sentence_of(r, cause));
}

static void case_add(struct baseline *b, struct run *r, const json_t *tcase)
{
	const char *id = report_str(tcase, "id");
	json_t *all = baseline_signatures(tcase), *s;
	size_t i;
	int at;

	json_array_foreach (all, i, s) {
		const char *gap = json_string_value(s);

		if (is_listed(b, gap, id))
			continue;
		at = entry_of(b, r, cause_at(tcase, (int)i));
		case_put(&b->v[at], gap, xstrdup(id));
		r->change.added++;
	}
	json_decref(all);
}

/* --- in order -------------------------------------------------------------*/

static int by_case(const void *a, const void *b)
{
	const struct baseline_case *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static int by_gap(const void *a, const void *b)
{
	const struct baseline_gap *x = a, *y = b;

	return strcmp(x->gap, y->gap);
}

static int order_of(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* What is left the same sorts by its line: it stays where it was. */
static int by_cause(const void *a, const void *b)
{
	const struct baseline_entry *x = a, *y = b;
	int order = cause_severity(x->cause) - cause_severity(y->cause);

	if (order == 0)
		order = strcmp(x->cause, y->cause);
	if (order == 0)
		order = order_of(x->version, y->version);
	if (order == 0)
		order = order_of(x->kernel, y->kernel);
	if (order == 0)
		order = order_of(x->issue, y->issue);
	return order ? order : x->line - y->line;
}

/* Gaps without cases go. */
static void entry_sort(struct baseline_entry *e)
{
	int n = 0;

	for (int i = 0; i < e->ngaps; i++) {
		struct baseline_gap g = e->gaps[i];

		if (g.ncases == 0) {
			free(g.cases);
			free(g.gap);
			continue;
		}
		qsort(g.cases, (size_t)g.ncases, sizeof(*g.cases), by_case);
		e->gaps[n++] = g;
	}
	e->ngaps = n;
	if (n > 0)
		qsort(e->gaps, (size_t)n, sizeof(*e->gaps), by_gap);
}

static void sort(struct baseline *b)
{
	int n = 0;

	/* Empty entries go last, and then altogether. */
	for (int i = 0; i < b->n; i++) {
		struct baseline_entry e;

		entry_sort(&b->v[i]);
		e = b->v[i];
		if (e.ngaps == 0)
			continue;
		b->v[i] = b->v[n];
		b->v[n++] = e;
	}
	baseline_keep(b, n);
	if (n > 0)
		qsort(b->v, (size_t)n, sizeof(*b->v), by_cause);
}

struct baseline_change baseline_update(struct baseline *b, json_t *cases,
				       bool prune)
{
	json_t *causes = causes_of(cases), *c;
	struct run r = {.cases = cases, .causes = causes, .prune = prune};
	size_t i;

	renew(b, &r);
	json_array_foreach (cases, i, c)
		case_add(b, &r, c);
	sort(b);
	json_decref(causes);
	return r.change;
}
