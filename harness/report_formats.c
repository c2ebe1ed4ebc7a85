/* SPDX-License-Identifier: Apache-2.0 */
#include "report_formats.h"

#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "report_end.h"
#include "util.h"
#include "words.h"

const struct report_format report_formats[] = {
#define FORMAT(name, help) { #name, format_##name, help },
#include "report_formats.def"
#undef FORMAT
	{ 0 }
};

const struct report_format *report_format_find(const char *name, char **why)
{
	struct words w = { .wrong = name };

	for (const struct report_format *f = report_formats; f->name; f++) {
		if (!strcmp(f->name, name))
			return f;
		words_try(&w, f->name);
	}
	fail(why, "there is no format %s%s", name, words_hint(&w));
	return NULL;
}

int format_text(const struct report_input *in, FILE *out, char **why)
{
	const struct report_end_style style = { .width = 80, .durations = 5 };

	(void)why;
	for (int i = 0; i < in->n; i++) {
		const struct report_run *run = &in->runs[i];
		struct buf b = { 0 };

		report_end(&b, &style, run->results, run->times, run->file);
		fprintf(out, "%s%s on %s\n\n%s", i ? "\n" : "", run->name,
			report_host(run), b.s);
		buf_free(&b);
	}
	return 0;
}

/* One run is its results.json to the byte; several are in a list. */
int format_json(const struct report_input *in, FILE *out, char **why)
{
	json_t *all = in->n == 1 ? json_incref(in->runs[0].results) :
				   json_pack("{s:i, s:[]}", "schema",
					     REPORT_SCHEMA, "runs");
	char *text;

	(void)why;
	for (int i = 0; i < in->n && in->n > 1; i++)
		json_array_append(json_object_get(all, "runs"),
				  in->runs[i].results);
	text = report_text(all);
	fputs(text, out);
	free(text);
	json_decref(all);
	return 0;
}
