/* SPDX-License-Identifier: Apache-2.0 */
#include "outcome.h"

#include <stdlib.h>
#include <string.h>

#include "guests/lang/rows.h"
#include "verdict/diff.h"
#include "results.h"
#include "verdict/sentence.h"

/* Of a case that no baseline has a word on. */
ROWS_BEGIN(by_verdict);
static const enum outcome by_verdict[VERDICT_COUNT + 1] = {
	[ROW(SAME)] = PASSED,           [ROW(DIFFERS)] = FAILED,
	[ROW(INEXPRESSIBLE)] = SKIPPED, [ROW(UNSUPPORTED)] = FAILED,
	[ROW(CRASHED)] = FAILED,        [ROW(HUNG)] = FAILED,
	[ROW(BROKEN)] = ERROR,          [ROW(VERDICT_COUNT)] = ERROR,
};
ROWS_END(by_verdict, VERDICT_COUNT + 1);

enum outcome outcome_of(const json_t *tcase)
{
	const char *baseline = report_str(tcase, "baseline");
	enum outcome o = by_verdict[report_verdict(tcase)];

	if (o == ERROR)
		return ERROR;
	if (strcmp(baseline, "fixed") == 0)
		return FIXED;
	return o == FAILED && strcmp(baseline, "known") == 0 ? KNOWN : o;
}

bool outcome_is_bad(enum outcome o)
{
	return o == FAILED || o == FIXED || o == ERROR;
}

/* Whose lack it is; results of before there were several kinds say the ABI's. */
static const char *unsaid_title(const json_t *tcase)
{
	for (int i = 0; i < UNSAID_COUNT; i++)
		if (strcmp(report_str(tcase, "by"), unsaid_kinds[i].name) == 0)
			return unsaid_kinds[i].title;
	return unsaid_kinds[UNSAID_abi].title;
}

char *outcome_text(const json_t *tcase)
{
	static const char *const before[OUTCOME_COUNT] = {
		[KNOWN] = "known: ",
		[ERROR] = "not played: ",
	};
	enum outcome o = outcome_of(tcase);
	char *sentence, *text;

	if (o == PASSED)
		return xstrdup("");
	if (o == FIXED)
		return xstrdup("the baseline lists a gap that is gone: remove "
			       "it from the baseline");
	sentence = case_sentence(tcase);
	text = o == SKIPPED ? xasprintf("%s: %s", unsaid_title(tcase), sentence)
			    : xasprintf("%s%s", before[o] ? before[o] : "",
					sentence);
	free(sentence);
	return text;
}

const char *outcome_type(const json_t *tcase)
{
	const json_t *g = outcome_gap(tcase);

	if (outcome_of(tcase) == FIXED)
		return "fixed";
	return g ? report_str(g, "class") : report_str(tcase, "verdict");
}

const json_t *outcome_gap(const json_t *tcase)
{
	const json_t *gaps = json_object_get(tcase, "gaps");
	size_t i;
	json_t *g;

	json_array_foreach (gaps, i, g)
		if (!json_is_true(json_object_get(g, "consequence")))
			return g;
	return NULL;
}

int outcome_consequences(const json_t *tcase)
{
	const json_t *gaps = json_object_get(tcase, "gaps");
	int n = 0;
	size_t i;
	json_t *g;

	json_array_foreach (gaps, i, g)
		n += json_is_true(json_object_get(g, "consequence"));
	return n;
}

bool outcome_is_flaky(const json_t *tcase)
{
	return json_is_true(json_object_get(tcase, "flaky"));
}

char *case_sentence(const json_t *tcase)
{
	const json_t *g = outcome_gap(tcase);
	struct buf b = {0};

	if (g != NULL)
		gap_sentence(&b, &(struct gap_words){
					 .op = report_str(g, "op"),
					 .option = report_str(g, "option"),
					 .gap_class = report_str(g, "class"),
					 .what = report_str(g, "what"),
					 .want = report_str(g, "want"),
					 .got = report_str(g, "got")});
	else
		buf_puts(&b, report_str(tcase, "why"));
	return buf_take(&b);
}

int case_line(const json_t *tcase)
{
	const json_t *g = outcome_gap(tcase);

	return (int)json_integer_value(json_object_get(g ? g : tcase, "line"));
}
