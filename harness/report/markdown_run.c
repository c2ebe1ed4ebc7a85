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
#include "result/groups.h"

/* Longest lists, and longest sentence in columns. */
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

static void fixed_text(struct buf *b, const json_t *cases, const char *file)
{
	int n = 0;
	size_t i;
	json_t *c;

	json_array_foreach(cases, i, c) {
		if (outcome_of(c) != FIXED)
			continue;
		if (n == 0)
			buf_puts(b, "\n### Fixed: in the baseline, but gone"
				    "\n\n");
		if (n++ < IDS_MAX) {
			buf_puts(b, "- ");
			markdown_code(b, report_str(c, "id"), WIDTH);
			buf_puts(b, "\n");
		}
	}
	more(b, n - IDS_MAX, file);
}

/* Entries of the baseline that were not applied. */
static void notes_text(struct buf *b, const json_t *results)
{
	size_t i;
	json_t *note;

	json_array_foreach(json_object_get(results, "notes"), i, note) {
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
	groups_text(b, "New gaps, most cases first", group_gaps(cases),
		    run->file);
	groups_text(b, "Unsupported: the host says so",
		    group_reasons(cases, "unsupported", NULL), run->file);
	groups_text(b, "Broken: our side failed, nothing was compared",
		    group_reasons(cases, "broken", NULL), run->file);
	fixed_text(b, cases, run->file);
	notes_text(b, run->results);
	counts_table(b, run->results);
}

int format_markdown(const struct report_input *in, FILE *out, char **why)
{
	(void)why;
	for (int i = 0; i < in->n; i++) {
		struct buf b = { 0 };

		if (i > 0)
			putc('\n', out);
		run_text(&b, &in->runs[i]);
		fputs(b.s, out);
		buf_free(&b);
	}
	return 0;
}
