/* SPDX-License-Identifier: Apache-2.0 */
#include "merge.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "places.h"
#include "results.h"
#include "shard.h"
#include "base/util.h"

/* Sentences, each on a line of its own. */
static void complain(struct buf *wrong, const char *fmt, ...) PRINTF(2, 3);

static void complain(struct buf *wrong, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = xvasprintf(fmt, ap);
	va_end(ap);
	buf_printf(wrong, "%s%s", wrong->len ? "\n" : "", s);
	free(s);
}

static int number(const json_t *o, const char *key)
{
	return (int)json_integer_value(json_object_get(o, key));
}

static const json_t *shard_of(const struct report_run *run)
{
	return json_object_get(run->results, "shard");
}

/* --- are they of one run? -------------------------------------------------*/

/* What has to be the same, and how it is called: a path of keys. */
static const struct {
	const char *object, *key, *words;
} same[] = {
	{NULL, "sockdiff", "versions of sockdiff"},
	{NULL, "baseline", "baselines"},
	{"host", "name", "hosts"},
	{"host", "abi", "ABIs"},
	{"host", "command", "commands of the host"},
	{"host", "version", "versions of the host"},
	{"machine", "kernel", "kernels"},
	{"machine", "arch", "machines"},
};

/* Short enough for a sentence: "6.1.0", "nothing". */
static const char *words_of(const json_t *o, const char *key)
{
	const char *s = report_str(o, key);

	return *s ? s : "nothing";
}

static void same_check(struct buf *wrong, const struct report_run *a,
		       const struct report_run *b)
{
	for (size_t i = 0; i < COUNT(same); i++) {
		const json_t *x = a->results, *y = b->results;

		if (same[i].object) {
			x = json_object_get(x, same[i].object);
			y = json_object_get(y, same[i].object);
		}
		if (strcmp(report_str(x, same[i].key),
			   report_str(y, same[i].key)) != 0)
			complain(wrong, "different %s: %s in %s, %s in %s",
				 same[i].words, words_of(x, same[i].key),
				 a->name, words_of(y, same[i].key), b->name);
	}
}

static void sysctls_check(struct buf *wrong, const struct report_run *a,
			  const struct report_run *b)
{
	json_t *x = json_object_get(json_object_get(a->results, "machine"),
				    "sysctls");
	json_t *y = json_object_get(json_object_get(b->results, "machine"),
				    "sysctls");
	const char *key;
	json_t *value;

	json_object_foreach (x, key, value)
		if (!json_equal(value, json_object_get(y, key)))
			complain(wrong,
				 "different values of %s: %s in %s, %s in %s",
				 key, words_of(x, key), a->name,
				 words_of(y, key), b->name);
	json_object_foreach (y, key, value)
		if (!json_object_get(x, key))
			complain(wrong, "%s is set in %s and not in %s", key,
				 b->name, a->name);
}

static bool same_notes(const json_t *a, const json_t *b)
{
	const json_t *x = json_object_get(a, "notes");
	const json_t *y = json_object_get(b, "notes");

	return x == y || json_equal(x, y);
}

static void selection_check(struct buf *wrong, const struct report_run *a,
			    const struct report_run *b)
{
	const json_t *x = shard_of(a), *y = shard_of(b);

	if (number(x, "total") != number(y, "total"))
		complain(wrong,
			 "different numbers of shards: %d in %s, %d in %s",
			 number(x, "total"), a->name, number(y, "total"),
			 b->name);
	else if (strcmp(report_str(x, "corpus"), report_str(y, "corpus")))
		complain(wrong,
			 "different selections of cases: %d cases in %s, %d "
			 "others in %s",
			 number(x, "cases"), a->name, number(y, "cases"),
			 b->name);
	if (json_is_false(json_object_get(a->results, "packets")) !=
	    json_is_false(json_object_get(b->results, "packets")))
		complain(wrong,
			 "packets were captured in only one of %s and %s",
			 a->name, b->name);
	if (!same_notes(a->results, b->results) &&
	    strcmp(report_str(a->results, "baseline"),
		   report_str(b->results, "baseline")) == 0)
		complain(wrong,
			 "the baseline or the day differs between %s and %s",
			 a->name, b->name);
}

/* Each number once, none missing. */
static void numbers_check(struct buf *wrong, const struct report_input *in)
{
	int total = number(shard_of(&in->runs[0]), "total");
	const char **seen = xcalloc((size_t)total + 1, sizeof(*seen));

	for (int i = 0; i < in->n; i++) {
		int index = number(shard_of(&in->runs[i]), "index");

		if (index < 1 || index > total)
			continue;
		if (seen[index])
			complain(wrong, "duplicate shard %d/%d: %s and %s",
				 index, total, seen[index], in->runs[i].name);
		seen[index] = in->runs[i].name;
	}
	for (int i = 1; i <= total; i++)
		if (!seen[i])
			complain(wrong, "shard %d/%d is missing", i, total);
	free(seen);
}

static bool is_shard(struct buf *wrong, const struct report_run *run)
{
	const json_t *s = shard_of(run);
	int total = number(s, "total"), index = number(s, "index");

	if (s && total <= SHARD_MAX && index >= 1 && index <= total)
		return true;
	complain(wrong, "%s is not a shard: it was run without --shard",
		 run->name);
	return false;
}

static void all_check(struct buf *wrong, const struct report_input *in)
{
	bool shards = true;

	for (int i = 0; i < in->n; i++)
		shards = is_shard(wrong, &in->runs[i]) && shards;
	if (!shards)
		return;
	for (int i = 1; i < in->n; i++) {
		same_check(wrong, &in->runs[0], &in->runs[i]);
		sysctls_check(wrong, &in->runs[0], &in->runs[i]);
		selection_check(wrong, &in->runs[0], &in->runs[i]);
	}
	if (!wrong->len)
		numbers_check(wrong, in);
}

/* --- joined ---------------------------------------------------------------*/

static bool is_cut(const struct report_run *run)
{
	return json_is_true(json_object_get(run->results, "interrupted"));
}

/* Each played what was its own, and they add up to all. */
static void sum_check(struct buf *wrong, const struct report_input *in,
		      const json_t *cases, bool cut)
{
	int all = number(shard_of(&in->runs[0]), "cases");
	const char *before = NULL;
	size_t i;
	json_t *c;

	if (!cut && (int)json_array_size(cases) != all)
		complain(wrong,
			 "the shards have %zu cases together, but the run has "
			 "%d",
			 json_array_size(cases), all);
	json_array_foreach (cases, i, c) {
		const char *id = report_str(c, "id");

		if (before && strcmp(before, id) == 0)
			complain(wrong, "case %s is in two shards", id);
		before = id;
	}
}

/* The first shard's report with all cases; keys keep their places. */
static json_t *joined(const json_t *first, const char *recorded, bool cut,
		      json_t *cases)
{
	json_t *o = json_copy((json_t *)first);

	json_object_del(o, "shard");
	json_object_del(o, "interrupted");
	json_object_del(o, "cases");
	json_object_set_new(o, "recorded", json_string(recorded));
	if (cut)
		json_object_set_new(o, "interrupted", json_true());
	json_object_set(o, "cases", cases);
	report_count(o);
	return o;
}

json_t *merge(const struct report_input *in, char **why)
{
	struct buf wrong = {0};
	struct places recorded = {0};
	json_t *cases = json_array(), *results = NULL;
	bool cut = false;
	char *places;

	all_check(&wrong, in);
	for (int i = 0; i < in->n; i++) {
		const struct report_run *run = &in->runs[i];

		json_array_extend(cases, (json_t *)report_cases(run));
		places_add(&recorded, report_str(run->results, "recorded"));
		cut = cut || is_cut(run);
	}
	report_sort(cases);
	if (!wrong.len)
		sum_check(&wrong, in, cases, cut);
	places = places_take(&recorded);
	if (wrong.len)
		fail(why, "%s", wrong.s);
	else
		results = joined(in->runs[0].results, places, cut, cases);
	free(places);
	buf_free(&wrong);
	json_decref(cases);
	return results;
}

json_t *merge_times(const struct report_input *in)
{
	json_t *us = json_object(), *starts = json_object(), *times;
	long long longest = 0;
	int jobs = 0;

	for (int i = 0; i < in->n; i++) {
		const json_t *t = in->runs[i].times;
		long long n =
			json_integer_value(json_object_get(t, "total_us"));

		longest = n > longest ? n : longest;
		jobs += number(t, "jobs");
		json_object_update(us, json_object_get(t, "cases"));
		json_object_update(starts, json_object_get(t, "starts"));
	}
	times = report_times(us, longest, jobs, time(NULL));
	report_times_starts(times, starts);
	json_decref(us);
	json_decref(starts);
	return times;
}
