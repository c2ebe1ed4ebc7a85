/* SPDX-License-Identifier: Apache-2.0 */
#include "html_data.h"

#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "verdict/diff.h"
#include "lang/tables.h"
#include "html_cases.h"
#include "html_run.h"

static json_t *verdicts(void)
{
	json_t *a = json_array();

	for (int v = 0; v < VERDICT_COUNT; v++)
		json_array_append_new(a, json_string(verdict_names[v]));
	return a;
}

static json_t *classes(void)
{
	json_t *o = json_object();

	for (int i = 0; i < GAP_COUNT; i++)
		json_object_set_new(o, gap_names[i],
				    json_string(gap_meanings[i]));
	return o;
}

static const char *word_kind(const char *word)
{
	if (op_find(word))
		return "operation";
	if (sockopt_find(word))
		return "option";
	if (errno_find(word) || strncmp(word, "EAI_", 4) == 0)
		return "error";
	return "word";
}

/* What each word of all covers is; they are texts by now. */
static json_t *words(const struct report_input *in)
{
	json_t *o = json_object(), *tcase, *word;
	size_t i, k;

	for (int r = 0; r < in->n; r++)
		json_array_foreach (report_cases(&in->runs[r]), i, tcase)
			json_array_foreach (json_object_get(tcase, "covers"), k,
					    word) {
				const char *s = json_string_value(word);

				json_object_set_new(o, s,
						    json_string(word_kind(s)));
			}
	return o;
}

json_t *html_data(const struct report_input *in)
{
	struct html html = {0};
	json_t *o = json_object(), *runs = json_array();

	html_cases(&html, in);
	for (int i = 0; i < in->n; i++)
		json_array_append_new(runs,
				      html_run(&html, &in->runs[i], in->to));
	json_object_set_new(o, "version", json_string(SOCKDIFF_VERSION));
	json_object_set_new(o, "verdicts", verdicts());
	json_object_set_new(o, "classes", classes());
	json_object_set_new(o, "words", words(in));
	json_object_set_new(o, "files", html.files);
	json_object_set_new(o, "cases", html.cases);
	json_object_set_new(o, "gaps", shared_take(&html.gaps));
	json_object_set_new(o, "steps", shared_take(&html.plays.steps));
	json_object_set_new(o, "said", shared_take(&html.plays.said));
	json_object_set_new(o, "plays", shared_take(&html.plays.plays));
	json_object_set_new(o, "texts", shared_take(&html.plays.texts));
	json_object_set_new(o, "runs", runs);
	json_decref(html.numbers);
	return o;
}
