/* SPDX-License-Identifier: Apache-2.0 */
#include "sources.h"

#include <stdlib.h>
#include <string.h>

#include "result_json.h"
#include "base/text.h"

#define SOURCE_MAX ((size_t)1 << 20)

static json_t *lines_json(const char *text)
{
	json_t *a = json_array();

	while (*text) {
		size_t len = strcspn(text, "\n");
		char *line = xstrndup(text, len);

		json_array_append_new(a, clean_json(line));
		free(line);
		text += len + (text[len] == '\n');
	}
	return a;
}

static void source_add(json_t *files, const struct tcase *t)
{
	char *why = NULL, *name, *text;
	size_t len;

	text = file_read(t->path, SOURCE_MAX, &len, &why);
	name = text_cleaned(t->file);
	if (text)
		json_object_set_new(files, name, lines_json(text));
	free(name);
	free(text);
	free(why);
}

static int by_file(const void *a, const void *b)
{
	const struct tcase *const *x = a, *const *y = b;

	return strcmp((*x)->file, (*y)->file);
}

static json_t *with_schema(json_t *files)
{
	return json_pack("{s:i, s:o}", "schema", SOURCES_SCHEMA, "files",
			 files);
}

json_t *sources_json(const struct corpus *c)
{
	const struct tcase **v = xcalloc((size_t)c->n + 1, sizeof(*v));
	json_t *files = json_object();

	for (int i = 0; i < c->n; i++)
		v[i] = &c->cases[i];
	qsort(v, (size_t)c->n, sizeof(*v), by_file);
	for (int i = 0; i < c->n; i++)
		if (i == 0 || strcmp(v[i - 1]->file, v[i]->file) != 0)
			source_add(files, v[i]);
	free(v);
	return with_schema(files);
}

json_t *sources_load(const struct report_run *run)
{
	const char *slash = strrchr(run->file, '/');
	char *path =
		xasprintf("%.*ssources.json",
			  slash ? (int)(slash - run->file) + 1 : 0, run->file);
	json_t *o = json_load_file(path, 0, NULL);

	free(path);
	if (json_integer_value(json_object_get(o, "schema")) == SOURCES_SCHEMA)
		return o;
	json_decref(o);
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The same keys and values, sorted. */
static json_t *sorted(const json_t *o)
{
	const char **v = xcalloc(json_object_size(o) + 1, sizeof(*v)), *key;
	json_t *copy = json_object(), *value;
	size_t n = 0;

	json_object_foreach ((json_t *)o, key, value)
		v[n++] = key;
	qsort(v, n, sizeof(*v), by_name);
	for (size_t i = 0; i < n; i++)
		json_object_set(copy, v[i], json_object_get(o, v[i]));
	free(v);
	return copy;
}

json_t *sources_merge(const struct report_input *shards)
{
	json_t *all = json_object(), *files;

	for (int i = 0; i < shards->n; i++) {
		json_t *one = sources_load(&shards->runs[i]);

		json_object_update_missing(all, json_object_get(one, "files"));
		json_decref(one);
	}
	files = sorted(all);
	json_decref(all);
	return with_schema(files);
}
