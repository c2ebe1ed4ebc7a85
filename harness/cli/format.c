/* SPDX-License-Identifier: Apache-2.0 */
#include "format.h"

#include <argp.h>
#include <string.h>

#include "base/util.h"
#include "base/words.h"

int format_find(const struct format *v, const char *name, char **why)
{
	struct words w = {.wrong = name};

	for (int i = 0; v[i].name; i++) {
		if (strcmp(v[i].name, name) == 0)
			return i;
		words_try(&w, v[i].name);
	}
	return fail(why, "unknown format %s%s", name, words_hint(&w));
}

char *format_filter(const struct format *v, int key, const char *text)
{
	struct buf b = {0};

	if (key != ARGP_KEY_HELP_POST_DOC)
		return (char *)text;
	buf_puts(&b, "Formats:\n");
	for (; v->name; v++)
		buf_printf(&b, "  %-9s %s\n", v->name, v->help);
	buf_printf(&b, "\n%s", text);
	return buf_take(&b);
}
