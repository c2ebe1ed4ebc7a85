/* SPDX-License-Identifier: Apache-2.0 */
#include "causes_text.h"

#include <stdlib.h>

#include "result/results.h"

/* A screen's worth: what is listed further down is less severe. */
#define CAUSES_MAX 20
/* A sentence may take so many columns; the file has all of it. */
#define SENTENCE_WIDTH 200

static int number(const json_t *o, const char *key)
{
	return (int)json_integer_value(json_object_get(o, key));
}

/* How many of its gaps are not in the baseline. */
static int fresh(const json_t *cause)
{
	return number(cause, "gaps") - number(cause, "known");
}

static void cause_text(struct buf *b, const struct report_end_style *style,
		       const json_t *cause)
{
	int indent = style->width < 60 ? 4 : 12, known = number(cause, "known");
	int n = known ? fresh(cause) : number(cause, "cases");
	struct buf sentence = {0};

	text_cut(&sentence, report_str(cause, "sentence"), SENTENCE_WIDTH);
	if (known)
		buf_printf(&sentence, " (and %d known)", known);
	buf_printf(b, "%4d %s  ", n, n == 1 ? "case " : "cases");
	text_wrap(b, sentence.s, 12, indent, style->width);
	buf_printf(b, "\n%*s%s\n", indent, "", report_str(cause, "replay"));
	buf_free(&sentence);
}

/* Cases that have a gap of such a cause. */
static int cases_count(const json_t *results)
{
	size_t i;
	json_t *c;
	int n = 0;

	json_array_foreach (json_object_get(results, "cases"), i, c)
		n += report_is_gap(report_verdict(c)) && report_is_red(c);
	return n;
}

void causes_text(struct buf *b, const struct report_end_style *style,
		 const json_t *results)
{
	int listed = 0, more = 0, gaps = 0, cases = cases_count(results);
	size_t i;
	json_t *c;

	json_array_foreach (json_object_get(results, "causes"), i, c) {
		int n = fresh(c);

		gaps += n;
		if (n == 0)
			continue;
		if (listed == CAUSES_MAX) {
			more++;
			continue;
		}
		if (listed++ == 0) {
			text_hue(b, style->color, HUE_BOLD,
				 "root causes of the differences from Linux, "
				 "most severe first");
			buf_puts(b, "\n");
		}
		cause_text(b, style, c);
	}
	if (more > 0)
		buf_printf(b, "  and %d more causes\n", more);
	if (gaps > 0)
		buf_printf(b, "%d %s in %d %s%s\n", gaps,
			   gaps == 1 ? "difference" : "differences", cases,
			   cases == 1 ? "case" : "cases",
			   style->gaps ? "" : "; --gaps lists them");
}
