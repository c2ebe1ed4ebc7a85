/* SPDX-License-Identifier: Apache-2.0 */
#include "annotate.h"

#include <stdlib.h>
#include <string.h>

#include "result/outcome.h"
#include "result/results.h"
#include "formats.h"
#include "result/groups.h"

static void put(FILE *out, const char *s, const char *special)
{
	for (; *s; s++) {
		if (strchr(special, *s))
			fprintf(out, "%%%02X", (unsigned char)*s);
		else
			putc(*s, out);
	}
}

#define IN_PROPERTY "%\r\n:,"
#define IN_MESSAGE "%\r\n"

void annotate(FILE *out, const json_t *cases)
{
	size_t i;
	json_t *c;

	json_array_foreach(cases, i, c) {
		char *text = outcome_text(c);

		if (i < ANNOTATE_MAX) {
			fputs("::error file=", out);
			put(out, report_str(c, "file"), IN_PROPERTY);
			fprintf(out, ",line=%d,title=", case_line(c));
			put(out, report_str(c, "id"), IN_PROPERTY);
			fputs("::", out);
			put(out, text, IN_MESSAGE);
			fputs("%0A", out);
			put(out, report_str(c, "replay"), IN_MESSAGE);
			putc('\n', out);
		}
		free(text);
	}
}

int format_github(const struct report_input *in, FILE *out, char **why)
{
	json_t *bad = json_array(), *c;
	size_t k;

	(void)why;
	for (int i = 0; i < in->n; i++)
		json_array_foreach(report_cases(&in->runs[i]), k, c)
			if (outcome_is_bad(outcome_of(c)))
				json_array_append(bad, c);
	annotate(out, bad);
	json_decref(bad);
	return 0;
}
