/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compare_text.c: a comparison for people: in a terminal, as Markdown, and as
 * annotations.
 */
#include <stdlib.h>
#include <string.h>

#include "annotate.h"
#include "compare_formats.h"
#include "markdown.h"
#include "result/outcome.h"
#include "result/results.h"
#include "result/groups.h"
#include "base/text.h"

/* Longest lists, and longest sentence in columns. */
#define GROUPS_MAX 10
#define LIST_MAX 20
#define WIDTH 300

/* What differs between the two forms. */
struct form {
	bool markdown;
	struct buf *b;
};

/* A host's words. */
static void words(const struct form *f, const char *s)
{
	if (f->markdown)
		markdown_code(f->b, s, WIDTH);
	else
		text_cut(f->b, s, WIDTH);
}

static void title(const struct form *f, const char *s)
{
	buf_printf(f->b, f->markdown ? "\n### %s\n\n" : "\n%s\n", s);
}

static void command(const struct form *f, const char *s)
{
	if (f->markdown) {
		buf_puts(f->b, "\n");
		markdown_shell(f->b, s, 3);
	} else {
		buf_printf(f->b, "            %s\n", s);
	}
}

static void more(const struct form *f, int n)
{
	if (n > 0)
		buf_printf(f->b, "%sand %d more\n", f->markdown ? "\n" : "  ",
			   n);
}

/* --- causes ---------------------------------------------------------------*/

static void cause_text(const struct form *f, const struct cause_change *ch)
{
	int n = ch->kind == CAUSE_CHANGE_gone ? ch->a : ch->b;
	char *count = ch->a && ch->b
			      ? xasprintf("%d to %d gaps", ch->a, ch->b)
			      : xasprintf("%d %s", n, n == 1 ? "gap" : "gaps");

	buf_printf(f->b, f->markdown ? "- %s: " : "  %s: ", count);
	words(f, report_str(ch->cause, "sentence"));
	buf_puts(f->b, "\n");
	if (ch->kind == CAUSE_CHANGE_new && f->markdown) {
		buf_puts(f->b, "\n");
		markdown_shell(f->b, report_str(ch->cause, "replay"), 2);
	} else if (ch->kind == CAUSE_CHANGE_new) {
		buf_printf(f->b, "    %s\n", report_str(ch->cause, "replay"));
	}
	free(count);
}

static void causes_text_of(const struct form *f, const struct cause_changes *c,
			   enum cause_change_kind kind)
{
	int n = 0;

	for (int i = 0; i < c->n; i++) {
		if (c->v[i].kind != kind)
			continue;
		if (n++ == 0)
			title(f, cause_change_titles[kind]);
		if (n <= GROUPS_MAX)
			cause_text(f, &c->v[i]);
	}
	more(f, n - GROUPS_MAX);
}

static void causes_changes_text(const struct form *f,
				const struct comparison *c)
{
	for (int k = 0; k < CAUSE_CHANGE_COUNT; k++)
		causes_text_of(f, &c->causes, (enum cause_change_kind)k);
}

/* --- cases ----------------------------------------------------------------*/

static void group_text(const struct form *f, const struct group *g)
{
	char *place = xasprintf("%s:%d", report_str(g->first, "file"),
				case_line(g->first));
	const char *many = g->n == 1 ? "case " : "cases";

	if (f->markdown)
		buf_printf(f->b, "1. %d %s: ", g->n,
			   g->n == 1 ? "case" : "cases");
	else
		buf_printf(f->b, "%4d %s  ", g->n, many);
	words(f, g->sentence);
	buf_puts(f->b, f->markdown ? "  \n   " : "\n            ");
	words(f, place);
	buf_puts(f->b, "\n");
	command(f, report_str(g->first, "replay"));
	free(place);
}

static void regressed_text(const struct form *f, const struct comparison *c)
{
	json_t *cases = comparison_cases(c, CHANGE_regressed);
	struct groups g = group_all(cases);

	for (int i = 0; i < g.n && i < GROUPS_MAX; i++)
		group_text(f, &g.v[i]);
	more(f, g.n - GROUPS_MAX);
	groups_free(&g);
	json_decref(cases);
}

/* udp/x: unsupported: recv answers ENOSYS -> differs: recv moved ... */
static void change_text(const struct form *f, const struct change *ch)
{
	char *a = change_side(ch->a), *b = change_side(ch->b);

	buf_puts(f->b, f->markdown ? "- " : "  ");
	words(f, report_str(change_case(ch), "id"));
	if (ch->kind != CHANGE_gone) {
		buf_puts(f->b, ": ");
		if (ch->kind == CHANGE_changed)
			words(f, a);
		if (ch->kind == CHANGE_changed)
			buf_puts(f->b, ", now ");
		words(f, ch->kind == CHANGE_fixed ? a : b);
	}
	buf_puts(f->b, "\n");
	free(a);
	free(b);
}

static void list_text(const struct form *f, const struct comparison *c,
		      enum change_kind kind)
{
	int n = 0;

	for (int i = 0; i < c->n; i++)
		if (c->v[i].kind == kind && n++ < LIST_MAX)
			change_text(f, &c->v[i]);
	more(f, n - LIST_MAX);
}

/* 2 regressed, 1 fixed, 0 changed; same 268 to 267 */
static void counts_text(const struct form *f, const struct comparison *c)
{
	const char *strong = f->markdown ? "**" : "";

	for (int k = 0; k < CHANGE_COUNT; k++)
		if (c->counts[k] > 0 || k <= CHANGE_changed)
			buf_printf(f->b, "%s%s%d %s%s", k ? ", " : "", strong,
				   c->counts[k], change_names[k], strong);
	buf_printf(f->b, "; same %d to %d", c->same_a, c->same_b);
	if (c->broken > 0)
		buf_printf(f->b, "; %s%d broken%s", strong, c->broken, strong);
	if (json_is_true(json_object_get(c->b->results, "interrupted")))
		buf_puts(f->b, "; the second was interrupted");
	buf_puts(f->b, "\n");
}

static void caveat_text(const struct form *f, const struct comparison *c)
{
	char *text = comparison_caveat(c);

	if (*text) {
		buf_puts(f->b, "\n"
			       "The runs were made under different "
			       "conditions: ");
		words(f, text);
		buf_puts(f->b, "\n");
	}
	free(text);
}

static void changes_text(const struct form *f, const struct comparison *c)
{
	for (int k = 0; k < CHANGE_COUNT; k++) {
		if (c->counts[k] == 0)
			continue;
		title(f, change_titles[k]);
		if (k == CHANGE_regressed)
			regressed_text(f, c);
		else
			list_text(f, c, (enum change_kind)k);
	}
}

static void put_name(const struct form *f, const struct report_run *run)
{
	words(f, report_host(run));
	if (strcmp(run->name, report_host(run)) != 0) {
		buf_puts(f->b, " (");
		words(f, run->name);
		buf_puts(f->b, ")");
	}
}

static void head_text(const struct form *f, const struct comparison *c)
{
	buf_puts(f->b, f->markdown ? "## sockdiff: " : "");
	put_name(f, c->a);
	buf_puts(f->b, " to ");
	put_name(f, c->b);
	buf_puts(f->b, "\n");
}

/* A terminal ends with what counts, a page begins with it. */
void compare_text(const struct comparison *c, FILE *out)
{
	struct buf b = {0};
	const struct form f = {false, &b};

	head_text(&f, c);
	causes_changes_text(&f, c);
	changes_text(&f, c);
	caveat_text(&f, c);
	buf_puts(&b, "\n");
	counts_text(&f, c);
	fputs(b.s, out);
	buf_free(&b);
}

void compare_markdown(const struct comparison *c, FILE *out)
{
	struct buf b = {0};
	const struct form f = {true, &b};

	head_text(&f, c);
	buf_puts(&b, "\n");
	counts_text(&f, c);
	causes_changes_text(&f, c);
	changes_text(&f, c);
	caveat_text(&f, c);
	fputs(b.s, out);
	buf_free(&b);
}

void compare_github(const struct comparison *c, FILE *out)
{
	json_t *cases = comparison_cases(c, CHANGE_regressed);

	annotate(out, cases, json_object_get(c->b->results, "causes"));
	json_decref(cases);
}
