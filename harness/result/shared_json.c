/* SPDX-License-Identifier: Apache-2.0 */
#include "shared_json.h"

#include <stdlib.h>

#include "base/text.h"

/* Columns of one string; longer ones are in the .txt file beside. */
#define TEXT_WIDTH 1000

int shared_put(struct shared *s, json_t *value)
{
	char *key = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	const json_t *known = json_object_get(s->index, key);
	int i;

	if (s->list == NULL) {
		s->list = json_array();
		s->index = json_object();
	}
	if (known) {
		i = (int)json_integer_value(known);
		json_decref(value);
	} else {
		i = (int)json_array_size(s->list);
		json_array_append_new(s->list, value);
		json_object_set_new(s->index, key, json_integer(i));
	}
	free(key);
	return i;
}

int shared_text(struct shared *s, const char *text)
{
	char *clean = text_cleaned(text);
	struct buf b = {0};
	int i;

	text_cut(&b, clean, TEXT_WIDTH);
	i = shared_put(s, json_string(b.s ? b.s : ""));
	buf_free(&b);
	free(clean);
	return i;
}

json_t *shared_take(struct shared *s)
{
	json_t *list = s->list ? s->list : json_array();

	json_decref(s->index);
	*s = (struct shared){0};
	return list;
}
