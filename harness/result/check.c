/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check.c: is a JSON value really what result/results.h says?
 */
#include <stdlib.h>
#include <string.h>

#include "guests/lang/rows.h"
#include "verdict/diff.h"
#include "results.h"
#include "load.h"
#include "base/words.h"

/* BOOL stands for both of jansson's types. */
enum shape { STRING, NUMBER, LIST, WORDS, OBJECT, BOOL };

ROWS_BEGIN(shape_names);
static const char *const shape_names[] = {
	[ROW(STRING)] = "a string",  [ROW(NUMBER)] = "a number",
	[ROW(LIST)] = "a list",      [ROW(WORDS)] = "a list of strings",
	[ROW(OBJECT)] = "an object", [ROW(BOOL)] = "true or false",
};
ROWS_END(shape_names, BOOL + 1);

struct key {
	const char *name;
	enum shape shape;
	bool need;
};

static const struct key top_keys[] = {{"sockdiff", STRING, true},
				      {"host", OBJECT, true},
				      {"machine", OBJECT, true},
				      {"counts", OBJECT, true},
				      {"known", NUMBER, false},
				      {"new", NUMBER, true},
				      {"fixed", NUMBER, true},
				      {"drift", NUMBER, false},
				      {"recorded", STRING, false},
				      {"interrupted", BOOL, false},
				      {"baseline", STRING, false},
				      {"notes", WORDS, false},
				      {"packets", BOOL, false},
				      {"shard", OBJECT, false},
				      {"selection", WORDS, false},
				      {"cases", LIST, true},
				      {0}};

static const struct key host_keys[] = {{"name", STRING, true},
				       {"abi", STRING, false},
				       {"command", STRING, false},
				       {"version", STRING, false},
				       {0}};

static const struct key machine_keys[] = {{"kernel", STRING, false},
					  {"arch", STRING, false},
					  {"sysctls", OBJECT, false},
					  {0}};

static const struct key case_keys[] = {
	{"id", STRING, true},      {"file", STRING, true},
	{"line", NUMBER, true},    {"title", STRING, false},
	{"about", STRING, false},  {"covers", WORDS, false},
	{"verdict", STRING, true}, {"why", STRING, false},
	{"said", STRING, false},   {"baseline", STRING, false},
	{"gaps", LIST, true},      {"gone", LIST, false},
	{"replay", STRING, true},  {"drift", STRING, false},
	{"flaky", BOOL, false},    {0}};

static const struct key gap_keys[] = {{"step", NUMBER, true},
				      {"line", NUMBER, true},
				      {"op", STRING, true},
				      {"option", STRING, false},
				      {"actor", STRING, false},
				      {"layer", NUMBER, false},
				      {"class", STRING, true},
				      {"what", STRING, false},
				      {"want", STRING, true},
				      {"got", STRING, true},
				      {"signature", STRING, true},
				      {"consequence", BOOL, false},
				      {"call", STRING, false},
				      {"baseline", STRING, false},
				      {0}};

static bool all_strings(const json_t *list)
{
	size_t i;
	json_t *j;

	json_array_foreach (list, i, j)
		if (!json_is_string(j))
			return false;
	return json_is_array(list);
}

static bool has_shape(const json_t *j, enum shape shape)
{
	switch (shape) {
	case STRING:
		return json_is_string(j);
	case NUMBER:
		return json_is_integer(j);
	case LIST:
		return json_is_array(j);
	case WORDS:
		return all_strings(j);
	case OBJECT:
		return json_is_object(j);
	case BOOL:
		return json_is_boolean(j);
	}
	return false;
}

/* where: "cases[3]", to be followed by a dot and the key. */
static int keys_check(const json_t *o, const struct key *keys,
		      const char *where, char **why)
{
	if (!json_is_object(o))
		return fail(why, "%s is not an object", where);
	for (const struct key *k = keys; k->name; k++) {
		const json_t *j = json_object_get(o, k->name);

		if (!j && k->need)
			return fail(why, "%s has no %s", where, k->name);
		if (j && !has_shape(j, k->shape))
			return fail(why, "%s: %s is not %s", where, k->name,
				    shape_names[k->shape]);
	}
	return 0;
}

static int word_check(const char *word, const char *const *words, int n,
		      const char *where, const char *key, char **why)
{
	struct words w = {.wrong = word};

	for (int i = 0; i < n; i++) {
		if (!strcmp(word, words[i]))
			return 0;
		words_try(&w, words[i]);
	}
	return fail(why, "%s: %s has the unknown value %s%s", where, key, word,
		    words_hint(&w));
}

static int gaps_check(const json_t *tcase, const char *where, char **why)
{
	size_t i;
	json_t *g;
	int err = 0;

	json_array_foreach (json_object_get(tcase, "gaps"), i, g) {
		char *here = xasprintf("%s.gaps[%zu]", where, i);

		err = keys_check(g, gap_keys, here, why);
		free(here);
		if (err < 0)
			break;
	}
	return err;
}

static int case_check(const json_t *c, const char *where, char **why)
{
	static const char *const baselines[] = {"known", "new", "fixed"};
	const json_t *baseline = json_object_get(c, "baseline");

	if (keys_check(c, case_keys, where, why) < 0 ||
	    gaps_check(c, where, why) < 0 ||
	    word_check(report_str(c, "verdict"), verdict_names, VERDICT_COUNT,
		       where, "verdict", why) < 0)
		return -1;
	if (!baseline)
		return 0;
	return word_check(report_str(c, "baseline"), baselines,
			  COUNT(baselines), where, "baseline", why);
}

/* Sorted by id, each once: who compares two runs relies on it. */
static int order_check(const json_t *before, const json_t *c, char **why)
{
	int order = strcmp(report_str(before, "id"), report_str(c, "id"));

	if (before && order == 0)
		return fail(why, "duplicate case %s", report_str(c, "id"));
	if (before && order > 0)
		return fail(why, "its cases are not sorted: %s comes after %s",
			    report_str(c, "id"), report_str(before, "id"));
	return 0;
}

static int cases_check(const json_t *cases, char **why)
{
	const json_t *before = NULL;
	size_t i;
	json_t *c;

	json_array_foreach (cases, i, c) {
		char *where = xasprintf("cases[%zu]", i);
		int err = case_check(c, where, why);

		free(where);
		if (err < 0 || order_check(before, c, why) < 0)
			return -1;
		before = c;
	}
	return 0;
}

int report_check(const json_t *results, char **why)
{
	if (keys_check(results, top_keys, "the report", why) < 0 ||
	    keys_check(json_object_get(results, "host"), host_keys, "host",
		       why) < 0 ||
	    keys_check(json_object_get(results, "machine"), machine_keys,
		       "machine", why) < 0)
		return -1;
	return cases_check(json_object_get(results, "cases"), why);
}
