/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html.c: the report as one page that needs nothing else.
 *
 * The page is built from page/ into the program. Where it says @DATA@, inside
 * of a script element of JSON, stands what html_data.h collects.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "html_data.h"
#include "formats.h"

#define HOLE "@DATA@"

/* The file page.html, linked in: its first byte, and where it ends. */
extern const char _binary_page_html_start[], _binary_page_html_end[];

/*
 * Nothing in it may end the script element, or begin a comment: without < it
 * cannot (HTML, "Restrictions for contents of script elements"). All else
 * that a browser or an editor could trip over is no ASCII.
 */
static void data_write(FILE *out, const json_t *data)
{
	char *text = json_dumps(data, JSON_COMPACT | JSON_ENSURE_ASCII);

	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "<");

		fwrite(p, 1, n, out);
		p += n;
		if (*p == '<') {
			fputs("\\u003c", out);
			p++;
		}
	}
	free(text);
}

int format_html(const struct report_input *in, FILE *out, char **why)
{
	const char *page = _binary_page_html_start;
	size_t len = (size_t)(_binary_page_html_end - page), before;
	const char *hole = memmem(page, len, HOLE, strlen(HOLE));
	json_t *data = html_data(in);

	(void)why;
	assert(hole != NULL);
	before = (size_t)(hole - page);
	fwrite(page, 1, before, out);
	data_write(out, data);
	hole += strlen(HOLE);
	fwrite(hole, 1, len - before - strlen(HOLE), out);
	json_decref(data);
	return 0;
}
