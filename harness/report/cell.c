/* SPDX-License-Identifier: Apache-2.0 */
#include "cell.h"

#include <stdlib.h>
#include <string.h>

#include "base/align.h"

/* Continued rows stand this far to the right. */
#define INDENT 2

/* A line cut into words: w[i] to w[i + 1] is one. */
struct wordlist {
	const char *text;
	size_t *at;
	int n;
};

/* A run of other bytes is a word, and so is each of these. */
static size_t word_len(const char *s)
{
	size_t n = strcspn(s, " ,;()[]{}=|\"");

	return n ? n : 1;
}

static struct wordlist words_cut(const char *text)
{
	struct wordlist w = {.text = text};

	for (size_t at = 0; text[at]; at += word_len(text + at)) {
		GROW(w.at, w.n);
		w.at[w.n++] = at;
	}
	GROW(w.at, w.n);
	w.at[w.n] = strlen(text);
	return w;
}

static bool same_word(const void *ctx, int i, int j)
{
	const struct wordlist *w = ctx;
	size_t n = w[0].at[i + 1] - w[0].at[i];

	return n == w[1].at[j + 1] - w[1].at[j] &&
	       memcmp(w[0].text + w[0].at[i], w[1].text + w[1].at[j], n) == 0;
}

/* Set hot[k] for each byte k of the words without a partner. */
static bool *heat(const struct wordlist *w, const int *partner)
{
	bool *hot = xcalloc(strlen(w->text) + 1, sizeof(*hot));

	for (int i = 0; i < w->n; i++)
		for (size_t k = w->at[i]; k < w->at[i + 1]; k++)
			hot[k] = partner[i] < 0;
	return hot;
}

static void mark(const char *first, const char *second, bool *hot[2])
{
	struct wordlist w[2] = {words_cut(first), words_cut(second)};
	int *left = xcalloc((size_t)w[0].n + 1, sizeof(*left));
	int *right = xcalloc((size_t)w[1].n + 1, sizeof(*right));

	align(w[0].n, w[1].n, same_word, w, left, right);
	hot[0] = heat(&w[0], left);
	hot[1] = heat(&w[1], right);
	free(left);
	free(right);
	free(w[0].at);
	free(w[1].at);
}

/* One version while it is drawn. */
struct line {
	const char *text;
	const bool *hot; /* NULL: nothing is */
	const struct cell_style *style;
	enum hue hue; /* of what is hot */
};

/* Append text[from..to), run by run of one hue. */
static void runs(struct buf *b, const struct line *l, size_t from, size_t to)
{
	while (from < to) {
		bool hot = l->hot && l->hot[from];
		size_t end = from;
		char *run;

		while (end < to && (l->hot && l->hot[end]) == hot)
			end++;
		run = xstrndup(l->text + from, end - from);
		text_hue(b, l->style->color, hot ? l->hue : l->style->base,
			 run);
		free(run);
		from = end;
	}
}

static void row_add(struct rows *r, struct buf *b, int width)
{
	GROW(r->v, r->n);
	r->v[r->n++] = (struct row){buf_take(b), width};
}

static int columns(const char *text, size_t from, size_t to)
{
	char *part = xstrndup(text + from, to - from);
	int width = text_width(part);

	free(part);
	return width;
}

/* What a call returned stays in sight: where " = 4" begins, or the end. */
static size_t tail_at(const char *text, int width)
{
	size_t len = strlen(text), at = len;

	while (at > 0 && strncmp(text + at, " = ", 3) != 0)
		at--;
	return at > 0 && columns(text, at, len) <= width / 3 ? at : len;
}

/*
 * Where to begin so that the first difference can be seen: at 0 if it can
 * from there, else with a third of the column before it.
 */
static size_t window(const struct line *l, int width, size_t end)
{
	size_t focus = 0, past;

	while (l->hot && focus < end && !l->hot[focus])
		focus++;
	for (past = focus; l->hot && past < end && l->hot[past];)
		past++;
	if (past == focus || columns(l->text, 0, past) < width)
		return 0;
	return text_fit(l->text, columns(l->text, 0, focus) - width / 3);
}

/*
 * Append what fits of text[0..end), an ellipsis for what does not. Returns
 * the columns used: a wide character may leave one empty.
 */
static int draw_window(struct buf *b, const struct line *l, size_t end,
		       int width)
{
	size_t from = window(l, width, end), to = end;
	int dots = from > 0;

	if (from > 0)
		buf_puts(b, "…");
	if (columns(l->text, from, end) > width - dots)
		to = from + text_fit(l->text + from, width - dots - 1);
	runs(b, l, from, to);
	if (to < end) {
		buf_puts(b, "…");
		dots++;
	}
	return dots + columns(l->text, from, to);
}

static void draw_cut(struct rows *r, const struct line *l)
{
	int width = l->style->width, rest;
	size_t len = strlen(l->text), tail = len;
	struct buf b = {0};

	if (text_width(l->text) > width)
		tail = tail_at(l->text, width);
	rest = columns(l->text, tail, len);
	width = draw_window(&b, l, tail, width - rest) + rest;
	runs(&b, l, tail, len);
	row_add(r, &b, width);
}

static void draw_full(struct rows *r, const struct line *l)
{
	size_t at = 0;

	do {
		int indent = at ? INDENT : 0;
		size_t n = text_break(l->text + at, l->style->width - indent);
		struct buf b = {0};

		buf_printf(&b, "%*s", indent, "");
		runs(&b, l, at, at + n);
		row_add(r, &b, indent + columns(l->text, at, at + n));
		at += n;
		at += strspn(l->text + at, " ");
	} while (l->text[at] != '\0');
}

void cells_draw(const char *first, const char *second,
		const struct cell_style *style, struct rows rows[2])
{
	const char *text[2] = {first, second};
	bool *hot[2] = {NULL, NULL};

	if (first != NULL && second != NULL && strcmp(first, second) != 0)
		mark(first, second, hot);
	for (int i = 0; i < 2; i++) {
		struct line l = {text[i], hot[i], style, style->hot[i]};

		rows[i] = (struct rows){0};
		if (text[i] != NULL && style->full)
			draw_full(&rows[i], &l);
		else if (text[i] != NULL)
			draw_cut(&rows[i], &l);
		free(hot[i]);
	}
}

void rows_free(struct rows *r)
{
	for (int i = 0; i < r->n; i++)
		free(r->v[i].s);
	free(r->v);
	*r = (struct rows){0};
}
