/* SPDX-License-Identifier: Apache-2.0 */
#include "sources.h"

#include <stdlib.h>
#include <string.h>

#include "result_json.h"
#include "text.h"

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

static void source_add(json_t *files, const char *file)
{
	char *why = NULL, *name, *text;
	size_t len;

	text = file_read(file, SOURCE_MAX, &len, &why);
	name = text_cleaned(file);
	if (text)
		json_object_set_new(files, name, lines_json(text));
	free(name);
	free(text);
	free(why);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

json_t *sources_json(const struct corpus *c)
{
	const char **v = xcalloc((size_t)c->n + 1, sizeof(*v));
	json_t *o = json_object(), *files = json_object();

	for (int i = 0; i < c->n; i++)
		v[i] = c->cases[i].file;
	qsort(v, (size_t)c->n, sizeof(*v), by_name);
	for (int i = 0; i < c->n; i++)
		if (i == 0 || strcmp(v[i - 1], v[i]) != 0)
			source_add(files, v[i]);
	free(v);
	json_object_set_new(o, "schema", json_integer(SOURCES_SCHEMA));
	json_object_set_new(o, "files", files);
	return o;
}
