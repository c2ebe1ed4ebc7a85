/* SPDX-License-Identifier: Apache-2.0 */
/*
 * baseline_write.c: baselines made new from a run, and written so that the
 * difference of two reads well: sorted, a case a line.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "baseline.h"
#include "outcome.h"
#include "results.h"

/* --- made new -------------------------------------------------------------*/

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

/* Does a run say that this case has this gap no longer? */
static bool is_gone(const struct baseline_entry *e, const json_t *tcase)
{
	char *gap = baseline_signature(tcase);
	bool gone = outcome_of(tcase) != ERROR &&
		    (!gap || strcmp(gap, e->gap) != 0);

	free(gap);
	return gone;
}

/* Take the cases out of an entry that a run says nothing or else of. */
static void entry_prune(struct baseline_entry *e, const json_t *cases,
			bool prune, struct baseline_change *change)
{
	int n = 0;

	for (int i = 0; i < e->ncases; i++) {
		const json_t *c = case_find_id(cases, e->cases[i].id);

		if (c ? is_gone(e, c) : prune) {
			free(e->cases[i].id);
			change->removed++;
			continue;
		}
		change->kept++;
		change->absent += c == NULL;
		e->cases[n++] = e->cases[i];
	}
	e->ncases = n;
}

static bool is_listed(const struct baseline_entry *e, const char *id)
{
	for (int i = 0; i < e->ncases; i++)
		if (strcmp(e->cases[i].id, id) == 0)
			return true;
	return false;
}

/* The entry of a gap that holds here; a new one if there is none. */
static struct baseline_entry *entry_of(struct baseline *b, const char *gap)
{
	for (int i = 0; i < b->n; i++)
		if (b->v[i].holds && strcmp(b->v[i].gap, gap) == 0)
			return &b->v[i];
	GROW(b->v, b->n);
	b->v[b->n] = (struct baseline_entry){ .gap = xstrdup(gap),
					      .holds = true };
	return &b->v[b->n++];
}

static void case_add(struct baseline *b, const json_t *tcase,
		     struct baseline_change *change)
{
	const char *id = report_str(tcase, "id");
	char *gap = baseline_signature(tcase);
	struct baseline_entry *e;

	for (int i = 0; gap && i < b->n; i++) {
		if (b->v[i].holds && strcmp(b->v[i].gap, gap) == 0 &&
		    is_listed(&b->v[i], id)) {
			free(gap);
			return;
		}
	}
	if (!gap)
		return;
	e = entry_of(b, gap);
	GROW(e->cases, e->ncases);
	e->cases[e->ncases++] = (struct baseline_case){ .id = xstrdup(id) };
	change->added++;
	free(gap);
}

static int by_case(const void *a, const void *b)
{
	const struct baseline_case *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static int order_of(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* What is left the same sorts by its line: it stays where it was. */
static int by_gap(const void *a, const void *b)
{
	const struct baseline_entry *x = a, *y = b;
	int order = strcmp(x->gap, y->gap);

	if (order == 0)
		order = order_of(x->version, y->version);
	if (order == 0)
		order = order_of(x->kernel, y->kernel);
	return order ? order : x->line - y->line;
}

static void sort(struct baseline *b)
{
	int n = 0;

	for (int i = 0; i < b->n; i++) {
		struct baseline_entry *e = &b->v[i];

		if (e->ncases > 0)
			qsort(e->cases, (size_t)e->ncases, sizeof(*e->cases),
			      by_case);
	}
	/* Empty entries go last, and then altogether. */
	for (int i = 0; i < b->n; i++) {
		struct baseline_entry e = b->v[i];

		if (e.ncases == 0)
			continue;
		b->v[i] = b->v[n];
		b->v[n++] = e;
	}
	baseline_keep(b, n);
	if (n > 0)
		qsort(b->v, (size_t)n, sizeof(*b->v), by_gap);
}

struct baseline_change baseline_update(struct baseline *b,
				       const json_t *cases, bool prune)
{
	struct baseline_change change = { 0 };
	size_t i;
	json_t *c;

	for (int k = 0; k < b->n; k++)
		if (b->v[k].holds)
			entry_prune(&b->v[k], cases, prune, &change);
	json_array_foreach(cases, i, c)
		case_add(b, c, &change);
	sort(b);
	return change;
}

/* --- written --------------------------------------------------------------*/

/* Can it stand in a block of YAML without quotes? */
static bool is_plain(const char *s)
{
	static const char begin[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char rest[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789./[]|,=+@_-";

	return *s && strchr(begin, *s) && s[strspn(s, rest)] == '\0';
}

/* JSON's strings are YAML's double-quoted ones. */
static void put(struct buf *b, const char *before, const char *s)
{
	json_t *j = json_string(s);
	char *quoted = json_dumps(j, JSON_ENCODE_ANY);

	assert(quoted);
	buf_printf(b, "%s%s\n", before, is_plain(s) ? s : quoted);
	free(quoted);
	json_decref(j);
}

static void put_optional(struct buf *b, const char *before, const char *s)
{
	if (s)
		put(b, before, s);
}

char *baseline_text(const struct baseline *b)
{
	struct buf text = { 0 };
	const char *none = " []\n";

	buf_puts(&text,
		 "# Gaps that are known. `sockdiff baseline` writes this file "
		 "again from a run and\n"
		 "# keeps issue, reason, expires, version and kernel of what "
		 "stays; write there,\n"
		 "# comments are lost.\n");
	buf_printf(&text, "schema: %d\n", BASELINE_SCHEMA);
	put(&text, "host: ", b->host);
	put_optional(&text, "version: ", b->version);
	buf_puts(&text, "gaps:");
	for (int i = 0; i < b->n; i++) {
		const struct baseline_entry *e = &b->v[i];

		buf_puts(&text, *none ? "\n" : "");
		none = "";
		put(&text, "  - gap: ", e->gap);
		put_optional(&text, "    issue: ", e->issue);
		put_optional(&text, "    reason: ", e->reason);
		put_optional(&text, "    expires: ", e->expires);
		put_optional(&text, "    version: ", e->version);
		put_optional(&text, "    kernel: ", e->kernel);
		buf_puts(&text, "    cases:\n");
		for (int k = 0; k < e->ncases; k++)
			put(&text, "      - ", e->cases[k].id);
	}
	buf_puts(&text, none);
	return buf_take(&text);
}
