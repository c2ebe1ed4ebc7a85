/* SPDX-License-Identifier: Apache-2.0 */
#include "html_run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "verdict/diff.h"
#include "result/url.h"
#include "result/outcome.h"
#include "result/results.h"
#include "result/dir.h"
#include "result/causes.h"
#include "result/groups.h"
#include "base/util.h"

/* A run while it is read. */
struct reading {
	struct html *html;
	const struct report_run *run;
	char *replay; /* what the commands of all its cases begin with */
};

static int text(struct reading *r, const json_t *o, const char *key)
{
	return shared_text(&r->html->plays.texts, report_str(o, key));
}

/* "DIR/cases/udp/x@AF_INET" and suffix, beside results.json. */
static char *beside(const struct reading *r, const char *id, const char *suffix)
{
	const char *file = r->run->file, *slash = strrchr(file, '/');
	char *name = report_dir_name(id, suffix);
	char *path = xasprintf("%.*s%s", slash ? (int)(slash - file) + 1 : 0,
			       file, name);

	free(name);
	return path;
}

static int files_of(const struct reading *r, const char *id)
{
	static const struct {
		const char *suffix;
		int bit;
	} files[] = {
		{".txt", HTML_TEXT},
		{".native.pcap", HTML_NATIVE},
		{".host.pcap", HTML_HOST},
	};
	int bits = 0;

	for (size_t i = 0; i < COUNT(files); i++) {
		char *path = beside(r, id, files[i].suffix);

		if (access(path, F_OK) == 0)
			bits |= files[i].bit;
		free(path);
	}
	return bits;
}

static int gap_number(struct reading *r, const json_t *g)
{
	return shared_put(
		&r->html->gaps,
		json_pack("[I, I, i, i, i, I, i, i, i, i, b, i]",
			  json_integer_value(json_object_get(g, "step")),
			  json_integer_value(json_object_get(g, "line")),
			  text(r, g, "op"), text(r, g, "option"),
			  text(r, g, "actor"),
			  json_integer_value(json_object_get(g, "layer")),
			  text(r, g, "class"), text(r, g, "what"),
			  text(r, g, "want"), text(r, g, "got"),
			  json_is_true(json_object_get(g, "consequence")),
			  text(r, g, "cause")));
}

static json_t *gaps(struct reading *r, const json_t *tcase)
{
	json_t *a = json_array(), *g;
	size_t i;

	json_array_foreach (json_object_get(tcase, "gaps"), i, g)
		json_array_append_new(a, json_integer(gap_number(r, g)));
	return a;
}

static int sentence(struct reading *r, const json_t *tcase)
{
	char *s = case_sentence(tcase);
	int n = shared_text(&r->html->plays.texts, s);

	free(s);
	return n;
}

static json_t *full_cell(struct reading *r, const json_t *tcase,
			 const int play[2])
{
	const char *replay = report_str(tcase, "replay");
	const char *again = replay + strlen(r->replay);

	return json_pack(
		"[i, i, i, i, i, b, o, i, i, i, i]", report_verdict(tcase),
		sentence(r, tcase), text(r, tcase, "why"),
		text(r, tcase, "drift"), text(r, tcase, "baseline"),
		json_is_true(json_object_get(tcase, "flaky")), gaps(r, tcase),
		play[0], play[1], files_of(r, report_str(tcase, "id")),
		shared_text(&r->html->plays.texts, again));
}

/* Most cases are the same and have nothing else to tell. */
static json_t *cell(struct reading *r, const json_t *tcase)
{
	char *file = beside(r, report_str(tcase, "id"), ".json");
	int play[2] = {-1, -1};
	bool plays = html_plays_read(&r->html->plays, file, play);

	free(file);
	if (!plays && report_verdict(tcase) == SAME &&
	    !*report_str(tcase, "drift") && !*report_str(tcase, "baseline") &&
	    !json_object_get(tcase, "flaky"))
		return json_integer(SAME + 1);
	return full_cell(r, tcase, play);
}

/* What all commands begin with, up to a blank. */
static char *replay_of(const json_t *cases)
{
	char *all = NULL;
	size_t i;
	json_t *c;

	json_array_foreach (cases, i, c) {
		const char *s = report_str(c, "replay");
		size_t n = 0;

		all = all ? all : xstrdup(s);
		while (all[n] && all[n] == s[n])
			n++;
		all[n] = '\0';
	}
	if (!all)
		return xstrdup("");
	all[strrchr(all, ' ') ? strrchr(all, ' ') + 1 - all : 0] = '\0';
	return all;
}

static void cells_add(json_t *o, struct reading *r)
{
	size_t n = json_array_size(r->html->cases), i;
	json_t *cells = json_array(), *us = json_array(), *c;
	const json_t *times = json_object_get(r->run->times, "cases");

	for (i = 0; i < n; i++) {
		json_array_append_new(cells, json_integer(0));
		json_array_append_new(us, json_integer(0));
	}
	json_array_foreach (report_cases(r->run), i, c) {
		const char *id = report_str(c, "id");
		size_t k = (size_t)json_integer_value(
			json_object_get(r->html->numbers, id));
		const json_t *t = json_object_get(times, id);

		json_array_set_new(cells, k, cell(r, c));
		json_array_set_new(us, k, json_integer(json_integer_value(t)));
	}
	json_object_set_new(o, "cells", cells);
	json_object_set_new(o, "us", us);
}

/* As in results.json, with the place in the order of severity. */
static json_t *causes_json(const json_t *results)
{
	json_t *all = json_array(), *c;
	size_t i;

	json_array_foreach (json_object_get(results, "causes"), i, c) {
		json_t *o = json_copy(c);

		json_object_set_new(
			o, "severity",
			json_integer(cause_severity(report_str(c, "id"))));
		json_array_append_new(all, o);
	}
	return all;
}

static void times_add(json_t *o, const json_t *times)
{
	static const char *const numbers[] = {"jobs", "total_us"};

	json_object_set_new(o, "date", json_string(report_str(times, "date")));
	for (size_t i = 0; i < COUNT(numbers); i++)
		json_object_set_new(
			o, numbers[i],
			json_integer(json_integer_value(
				json_object_get(times, numbers[i]))));
}

json_t *html_run(struct html *html, const struct report_run *run,
		 const char *to)
{
	struct reading r = {html, run, replay_of(report_cases(run))};
	char *folder = link_between(to, run->file);
	json_t *o = json_object(), *value;
	const char *key;

	json_object_set_new(o, "name", json_string(run->name));
	json_object_set_new(o, "folder", json_string(folder));
	json_object_foreach (run->results, key, value)
		if (strcmp(key, "cases") != 0)
			json_object_set(o, key, value);
	json_object_set_new(o, "causes", causes_json(run->results));
	times_add(o, run->times);
	json_object_set_new(o, "replay", json_string(r.replay));
	cells_add(o, &r);
	free(folder);
	free(r.replay);
	return o;
}
