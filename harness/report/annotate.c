/* SPDX-License-Identifier: Apache-2.0 */
#include "annotate.h"

#include <stdlib.h>
#include <string.h>

#include "result/outcome.h"
#include "result/results.h"
#include "formats.h"
#include "base/util.h"

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

/* The cause of a case's first gap, or NULL. */
static const json_t *cause_of_case(const json_t *tcase, const json_t *causes)
{
	const char *id = report_str(outcome_gap(tcase), "cause");
	size_t i;
	json_t *c;

	json_array_foreach (causes, i, c)
		if (*id && strcmp(report_str(c, "id"), id) == 0)
			return c;
	return NULL;
}

static const char *first_cause(const json_t *tcase)
{
	return report_str(outcome_gap(tcase), "cause");
}

/* A case of each cause, in the order of causes; then what is left. */
static json_t *in_order(const json_t *cases, const json_t *causes)
{
	size_t n = json_array_size(cases), i, k;
	bool *taken = xcalloc(n + 1, sizeof(*taken));
	json_t *all = json_array(), *cause, *c;

	json_array_foreach (causes, i, cause) {
		const char *id = report_str(cause, "id");

		for (k = 0; k < n && json_array_size(all) < ANNOTATE_MAX; k++) {
			c = json_array_get(cases, k);
			if (taken[k] || strcmp(first_cause(c), id) != 0)
				continue;
			json_array_append(all, c);
			taken[k] = true;
			break;
		}
	}
	json_array_foreach (cases, k, c)
		if (!taken[k] && json_array_size(all) < ANNOTATE_MAX)
			json_array_append(all, c);
	free(taken);
	return all;
}

static void annotation(FILE *out, const json_t *c, const json_t *cause)
{
	char *text = outcome_text(c);

	fputs("::error file=", out);
	put(out, report_str(c, "file"), IN_PROPERTY);
	fprintf(out, ",line=%d,title=", case_line(c));
	put(out, report_str(c, "id"), IN_PROPERTY);
	fputs("::", out);
	put(out, text, IN_MESSAGE);
	if (cause) {
		fputs("%0Acause: ", out);
		put(out, report_str(cause, "sentence"), IN_MESSAGE);
	}
	fputs("%0A", out);
	put(out, report_str(c, "replay"), IN_MESSAGE);
	putc('\n', out);
	free(text);
}

void annotate(FILE *out, const json_t *cases, const json_t *causes)
{
	json_t *all = in_order(cases, causes), *c;
	size_t i;

	json_array_foreach (all, i, c)
		annotation(out, c, cause_of_case(c, causes));
	json_decref(all);
}

int format_github(const struct report_input *in, FILE *out, char **why)
{
	json_t *bad = json_array(), *causes = json_array(), *c;
	size_t k;

	(void)why;
	for (int i = 0; i < in->n; i++) {
		json_array_extend(
			causes, json_object_get(in->runs[i].results, "causes"));
		json_array_foreach (report_cases(&in->runs[i]), k, c)
			if (outcome_is_bad(outcome_of(c)))
				json_array_append(bad, c);
	}
	annotate(out, bad, causes);
	json_decref(bad);
	json_decref(causes);
	return 0;
}
