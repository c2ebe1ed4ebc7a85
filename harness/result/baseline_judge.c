/* SPDX-License-Identifier: Apache-2.0 */
/*
 * baseline_judge.c: one case of a run against the list, gap by gap.
 */
#include <string.h>

#include "baseline.h"
#include "outcome.h"
#include "results.h"
#include "verdict/diff.h"

static bool counts(const json_t *gap)
{
	return !json_is_true(json_object_get(gap, "consequence"));
}

/* Is there a gap that says what the verdict does? */
static bool has_class(const json_t *tcase, const char *class)
{
	size_t i;
	json_t *g;

	json_array_foreach (json_object_get(tcase, "gaps"), i, g)
		if (counts(g) && strcmp(report_str(g, "class"), class) == 0)
			return true;
	return false;
}

/* It crashed later on, of which its gaps say nothing. */
static bool is_more(const json_t *tcase)
{
	int v = report_verdict(tcase);

	return (v == CRASHED && !has_class(tcase, "crash")) ||
	       (v == HUNG && !has_class(tcase, "hang"));
}

static json_t *verdict_and(const json_t *tcase, const char *text)
{
	return json_sprintf("%s: %s", report_str(tcase, "verdict"), text);
}

json_t *baseline_signatures(const json_t *tcase)
{
	json_t *all = json_array(), *g;
	bool more = is_more(tcase);
	size_t i;

	if (!report_is_gap(report_verdict(tcase)))
		return all;
	json_array_foreach (json_object_get(tcase, "gaps"), i, g) {
		const char *text = report_str(g, "signature");

		if (!counts(g))
			continue;
		json_array_append_new(all, more ? verdict_and(tcase, text)
						: json_string(text));
		more = false;
	}
	if (json_array_size(all) == 0)
		json_array_append_new(
			all, verdict_and(tcase, report_str(tcase, "why")));
	return all;
}

static bool gap_lists(const struct baseline_gap *g, const char *id)
{
	for (int i = 0; i < g->ncases; i++)
		if (strcmp(g->cases[i].id, id) == 0)
			return true;
	return false;
}

bool baseline_lists(const struct baseline_entry *e, const char *gap,
		    const char *id)
{
	for (int i = 0; i < e->ngaps; i++)
		if (strcmp(e->gaps[i].gap, gap) == 0 &&
		    gap_lists(&e->gaps[i], id))
			return true;
	return false;
}

static bool is_known(const struct baseline *b, const char *gap, const char *id)
{
	for (int i = 0; i < b->n; i++)
		if (b->v[i].holds && !b->v[i].expired &&
		    baseline_lists(&b->v[i], gap, id))
			return true;
	return false;
}

static bool has_text(const json_t *texts, const char *text)
{
	size_t i;
	json_t *t;

	json_array_foreach (texts, i, t)
		if (strcmp(json_string_value(t), text) == 0)
			return true;
	return false;
}

static json_t *gone_json(const struct baseline_entry *e,
			 const struct baseline_gap *g)
{
	return json_pack("{s:s, s:s, s:s}", "cause", e->cause, "sentence",
			 e->sentence ? e->sentence : e->cause, "gap", g->gap);
}

/* The gaps of a case that are listed, and that it has no longer. */
static json_t *gone_of(const struct baseline *b, const char *id,
		       const json_t *signatures)
{
	json_t *gone = json_array();

	for (int i = 0; i < b->n; i++) {
		const struct baseline_entry *e = &b->v[i];

		for (int k = 0; k < e->ngaps && e->holds; k++)
			if (gap_lists(&e->gaps[k], id) &&
			    !has_text(signatures, e->gaps[k].gap))
				json_array_append_new(
					gone, gone_json(e, &e->gaps[k]));
	}
	return gone;
}

/* Say of each gap that counts whether it is known; returns how many are not. */
static int gaps_judge(const struct baseline *b, json_t *tcase,
		      const json_t *signatures)
{
	const char *id = report_str(tcase, "id");
	size_t i, k = 0;
	int fresh = 0;
	json_t *g;

	json_array_foreach (signatures, i, g)
		fresh += !is_known(b, json_string_value(g), id);
	json_array_foreach (json_object_get(tcase, "gaps"), i, g) {
		const json_t *text = json_array_get(signatures, k);

		json_object_del(g, "baseline");
		if (!counts(g) || !text)
			continue;
		json_object_set_new(
			g, "baseline",
			json_string(is_known(b, json_string_value(text), id)
					    ? "known"
					    : "new"));
		k++;
	}
	return fresh;
}

static const char *word_of(int fresh, const json_t *gone,
			   const json_t *signatures)
{
	if (fresh > 0)
		return "new";
	if (json_array_size(gone) > 0)
		return "fixed";
	return json_array_size(signatures) > 0 ? "known" : NULL;
}

void baseline_judge(const struct baseline *b, json_t *tcase)
{
	json_t *signatures, *gone;
	const char *word;

	json_object_del(tcase, "baseline");
	json_object_del(tcase, "gone");
	if (outcome_of(tcase) == ERROR)
		return;
	signatures = baseline_signatures(tcase);
	gone = gone_of(b, report_str(tcase, "id"), signatures);
	word = word_of(gaps_judge(b, tcase, signatures), gone, signatures);
	if (word)
		json_object_set_new(tcase, "baseline", json_string(word));
	if (json_array_size(gone) > 0)
		json_object_set(tcase, "gone", gone);
	json_decref(gone);
	json_decref(signatures);
}
