/* SPDX-License-Identifier: Apache-2.0 */
#include "html_plays.h"

#include <stdlib.h>

#include "result/play_json.h"
#include "result/results.h"
#include "base/util.h"

/* Plays of floods are long; nobody reads more of them than this. */
#define LINES_MAX 300
#define FILE_MAX ((size_t)64 << 20)

/* The texts' numbers of a list of strings, cut at so many. */
static json_t *texts(struct html_plays *p, const json_t *lines)
{
	size_t n = json_array_size(lines);
	json_t *a = json_array();

	for (size_t i = 0; i < n && i < LINES_MAX; i++) {
		const char *s = json_string_value(json_array_get(lines, i));

		json_array_append_new(a,
				      json_integer(shared_text(&p->texts, s)));
	}
	if (n > LINES_MAX) {
		char *more = xasprintf("… and %zu more", n - LINES_MAX);

		json_array_append_new(
			a, json_integer(shared_text(&p->texts, more)));
		free(more);
	}
	return a;
}

static int text_of(struct html_plays *p, const json_t *o, const char *key)
{
	return shared_text(&p->texts, report_str(o, key));
}

static int step_number(struct html_plays *p, const json_t *step)
{
	json_int_t line = json_integer_value(json_object_get(step, "line"));

	return shared_put(&p->steps, json_pack("[I, i, i]", line,
					       text_of(p, step, "actor"),
					       text_of(p, step, "text")));
}

static json_t *steps(struct html_plays *p, const json_t *list)
{
	json_t *a = json_array(), *step;
	size_t i;

	json_array_foreach (list, i, step)
		json_array_append_new(a, json_integer(step_number(p, step)));
	return a;
}

static json_t *said(struct html_plays *p, const json_t *list)
{
	json_t *a = json_array(), *lines;
	size_t i;

	json_array_foreach (list, i, lines)
		json_array_append_new(
			a, json_integer(shared_put(&p->said, texts(p, lines))));
	return a;
}

static int play_number(struct html_plays *p, const json_t *all, const char *key)
{
	const json_t *play = json_object_get(all, key);
	const json_t *packets = json_object_get(play, "packets");

	return shared_put(&p->plays,
			  json_pack("[o, i, i, o, o, o, o]",
				    steps(p, json_object_get(all, "steps")),
				    text_of(p, play, "end"),
				    text_of(p, play, "open"),
				    texts(p, json_object_get(play, "noise")),
				    said(p, json_object_get(play, "steps")),
				    json_is_array(packets) ? texts(p, packets)
							   : json_null(),
				    texts(p, json_object_get(all, "given"))));
}

bool html_plays_read(struct html_plays *p, const char *file, int play[2])
{
	char *why = NULL, *text;
	json_t *all = NULL;
	size_t len;

	text = file_read(file, FILE_MAX, &len, &why);
	if (text)
		all = json_loadb(text, len, 0, NULL);
	free(text);
	free(why);
	if (json_integer_value(json_object_get(all, "schema")) != PLAY_SCHEMA) {
		json_decref(all);
		return false;
	}
	play[0] = play_number(p, all, "native");
	play[1] = play_number(p, all, "host");
	json_decref(all);
	return true;
}
