/* SPDX-License-Identifier: Apache-2.0 */
#include "compare.h"

#include <stdlib.h>
#include <string.h>

#include "guests/lang/rows.h"
#include "verdict/diff.h"
#include "outcome.h"
#include "results.h"
#include "groups.h"
#include "base/util.h"

const char *const change_names[CHANGE_COUNT] = {
#define CHANGE(name, title) #name,
#include "change.def"
#undef CHANGE
};

const char *const change_titles[CHANGE_COUNT] = {
#define CHANGE(name, title) title,
#include "change.def"
#undef CHANGE
};

/* How bad a verdict is. */
ROWS_BEGIN(badness);
static const int badness[VERDICT_COUNT + 1] = {
	[ROW(SAME)] = 0,    [ROW(INEXPRESSIBLE)] = 0, [ROW(UNSUPPORTED)] = 1,
	[ROW(DIFFERS)] = 1, [ROW(HUNG)] = 2,          [ROW(CRASHED)] = 3,
	[ROW(BROKEN)] = 0,  [ROW(VERDICT_COUNT)] = 0,
};
ROWS_END(badness, VERDICT_COUNT + 1);

static bool is_equal(const json_t *a, const json_t *b)
{
	const json_t *x = outcome_gap(a), *y = outcome_gap(b);

	return report_verdict(a) == report_verdict(b) &&
	       strcmp(report_str(x, "signature"), report_str(y, "signature")) ==
		       0;
}

/* What became of it; -1 when nothing did. */
static int kind_of(const json_t *a, const json_t *b)
{
	/* What was broken was not played. */
	bool was = a && outcome_of(a) != ERROR;
	bool is = b && outcome_of(b) != ERROR;

	if (!was || !is)
		return was ? CHANGE_gone : is ? CHANGE_added : -1;
	if (is_equal(a, b))
		return -1;
	if (badness[report_verdict(b)] > badness[report_verdict(a)] &&
	    outcome_of(b) != KNOWN)
		return CHANGE_regressed;
	if (report_is_gap(report_verdict(a)) && report_verdict(b) == SAME)
		return CHANGE_fixed;
	return CHANGE_changed;
}

static void add(struct comparison *c, const json_t *a, const json_t *b)
{
	int kind = kind_of(a, b);

	c->same_a += a && report_verdict(a) == SAME;
	c->same_b += b && report_verdict(b) == SAME;
	c->broken += b && outcome_of(b) == ERROR;
	if (kind < 0)
		return;
	GROW(c->v, c->n);
	c->v[c->n++] = (struct change){(enum change_kind)kind, a, b};
	c->counts[kind]++;
}

struct comparison compare(const struct report_run *a,
			  const struct report_run *b)
{
	struct comparison c = {.a = a,
			       .b = b,
			       .causes = cause_changes(a->results, b->results)};
	size_t i = 0, k = 0;

	for (;;) {
		const json_t *x = json_array_get(report_cases(a), i);
		const json_t *y = json_array_get(report_cases(b), k);
		int order = !x - !y;

		if (!x && !y)
			return c;
		if (x && y)
			order = strcmp(report_str(x, "id"),
				       report_str(y, "id"));
		add(&c, order <= 0 ? x : NULL, order >= 0 ? y : NULL);
		i += order <= 0;
		k += order >= 0;
	}
}

void comparison_free(struct comparison *c)
{
	free(c->v);
	cause_changes_free(&c->causes);
	*c = (struct comparison){0};
}

int comparison_status(const struct comparison *c)
{
	if (c->broken > 0 ||
	    json_is_true(json_object_get(c->b->results, "interrupted")))
		return STATUS_BROKEN;
	return c->counts[CHANGE_regressed] > 0 ? STATUS_GAPS : STATUS_GOOD;
}

const json_t *change_case(const struct change *ch)
{
	return ch->b ? ch->b : ch->a;
}

json_t *comparison_cases(const struct comparison *c, enum change_kind kind)
{
	json_t *cases = json_array();

	for (int i = 0; i < c->n; i++)
		if (c->v[i].kind == kind && c->v[i].b)
			json_array_append(cases, (json_t *)c->v[i].b);
	return cases;
}

char *change_side(const json_t *tcase)
{
	char *sentence, *text;

	if (!tcase)
		return xstrdup("not played");
	if (report_verdict(tcase) == SAME)
		return xstrdup("same");
	sentence = case_sentence(tcase);
	text = xasprintf("%s: %s", report_str(tcase, "verdict"), sentence);
	free(sentence);
	return text;
}

static void caveat_add(struct buf *b, const char *what, const char *x,
		       const char *y)
{
	if (strcmp(x, y) != 0)
		buf_printf(b, "%s%s %s and %s", b->len ? ", " : "", what,
			   *x ? x : "unknown", *y ? y : "unknown");
}

static const char *packets_word(const json_t *results)
{
	return json_is_false(json_object_get(results, "packets"))
		       ? "not captured"
		       : "captured";
}

char *comparison_caveat(const struct comparison *c)
{
	const json_t *a = c->a->results, *b = c->b->results;
	const json_t *x = json_object_get(a, "machine");
	const json_t *y = json_object_get(b, "machine");
	struct buf text = {0};

	caveat_add(&text, "sockdiff", report_str(a, "sockdiff"),
		   report_str(b, "sockdiff"));
	caveat_add(&text, "Linux", report_str(x, "kernel"),
		   report_str(y, "kernel"));
	caveat_add(&text, "machines", report_str(x, "arch"),
		   report_str(y, "arch"));
	caveat_add(&text, "packets", packets_word(a), packets_word(b));
	return buf_take(&text);
}
