/* SPDX-License-Identifier: Apache-2.0 */
#include "guests/lang/rows.h"
#include "coverage_show.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define ROW_WIDTH 26

ROWS_BEGIN(marks);
static const char marks[] = {
	[ROW(COVERAGE_HOLE)] = '?',
	[ROW(COVERAGE_NONSENSE)] = '.',
	[ROW(COVERAGE_INJECTED)] = '+',
	[ROW(COVERAGE_DONE)] = '#',
};
ROWS_END(marks, COVERAGE_STATES);

/* A line whose continuations stand below its text. */
static void line(struct buf *b, const char *word, int wide, const char *text,
		 int width)
{
	size_t before = b->len;

	buf_printf(b, "  %-*s ", wide, word);
	text_wrap(b, text, (int)(b->len - before), wide + 3,
		  width > wide + 20 ? width : wide + 20);
	buf_puts(b, "\n");
}

static void numbers(struct buf *b, const struct coverage_grid *g, int width)
{
	int injected = coverage_count(g, COVERAGE_INJECTED);
	struct buf text = {0};

	buf_printf(&text, "%s: %s\n", g->name, g->title);
	text_wrap(b, text.s, 0, 2, width);
	buf_free(&text);
	buf_printf(&text, "  %d cells: %d covered", g->nrows * g->ncolumns,
		   injected + coverage_count(g, COVERAGE_DONE));
	if (injected)
		buf_printf(&text, " (%d by injection only)", injected);
	buf_printf(&text, ", %d make no sense, %d holes",
		   coverage_count(g, COVERAGE_NONSENSE),
		   coverage_count(g, COVERAGE_HOLE));
	text_wrap(b, text.s, 0, 4, width);
	buf_puts(b, "\n");
	buf_free(&text);
}

/* The letters' meaning: "get: tcp tcp6 udp ...", each list once. */
static void legend(struct buf *b, const struct coverage_grid *g, int width)
{
	line(b, "", 0,
	     "# covered, + by injection only, . makes no sense, "
	     "? hole; the marks of a group stand for",
	     width);
	for (int i = 0; i < g->ngroups; i++) {
		const struct coverage_group *p = &g->groups[i];
		struct buf text = {0};

		if (i > 0 && p->columns == p[-1].columns) {
			line(b, p->name, 14, "the same", width);
			continue;
		}
		for (int j = 0; j < p->n; j++)
			buf_printf(&text, "%s%s", j ? " " : "", p->columns[j]);
		line(b, p->name, 14, text.s, width);
		buf_free(&text);
	}
}

static void grid(struct buf *b, const struct coverage_grid *g, int width)
{
	legend(b, g, width);
	for (int r = 0; r < g->nrows; r++) {
		struct buf text = {0};

		for (int i = 0; i < g->ngroups; i++) {
			const struct coverage_group *p = &g->groups[i];

			buf_printf(&text, "%s%s ", i ? " " : "", p->name);
			for (int j = 0; j < p->n; j++)
				buf_add(&text,
					&marks[coverage_at(g, r, p->first + j)
						       ->state],
					1);
		}
		line(b, g->rows[r], ROW_WIDTH, text.s, width);
		buf_free(&text);
	}
}

/* "set: udp6 unix; effect: tcp", or NULL when the row has no hole. */
static char *holes_of(const struct coverage_grid *g, int row)
{
	struct buf text = {0};

	for (int i = 0; i < g->ngroups; i++) {
		const struct coverage_group *p = &g->groups[i];
		bool first = true;

		for (int j = 0; j < p->n; j++) {
			if (coverage_at(g, row, p->first + j)->state !=
			    COVERAGE_HOLE)
				continue;
			if (first)
				buf_printf(&text, "%s%s:", text.len ? "; " : "",
					   p->name);
			first = false;
			buf_printf(&text, " %s", p->columns[j]);
		}
	}
	return text.len ? buf_take(&text) : NULL;
}

static void holes(struct buf *b, const struct coverage_grid *g, int width)
{
	if (coverage_count(g, COVERAGE_HOLE) == 0)
		return;
	buf_puts(b, "  holes\n");
	for (int r = 0; r < g->nrows; r++) {
		char *text = holes_of(g, r);

		if (text)
			line(b, g->rows[r], ROW_WIDTH, text, width);
		free(text);
	}
}

static int with_reason(const struct coverage_grid *g, const char *reason)
{
	int n = 0;

	for (int i = 0; i < g->nrows * g->ncolumns; i++)
		n += g->cells[i].reason == reason;
	return n;
}

/* Is it the first cell with its reason? */
static bool is_new_reason(const struct coverage_grid *g, int cell)
{
	for (int i = 0; i < cell; i++) {
		if (g->cells[i].reason == g->cells[cell].reason)
			return false;
	}
	return g->cells[cell].reason != NULL;
}

static void reasons(struct buf *b, const struct coverage_grid *g, int width)
{
	if (coverage_count(g, COVERAGE_NONSENSE) == 0)
		return;
	buf_puts(b, "  make no sense\n");
	for (int i = 0; i < g->nrows * g->ncolumns; i++) {
		const char *reason = g->cells[i].reason;

		if (!is_new_reason(g, i))
			continue;
		char *n = xasprintf("%6d", with_reason(g, reason));
		line(b, n, 6, reason, width);
		free(n);
	}
}

void coverage_text(struct buf *b, const struct coverage_grid *g, bool cells,
		   int width)
{
	numbers(b, g, width);
	if (cells)
		grid(b, g, width);
	holes(b, g, width);
	reasons(b, g, width);
}

void coverage_row_text(struct buf *b, const struct coverage_grid *g, int row,
		       int width)
{
	buf_printf(b, "%s (%s)\n", g->rows[row], g->name);
	for (int i = 0; i < g->ngroups; i++) {
		const struct coverage_group *p = &g->groups[i];

		for (int j = 0; j < p->n; j++) {
			const struct coverage_cell *c =
				coverage_at(g, row, p->first + j);
			char *word = xasprintf("%c %s %s", marks[c->state],
					       p->name, p->columns[j]);

			line(b, word, ROW_WIDTH,
			     c->by       ? c->by->id
			     : c->reason ? c->reason
					 : "a hole",
			     width);
			free(word);
		}
	}
}

void coverage_end_text(struct buf *b, const struct coverage *c, int width)
{
	struct buf text = {0};

	buf_printf(&text,
		   "errnos that manual pages name: %d, of which Linux itself "
		   "returns %d; the others are injected\n"
		   "cases: %d, %d of them with a recording from Linux",
		   c->named, c->provoked, c->ncases, c->nrecorded);
	char *second = strchr(text.s, '\n');

	*second++ = '\0';
	text_wrap(b, text.s, 0, 2, width);
	buf_puts(b, "\n");
	text_wrap(b, second, 0, 2, width);
	buf_puts(b, "\n");
	buf_free(&text);
}
