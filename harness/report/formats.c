/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formats.c: the formats that are nearly there already.
 */
#include "formats.h"

#include <stdlib.h>

#include "result/results.h"
#include "summary.h"
#include "base/util.h"

int format_text(const struct report_input *in, FILE *out, char **why)
{
	const struct report_end_style style = {.width = 80, .durations = 5};

	(void)why;
	for (int i = 0; i < in->n; i++) {
		const struct report_run *run = &in->runs[i];
		struct buf b = {0};

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
	json_t *all = in->n == 1 ? json_incref(in->runs[0].results)
				 : json_pack("{s:i, s:[]}", "schema",
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
