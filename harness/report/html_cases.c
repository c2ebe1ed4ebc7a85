/* SPDX-License-Identifier: Apache-2.0 */
#include "html_cases.h"

#include <stdlib.h>
#include <string.h>

#include "result/results.h"
#include "result/dir.h"
#include "result/result_json.h"
#include "result/sources.h"
#include "base/text.h"
#include "base/util.h"

/* A file's lines as one text. */
static json_t *joined(const json_t *lines)
{
	struct buf b = {0};
	json_t *line, *text;
	size_t i;

	json_array_foreach (lines, i, line) {
		text_clean(&b, json_string_value(line));
		buf_puts(&b, "\n");
	}
	text = json_string(b.s ? b.s : "");
	buf_free(&b);
	return text;
}

/* The number of a file, whose text is there if any run has kept it. */
static int file_number(struct html *html, json_t *known, const char *name,
		       json_t *const *sources, int n)
{
	json_int_t i = json_integer_value(json_object_get(known, name));
	const json_t *lines = NULL;

	if (json_object_get(known, name))
		return (int)i;
	for (int r = 0; r < n && !lines; r++)
		lines = json_object_get(json_object_get(sources[r], "files"),
					name);
	i = (json_int_t)json_array_size(html->files);
	json_array_append_new(html->files,
			      json_pack("[s, o]", name, joined(lines)));
	json_object_set_new(known, name, json_integer(i));
	return (int)i;
}

static json_t *covers(struct html *html, const json_t *tcase)
{
	json_t *a = json_array(), *word;
	size_t i;

	json_array_foreach (json_object_get(tcase, "covers"), i, word)
		json_array_append_new(
			a, json_integer(shared_text(&html->plays.texts,
						    json_string_value(word))));
	return a;
}

static json_t *case_json(struct html *html, const json_t *tcase, int file)
{
	struct shared *texts = &html->plays.texts;
	char *name = report_dir_name(report_str(tcase, "id"), "");
	json_t *o = json_pack(
		"[s, i, I, i, i, o, s]", report_str(tcase, "id"), file,
		json_integer_value(json_object_get(tcase, "line")),
		shared_text(texts, report_str(tcase, "title")),
		shared_text(texts, report_str(tcase, "about")),
		covers(html, tcase), name);

	free(name);
	return o;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(report_str(*(const json_t *const *)a, "id"),
		      report_str(*(const json_t *const *)b, "id"));
}

/* All cases, sorted; those of one id in the order of their runs. */
static const json_t **all_cases(const struct report_input *in, size_t *n)
{
	const json_t **v = NULL;
	json_t *ids = json_object(), *c;
	size_t i;

	*n = 0;
	for (int r = 0; r < in->n; r++)
		json_array_foreach (report_cases(&in->runs[r]), i, c) {
			const char *id = report_str(c, "id");

			if (json_object_get(ids, id))
				continue;
			json_object_set_new(ids, id, json_true());
			GROW(v, *n);
			v[(*n)++] = c;
		}
	if (*n)
		qsort(v, *n, sizeof(*v), by_id);
	json_decref(ids);
	return v;
}

void html_cases(struct html *html, const struct report_input *in)
{
	json_t **sources = xcalloc((size_t)in->n + 1, sizeof(*sources));
	json_t *known = json_object();
	size_t n;
	const json_t **v = all_cases(in, &n);

	for (int i = 0; i < in->n; i++)
		sources[i] = sources_load(&in->runs[i]);
	html->cases = json_array();
	html->files = json_array();
	html->numbers = json_object();
	for (size_t i = 0; i < n; i++) {
		int file = file_number(html, known, report_str(v[i], "file"),
				       sources, in->n);

		json_array_append_new(html->cases, case_json(html, v[i], file));
		json_object_set_new(html->numbers, report_str(v[i], "id"),
				    json_integer((json_int_t)i));
	}
	for (int i = 0; i < in->n; i++)
		json_decref(sources[i]);
	json_decref(known);
	free(sources);
	free(v);
}
