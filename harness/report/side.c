/* SPDX-License-Identifier: Apache-2.0 */
#include "side.h"

#include <string.h>

#include "cell.h"

/* The margin with its sign, and how far a line stands from it. */
#define MARGIN 2
#define INDENT 2
/* In less than this nothing can be read; let the terminal wrap. */
#define LEAST 12

static bool is_wide(const struct side_layout *l)
{
	return l->width >= SIDE_WIDE;
}

/* Columns for the names of the two, when one stands under the other. */
static int label_width(const struct side_layout *l)
{
	int a = text_width(l->names[0]), b = text_width(l->names[1]);

	return (a > b ? a : b) + 2;
}

/* Columns of each version; equal ones need no label. */
static int column_width(const struct side_layout *l, bool equal)
{
	int left = l->width - MARGIN - INDENT;

	if (is_wide(l))
		left = (left - INDENT - 3) / 2;
	else if (!equal)
		left -= label_width(l);
	return left > LEAST ? left : LEAST;
}

static void margin(struct buf *out, const struct side_layout *l,
		   const struct side_mark *m)
{
	text_hue(out, l->color, m->hue, m->sign);
	buf_printf(out, "%*s", MARGIN - 1, "");
}

/* A row of the two columns; NULL is an empty place. */
static void wide_row(struct buf *out, const struct row *left,
		     const struct row *right, int width)
{
	buf_printf(out, "%*s%s%*s │", INDENT, "", left ? left->s : "",
		   width - (left ? left->width : 0), "");
	if (right != NULL)
		buf_printf(out, "%*s%s", INDENT + 1, "", right->s);
	buf_puts(out, "\n");
}

static void wide_rows(struct buf *out, const struct side_layout *l,
		      const struct side_mark *m, const struct rows r[2])
{
	for (int i = 0; i < r[0].n || i < r[1].n; i++) {
		margin(out, l, m);
		wide_row(out, i < r[0].n ? &r[0].v[i] : NULL,
			 i < r[1].n ? &r[1].v[i] : NULL,
			 column_width(l, false));
	}
}

/* The rows of one version, its name (or NULL) before the first of them. */
static void narrow_rows(struct buf *out, const struct side_layout *l,
			const struct side_mark *m, const char *name,
			const struct rows *r)
{
	for (int i = 0; i < r->n; i++) {
		margin(out, l, m);
		buf_printf(out, "%*s", INDENT, "");
		if (name != NULL && i == 0)
			buf_printf(out, "%s:%*s", name,
				   label_width(l) - text_width(name) - 1, "");
		else if (name != NULL)
			buf_printf(out, "%*s", label_width(l), "");
		buf_printf(out, "%s\n", r->v[i].s);
	}
}

void side_pair(struct buf *out, const struct side_layout *layout,
	       const struct side_mark *mark, const char *first,
	       const char *second)
{
	bool equal = first && second && strcmp(first, second) == 0;
	struct cell_style style = {
		.width = column_width(layout, equal),
		.color = layout->color,
		.full = layout->full,
		.base = mark->base,
		.hot = {mark->hot[0], mark->hot[1]},
	};
	struct rows r[2];

	cells_draw(first, second, &style, r);
	if (is_wide(layout)) {
		wide_rows(out, layout, mark, r);
	} else if (equal) {
		narrow_rows(out, layout, mark, NULL, &r[0]);
	} else {
		narrow_rows(out, layout, mark, layout->names[0], &r[0]);
		narrow_rows(out, layout, mark, layout->names[1], &r[1]);
	}
	rows_free(&r[0]);
	rows_free(&r[1]);
}

void side_head(struct buf *out, const struct side_layout *layout)
{
	int width = column_width(layout, false);

	if (!is_wide(layout))
		return;
	buf_printf(out, "%*s", MARGIN + INDENT, "");
	text_pad(out, layout->names[0], width);
	buf_printf(out, " │%*s%s\n", INDENT + 1, "", layout->names[1]);
	for (int i = 0; i < layout->width; i++)
		buf_puts(out, i == MARGIN + INDENT + width + 1 ? "┼" : "─");
	buf_puts(out, "\n");
}
