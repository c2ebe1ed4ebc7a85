/* SPDX-License-Identifier: Apache-2.0 */
#include "guests/lang/rows.h"
#include "result/outcome.h"
#include "causes_text.h"
#include "result/cause_changes.h"
#include "summary.h"

#include <stdlib.h>
#include <string.h>

#include "result/results.h"
#include "result/groups.h"

/* Lists longer than this go on in the file. */
#define LIST_MAX 20

/* One report being written. */
struct end {
	struct buf *b;
	const struct report_end_style *style;
	const json_t *results, *cases, *times;
	const char *file;
};

ROWS_BEGIN(verdict_words);
static const struct {
	const char *one, *many;
	enum hue hue;
} verdict_words[VERDICT_COUNT] = {
	[ROW(SAME)] = {"same", "same", HUE_GOOD},
	[ROW(DIFFERS)] = {"differs", "differ", HUE_BAD},
	[ROW(INEXPRESSIBLE)] = {"inexpressible", "inexpressible", HUE_GREY},
	[ROW(UNSUPPORTED)] = {"unsupported", "unsupported", HUE_WARN},
	[ROW(CRASHED)] = {"crashed", "crashed", HUE_BAD},
	[ROW(HUNG)] = {"hung", "hung", HUE_BAD},
	[ROW(BROKEN)] = {"broken", "broken", HUE_BAD},
};
ROWS_END(verdict_words, VERDICT_COUNT);

enum hue verdict_hue(int verdict)
{
	return verdict < VERDICT_COUNT ? verdict_words[verdict].hue : HUE_BAD;
}

void count_text(struct buf *b, int verdict, int n)
{
	buf_printf(b, "%d %s", n,
		   n == 1 ? verdict_words[verdict].one
			  : verdict_words[verdict].many);
}

void duration_text(struct buf *b, long long us)
{
	long long s = us / 1000000;

	if (us < 1000000)
		buf_printf(b, "%lld ms", us / 1000);
	else if (s < 60)
		buf_printf(b, "%lld.%lld s", s, us / 100000 % 10);
	else
		buf_printf(b, "%lld min %lld s", s / 60, s % 60);
}

static int number(const json_t *o, const char *key)
{
	return (int)json_integer_value(json_object_get(o, key));
}

static void section(struct end *e, const char *title)
{
	buf_puts(e->b, e->b->len > 0 ? "\n" : "");
	text_hue(e->b, e->style->color, HUE_BOLD, title);
	buf_puts(e->b, "\n");
}

static bool is_narrow(const struct end *e)
{
	return e->style->width < 60;
}

/* "  41 cases  sentence", the sentence wrapped where it begins. */
static void counted(struct end *e, int n, const char *sentence)
{
	int indent = is_narrow(e) ? 4 : 12;
	char *count = xasprintf("%4d %s  ", n, n == 1 ? "case " : "cases");

	buf_puts(e->b, count);
	text_wrap(e->b, sentence, 12, indent, e->style->width);
	buf_puts(e->b, "\n");
	free(count);
}

/* The words of a host that ended, with its gap. */
static void said(struct end *e, const json_t *tcase, int indent)
{
	const char *text = report_str(tcase, "said");
	char *line;

	if (!*text)
		return;
	line = xasprintf("the host printed: %s", text);
	buf_printf(e->b, "%*s", indent, "");
	text_wrap(e->b, line, indent, indent, e->style->width);
	buf_puts(e->b, "\n");
	free(line);
}

/* A command is never wrapped: it is there to be copied. */
static void replay(struct end *e, const json_t *tcase, int indent)
{
	buf_printf(e->b, "%*s%s\n", indent, "", report_str(tcase, "replay"));
}

static void more(struct end *e, int n, const char *what)
{
	if (n > 0)
		buf_printf(e->b, "  and %d more%s; see %s\n", n, what, e->file);
}

static void groups_text(struct end *e, const char *title, struct groups *g)
{
	int indent = is_narrow(e) ? 4 : 12;

	if (g->n > 0)
		section(e, title);
	for (int i = 0; i < g->n && i < LIST_MAX; i++) {
		const json_t *c = g->v[i].first;

		counted(e, g->v[i].n, g->v[i].sentence);
		buf_printf(e->b, "%*s%s:%d\n", indent, "",
			   report_str(c, "file"), case_line(c));
		said(e, c, indent);
		replay(e, c, indent);
	}
	more(e, g->n - LIST_MAX, " of this kind");
}

/* What a verdict's cases have in common, without a place: it is a count. */
static void reasons_text(struct end *e, const char *title, int verdict,
			 const char *by)
{
	struct groups g = group_reasons(e->cases, verdict_names[verdict], by);

	if (g.n > 0)
		section(e, title);
	for (int i = 0; i < g.n && i < LIST_MAX; i++)
		counted(e, g.v[i].n, g.v[i].sentence);
	more(e, g.n - LIST_MAX, " reasons");
	groups_free(&g);
}

/* Whose lack it is, most of them first: they are mended in other places. */
static void unsaid_text(struct end *e)
{
	for (int by = 0; by < UNSAID_COUNT; by++) {
		char *title =
			xasprintf("inexpressible: %s", unsaid_kinds[by].title);

		reasons_text(e, title, INEXPRESSIBLE, unsaid_kinds[by].name);
		free(title);
	}
}

static void broken_text(struct end *e)
{
	struct groups g = group_reasons(e->cases, verdict_names[BROKEN], NULL);

	groups_text(e, "broken: nothing was compared", &g);
	groups_free(&g);
}

static bool is_first(const struct groups *g, const json_t *tcase)
{
	for (int i = 0; i < g->n && i < LIST_MAX; i++)
		if (g->v[i].first == tcase)
			return true;
	return false;
}

/* The cases behind the groups; each group's first one is there already. */
static void others_text(struct end *e, const struct groups *g)
{
	int n = 0;
	size_t i;
	json_t *c;

	json_array_foreach (e->cases, i, c) {
		if (!group_has(c) || is_first(g, c))
			continue;
		if (n == 0)
			section(e, "more cases with these gaps");
		if (n < LIST_MAX)
			replay(e, c, 2);
		n++;
	}
	more(e, n - LIST_MAX, "");
}

/* The cases of a cause, up to the limit that all causes share. */
static void fixed_ids(struct end *e, const json_t *cause, int *n)
{
	size_t i;
	json_t *id;

	json_array_foreach (json_object_get(cause, "cases"), i, id)
		if ((*n)++ < LIST_MAX)
			buf_printf(e->b, "    %s\n", json_string_value(id));
}

static void fixed_text(struct end *e)
{
	json_t *causes = causes_fixed(e->results), *c;
	int n = 0;
	size_t i;

	if (json_array_size(causes) > 0)
		section(e, "fixed: listed in the baseline, but gone");
	json_array_foreach (causes, i, c) {
		int gaps = number(c, "gaps");
		const char *what = report_str(c, "sentence");

		if (n >= LIST_MAX) {
			n += (int)json_array_size(json_object_get(c, "cases"));
			continue;
		}
		buf_printf(e->b, "%4d %s  ", gaps, gaps == 1 ? "gap " : "gaps");
		text_cut(e->b, *what ? what : "of an unknown cause",
			 e->style->width - 12);
		buf_puts(e->b, "\n");
		fixed_ids(e, c, &n);
	}
	more(e, n - LIST_MAX, "");
	json_decref(causes);
}

/* Entries of the baseline that were not applied. */
static void notes_text(struct end *e)
{
	size_t i;
	json_t *note;

	json_array_foreach (json_object_get(e->results, "notes"), i, note)
		buf_printf(e->b, "%s%s\n", i ? "" : "\n",
			   json_string_value(note));
}

/*
 * Beside the results: Linux itself is not what was stored of it. The first
 * of what could not be read stands for all: it is mostly one reason.
 */
static void drift_text(struct end *e)
{
	int n = number(e->results, "drift"), unknown = 0;
	const char *first = NULL;
	size_t i;
	json_t *c;

	if (n > 0)
		buf_printf(e->b,
			   "\n"
			   "drift: on Linux %d %s from reference/ "
			   "(recorded on %s)\n",
			   n, n == 1 ? "case differs" : "cases differ",
			   report_str(e->results, "recorded"));
	json_array_foreach (e->cases, i, c) {
		const char *drift = report_str(c, "drift");

		if (*drift && !report_is_drift(c)) {
			first = first ? first : drift + strlen(DRIFT_UNKNOWN);
			unknown++;
		} else if (*drift && e->style->verbose) {
			buf_printf(e->b, "  %s\n      %s\n",
				   report_str(c, "id"), drift);
		}
	}
	if (unknown > 0)
		buf_printf(e->b, "\ndrift: unknown for %d %s: %s\n", unknown,
			   unknown == 1 ? "case" : "cases", first);
}

struct timed {
	const char *id;
	long long us;
};

static int by_us(const void *a, const void *b)
{
	const struct timed *x = a, *y = b;

	if (x->us != y->us)
		return x->us < y->us ? 1 : -1;
	return strcmp(x->id, y->id);
}

/* All times, longest first; the caller frees them. */
static struct timed *times_sorted(const struct end *e, int *n)
{
	json_t *us = json_object_get(e->times, "cases");
	struct timed *v = xcalloc(json_object_size(us) + 1, sizeof(*v));
	const char *id;
	json_t *j;

	*n = 0;
	json_object_foreach (us, id, j)
		v[(*n)++] = (struct timed){id, json_integer_value(j)};
	qsort(v, (size_t)*n, sizeof(*v), by_us);
	return v;
}

static void slowest_text(struct end *e)
{
	int n, most = e->style->durations;
	struct timed *v = times_sorted(e, &n);

	/* The slowest of one says nothing. */
	if (n < 2)
		most = 0;
	if (most > 0)
		section(e, "slowest");
	for (int i = 0; i < n && i < most; i++) {
		struct buf took = {0};

		duration_text(&took, v[i].us);
		buf_printf(e->b, "%10s  %s\n", took.s, v[i].id);
		buf_free(&took);
	}
	free(v);
}

static int by_number(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return x < y ? -1 : x > y;
}

static long long median(long long *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), by_number);
	return v[n / 2];
}

/* What the host takes before its guest speaks, and what all else takes. */
static void starts_text(struct end *e)
{
	json_t *starts = json_object_get(e->times, "starts");
	json_t *all = json_object_get(e->times, "cases"), *j;
	size_t most = json_object_size(starts) + 1;
	long long *start = xcalloc(most, sizeof(*start));
	long long *rest = xcalloc(most, sizeof(*rest));
	const char *id;
	int n = 0;

	json_object_foreach (starts, id, j) {
		start[n] = json_integer_value(j);
		rest[n] =
			json_integer_value(json_object_get(all, id)) - start[n];
		n++;
	}
	if (n > 1) {
		buf_puts(e->b, "start-up ");
		duration_text(e->b, median(start, n));
		buf_puts(e->b, ", steps ");
		duration_text(e->b, median(rest, n));
		buf_printf(e->b, " (medians of %d cases)\n", n);
	}
	free(start);
	free(rest);
}

static void counts_text(struct end *e)
{
	const json_t *counts = json_object_get(e->results, "counts");
	const char *comma = "";

	for (int v = 0; v < VERDICT_COUNT; v++) {
		struct buf text = {0};
		int n = number(counts, verdict_names[v]);

		if (n == 0)
			continue;
		count_text(&text, v, n);
		buf_puts(e->b, comma);
		text_hue(e->b, e->style->color, verdict_hue(v), text.s);
		buf_free(&text);
		comma = ", ";
	}
	if (*comma == '\0')
		buf_puts(e->b, "no cases");
}

static void last_line(struct end *e)
{
	int known = number(e->results, "known");
	int fixed = number(e->results, "fixed");

	buf_puts(e->b, e->b->len > 0 ? "\n" : "");
	if (json_is_true(json_object_get(e->results, "interrupted")))
		buf_printf(e->b, "interrupted: %zu of %d cases were played\n",
			   json_array_size(e->cases), e->style->total);
	if (json_is_false(json_object_get(e->results, "packets")))
		buf_puts(e->b, "packets were not compared\n");
	starts_text(e);
	counts_text(e);
	if (known > 0 || fixed > 0)
		buf_printf(e->b, " (%d known, %d new, %d fixed)", known,
			   number(e->results, "new"), fixed);
	if (e->times != NULL) {
		buf_puts(e->b, " in ");
		duration_text(e->b, json_integer_value(json_object_get(
					    e->times, "total_us")));
	}
	buf_puts(e->b, "\n");
}

void report_end(struct buf *b, const struct report_end_style *style,
		const json_t *results, const json_t *times, const char *file)
{
	struct end e = {
		.b = b,
		.style = style,
		.results = results,
		.cases = json_object_get(results, "cases"),
		.times = times,
		.file = file,
	};
	struct groups gaps = group_gaps(e.cases);

	causes_text(b, style, results);
	if (style->gaps)
		groups_text(&e, "differences from Linux, by number of cases",
			    &gaps);
	reasons_text(&e, "unsupported: not implemented by the host",
		     UNSUPPORTED, NULL);
	unsaid_text(&e);
	broken_text(&e);
	fixed_text(&e);
	slowest_text(&e);
	if (style->gaps)
		others_text(&e, &gaps);
	drift_text(&e);
	notes_text(&e);
	last_line(&e);
	groups_free(&gaps);
}
