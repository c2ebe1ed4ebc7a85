/* SPDX-License-Identifier: Apache-2.0 */
/*
 * markdown_run.c: a run for a job's summary or a comment: what is red
 * first, then counts. Short, whatever the run: such pages have limits
 * (GitHub: a comment 64 KiB, a summary 1 MiB).
 */
#include <stdlib.h>
#include <string.h>

#include "markdown.h"
#include "result/outcome.h"
#include "result/results.h"
#include "summary.h"
#include "formats.h"
#include "result/cause_changes.h"
#include "result/groups.h"

/* Longest lists, and longest sentence in columns. */
#define CAUSES_MAX 20
#define GROUPS_MAX 10
#define IDS_MAX 20
#define WIDTH 300

static int number(const json_t *o, const char *key)
{
	return (int)json_integer_value(json_object_get(o, key));
}

static void more(struct buf *b, int n, const char *file)
{
	if (n <= 0)
		return;
	buf_printf(b, "\nand %d more, see ", n);
	markdown_code(b, file, WIDTH);
	buf_puts(b, "\n");
}

/* How many of its gaps are not in the baseline. */
static int fresh(const json_t *cause)
{
	return number(cause, "gaps") - number(cause, "known");
}

static void cause_text(struct buf *b, const json_t *cause)
{
	int n = fresh(cause), known = number(cause, "known");

	buf_printf(b, "1. %d %s: ", n, n == 1 ? "gap" : "gaps");
	markdown_code(b, report_str(cause, "sentence"), WIDTH);
	if (known > 0)
		buf_printf(b, " (%d more known)", known);
	buf_puts(b, "  \n   ");
	markdown_code(b, report_str(cause, "proof"), WIDTH);
	buf_puts(b, "\n\n");
	markdown_shell(b, report_str(cause, "replay"), 3);
}

static void causes_md(struct buf *b, const struct report_run *run)
{
	int n = 0;
	size_t i;
	json_t *c;

	json_array_foreach (json_object_get(run->results, "causes"), i, c) {
		if (fresh(c) == 0)
			continue;
		if (n == 0)
			buf_puts(b, "\n### New gaps by cause, most severe "
				    "first\n\n");
		if (n++ < CAUSES_MAX)
			cause_text(b, c);
	}
	more(b, n - CAUSES_MAX, run->file);
}

static void group_text(struct buf *b, const struct group *g)
{
	char *place = xasprintf("%s:%d", report_str(g->first, "file"),
				case_line(g->first));

	buf_printf(b, "1. %d %s: ", g->n, g->n == 1 ? "case" : "cases");
	markdown_code(b, g->sentence, WIDTH);
	buf_puts(b, "  \n   ");
	markdown_code(b, place, WIDTH);
	buf_puts(b, "\n\n");
	markdown_shell(b, report_str(g->first, "replay"), 3);
	free(place);
}

static void groups_text(struct buf *b, const char *title, struct groups g,
			const char *file)
{
	if (g.n > 0)
		buf_printf(b, "\n### %s\n\n", title);
	for (int i = 0; i < g.n && i < GROUPS_MAX; i++)
		group_text(b, &g.v[i]);
	more(b, g.n - GROUPS_MAX, file);
	groups_free(&g);
}

/* The cases of a cause, up to the limit that all causes share. */
static void fixed_ids(struct buf *b, const json_t *cause, int *n)
{
	size_t i;
	json_t *id;

	json_array_foreach (json_object_get(cause, "cases"), i, id) {
		if ((*n)++ >= IDS_MAX)
			continue;
		buf_puts(b, "- ");
		markdown_code(b, json_string_value(id), WIDTH);
		buf_puts(b, "\n");
	}
}

static void fixed_text(struct buf *b, const json_t *results, const char *file)
{
	json_t *causes = causes_fixed(results), *c;
	int n = 0;
	size_t i;

	if (json_array_size(causes) > 0)
		buf_puts(b, "\n"
			    "### Fixed: listed in the baseline, but gone\n");
	json_array_foreach (causes, i, c) {
		int gaps = number(c, "gaps");

		if (i >= CAUSES_MAX)
			break;
		buf_printf(b, "\n%d %s", gaps, gaps == 1 ? "gap" : "gaps");
		if (*report_str(c, "sentence")) {
			buf_puts(b, ": ");
			markdown_code(b, report_str(c, "sentence"), WIDTH);
		}
		buf_puts(b, "\n\n");
		fixed_ids(b, c, &n);
	}
	more(b, n - IDS_MAX, file);
	json_decref(causes);
}

/* Entries of the baseline that were not applied. */
static void notes_text(struct buf *b, const json_t *results)
{
	size_t i;
	json_t *note;

	json_array_foreach (json_object_get(results, "notes"), i, note) {
		buf_puts(b, i ? "- " : "\n- ");
		markdown_code(b, json_string_value(note), WIDTH);
		buf_puts(b, "\n");
	}
}

static void counts_table(struct buf *b, const json_t *results)
{
	const json_t *counts = json_object_get(results, "counts");

	buf_puts(b, "\n| verdict | cases |\n|---|---:|\n");
	for (int v = 0; v < VERDICT_COUNT; v++) {
		int n = number(counts, verdict_names[v]);

		if (n > 0)
			buf_printf(b, "| %s | %d |\n", verdict_names[v], n);
	}
}

static void head_text(struct buf *b, const struct report_run *run)
{
	const json_t *r = run->results;
	const json_t *machine = json_object_get(r, "machine");
	int broken = number(json_object_get(r, "counts"), "broken");

	buf_puts(b, "## sockdiff on ");
	markdown_code(b, report_host(run), WIDTH);
	buf_printf(b, "\n\n**%d new**, **%d fixed**, %d known",
		   number(r, "new"), number(r, "fixed"), number(r, "known"));
	if (broken > 0)
		buf_printf(b, ", **%d broken**", broken);
	if (json_is_true(json_object_get(r, "interrupted")))
		buf_puts(b, "; the run was interrupted");
	buf_puts(b, ", ");
	markdown_code(b, report_str(machine, "kernel"), WIDTH);
	buf_puts(b, "\n");
}

static void run_text(struct buf *b, const struct report_run *run)
{
	const json_t *cases = report_cases(run);

	head_text(b, run);
	causes_md(b, run);
	groups_text(b, "New gaps, by number of cases", group_gaps(cases),
		    run->file);
	groups_text(b, "Unsupported: not implemented by the host",
		    group_reasons(cases, "unsupported", NULL), run->file);
	groups_text(b, "Broken: sockdiff failed, nothing was compared",
		    group_reasons(cases, "broken", NULL), run->file);
	fixed_text(b, run->results, run->file);
	notes_text(b, run->results);
	counts_table(b, run->results);
}

int format_markdown(const struct report_input *in, FILE *out, char **why)
{
	(void)why;
	for (int i = 0; i < in->n; i++) {
		struct buf b = {0};

		if (i > 0)
			putc('\n', out);
		run_text(&b, &in->runs[i]);
		fputs(b.s, out);
		buf_free(&b);
	}
	return 0;
}
