/* SPDX-License-Identifier: Apache-2.0 */
#include "show.h"

#include <stdlib.h>
#include <string.h>

#include "guests/lang/rows.h"
#include "base/align.h"
#include "verdict/sentence.h"
#include "show_packets.h"

#define NATIVE "native"
/* What a guest printed besides is cut after so many lines, unless full. */
#define NOISE_LINES 20
/* What stands under a line is this far to the right of it. */
#define INDENT 4

/* What is to be said about a line. */
enum mark { MARK_NONE, MARK_GAP, MARK_AFTER, MARK_OTHER, MARK_COUNT };

ROWS_BEGIN(marks);
static const struct {
	const char *meaning;
	struct side_mark side;
} marks[MARK_COUNT] = {
	[ROW(MARK_NONE)] = {NULL, {.sign = " "}},
	[ROW(MARK_GAP)] = {"the gap",
			   {"!", HUE_BAD, HUE_NONE, {HUE_GOOD, HUE_BAD}}},
	[ROW(MARK_AFTER)] = {"a consequence",
			     {".", HUE_GREY, HUE_GREY, {HUE_GREY, HUE_GREY}}},
	[ROW(MARK_OTHER)] = {"differs, not a gap",
			     {"~", HUE_WARN, HUE_NONE, {HUE_WARN, HUE_WARN}}},
};
ROWS_END(marks, MARK_COUNT);

struct show {
	struct buf *out;
	const struct tcase *t;
	const struct recording *want, *got;
	const struct result *res;
	const struct show_style *style;
	struct side_layout layout;
	bool used[MARK_COUNT]; /* marks that the legend explains */
};

static void line(struct show *s, enum hue hue, const char *text)
{
	text_hue(s->out, s->style->color, hue, text);
	buf_puts(s->out, "\n");
}

static void margin(struct show *s, enum mark m)
{
	text_hue(s->out, s->style->color, marks[m].side.hue,
		 marks[m].side.sign);
	buf_puts(s->out, " ");
}

/* A line of both plays; NULL where one has none. */
static void pair(struct show *s, enum mark m, const char *want, const char *got)
{
	s->used[m] = true;
	side_pair(s->out, &s->layout, &marks[m].side, want, got);
}

/* What a difference in this step and layer is. */
static enum mark mark_of(const struct show *s, int step, int layer)
{
	enum mark m = MARK_OTHER;

	for (int i = s->res->ngaps - 1; i >= 0; i--) {
		const struct gap *g = &s->res->gaps[i];

		if (g->step == step && g->layer == layer)
			m = g->consequence ? MARK_AFTER : MARK_GAP;
	}
	/* Where they no longer stand alike, what follows follows from that. */
	if (m == MARK_OTHER && s->res->parted >= 0 && step > s->res->parted)
		m = MARK_AFTER;
	return m;
}

/* What the answer was made of, under it; natively it is the answer itself. */
static void raw(struct show *s, const char *text)
{
	char *clean = text_cleaned(text);
	char *under = xasprintf("  raw: %s", clean);

	pair(s, MARK_NONE, "", under);
	free(under);
	free(clean);
}

static void answers(struct show *s, int step)
{
	struct buf want = {0}, got = {0};
	bool equal;

	answer_text(&want, &s->want->steps[step]);
	answer_text(&got, &s->got->steps[step]);
	equal = strcmp(want.s, got.s) == 0;
	pair(s, equal ? MARK_NONE : mark_of(s, step, 1), want.s, got.s);
	buf_free(&want);
	buf_free(&got);
	if (s->got->steps[step].raw)
		raw(s, s->got->steps[step].raw);
}

/* Calls that can stand in for each other belong next to each other. */
static bool same_call(const void *ctx, int i, int j)
{
	const struct step_record *const *r = ctx;
	const struct call *a = &r[0]->calls[i], *b = &r[1]->calls[j];

	if (a->calls != b->calls)
		return false;
	return a->calls != CALL_NONE || strcmp(a->name, b->name) == 0;
}

static char *call_line(const struct call *c)
{
	struct buf b = {0};

	buf_puts(&b, "| ");
	call_text(&b, c);
	return buf_take(&b);
}

/* A pair of calls; NULL where a play has none. */
static void call_pair(struct show *s, int step, const struct call *want,
		      const struct call *got)
{
	char *left = want ? call_line(want) : NULL;
	char *right = got ? call_line(got) : NULL;
	bool equal = left && right && strcmp(left, right) == 0;

	pair(s, equal ? MARK_NONE : mark_of(s, step, 2), left, right);
	free(left);
	free(right);
}

static void calls(struct show *s, int step)
{
	const struct step_record *r[2] = {&s->want->steps[step],
					  &s->got->steps[step]};
	int n = r[0]->ncalls, m = r[1]->ncalls;
	int *left = xcalloc((size_t)n + 1, sizeof(*left));
	int *right = xcalloc((size_t)m + 1, sizeof(*right));

	align(n, m, same_call, r, left, right);
	for (int i = 0, j = 0; i < n || j < m;) {
		if (i < n && left[i] < 0)
			call_pair(s, step, &r[0]->calls[i++], NULL);
		else if (j < m && right[j] < 0)
			call_pair(s, step, NULL, &r[1]->calls[j++]);
		else
			call_pair(s, step, &r[0]->calls[i++],
				  &r[1]->calls[j++]);
	}
	free(left);
	free(right);
}

static void gap_line(struct show *s, const struct gap *g)
{
	enum mark m = g->consequence ? MARK_AFTER : MARK_GAP;
	struct buf b = {0}, text = {0};

	buf_printf(&b, "%s:%d: ", s->t->file,
		   g->step < s->t->nsteps ? s->t->steps[g->step].line
					  : s->t->line);
	gap_say(&b, g);
	text_wrap(&text, b.s, 2, INDENT, s->style->width);
	s->used[m] = true;
	margin(s, m);
	line(s, marks[m].side.hue, text.s);
	buf_free(&b);
	buf_free(&text);
}

static void gaps(struct show *s, int step)
{
	for (int i = 0; i < s->res->ngaps; i++)
		if (s->res->gaps[i].step == step)
			gap_line(s, &s->res->gaps[i]);
}

/* The number, which stands in the margin, and the step. */
static void step_head(struct show *s, int step)
{
	char *text = step_text(s->t, &s->t->steps[step]);
	char *head = xasprintf("%d %s", step + 1, text);
	struct buf b = {0};

	if (s->style->full)
		text_wrap(&b, head, 0, INDENT, s->style->width);
	else
		text_cut(&b, head, s->style->width);
	line(s, HUE_BOLD, b.s);
	buf_free(&b);
	free(head);
	free(text);
}

static void step(struct show *s, int i)
{
	step_head(s, i);
	answers(s, i);
	calls(s, i);
	gaps(s, i);
}

/* How the plays ended, if one of them did not end well. */
static void ends(struct show *s)
{
	bool after = s->res->ngaps > 0 && s->res->verdict != CRASHED &&
		     s->res->verdict != HUNG;
	struct buf want = {0}, got = {0};

	end_text(&want, s->want);
	end_text(&got, s->got);
	if (strcmp(want.s, got.s) != 0)
		pair(s, after ? MARK_AFTER : MARK_GAP, want.s, got.s);
	else if (s->want->end != END_OK)
		pair(s, MARK_NONE, want.s, got.s);
	buf_free(&want);
	buf_free(&got);
}

static char *left_open_line(const struct recording *r)
{
	char *open = text_cleaned(r->left_open);
	char *text = xasprintf("left open: %s", *open ? open : "nothing");

	free(open);
	return text;
}

static void left_open(struct show *s)
{
	char *want = left_open_line(s->want), *got = left_open_line(s->got);

	/* A play that ended early had no time to close anything. */
	if (s->got->end == END_OK && strcmp(want, got) != 0)
		pair(s, mark_of(s, s->t->nsteps, 2), want, got);
	free(want);
	free(got);
}

/* Layer 3, after all steps: it is not known which step sent what. */
static void packets(struct show *s)
{
	enum mark m = mark_of(s, s->t->nsteps, 3);

	if (!s->want->npackets && !s->got->npackets)
		return;
	line(s, HUE_BOLD, "packets");
	if (show_packets(s->out, &s->layout, &marks[MARK_NONE].side,
			 &marks[m].side, s->want, s->got))
		s->used[m] = true;
}

/* Whatever comes after the last step; most cases have nothing there. */
static void end(struct show *s)
{
	struct buf *out = s->out, tail = {0};

	s->out = &tail;
	ends(s);
	left_open(s);
	gaps(s, s->t->nsteps);
	s->out = out;
	if (tail.len > 0) {
		line(s, HUE_BOLD, "end");
		buf_add(out, tail.s, tail.len);
	}
	buf_free(&tail);
}

static void noise(struct show *s, const char *name, const char *text)
{
	int n = 0;

	if (text == NULL || *text == '\0')
		return;
	buf_printf(s->out, "\n%s printed besides:\n", name);
	for (; *text && (s->style->full || n < NOISE_LINES); n++) {
		size_t len = strcspn(text, "\n");
		char *raw = xstrndup(text, len), *clean = text_cleaned(raw);

		buf_puts(s->out, "  > ");
		if (s->style->full)
			text_wrap(s->out, clean, INDENT, INDENT,
				  s->style->width);
		else
			text_cut(s->out, clean, s->style->width - INDENT);
		buf_puts(s->out, "\n");
		free(raw);
		free(clean);
		text += len + (text[len] == '\n');
	}
	if (*text)
		buf_puts(s->out, "  …\n");
}

static void wrapped(struct show *s, enum hue hue, const char *text)
{
	char *clean = text_cleaned(text);
	struct buf b = {0};

	text_wrap(&b, clean, 0, 2, s->style->width);
	if (b.len > 0)
		line(s, hue, b.s);
	buf_free(&b);
	free(clean);
}

static void given(struct show *s, const struct preopen *p)
{
	struct buf b = {0};

	preopen_text(&b, p);
	wrapped(s, HUE_BOLD, b.s);
	buf_free(&b);
}

static void heading(struct show *s)
{
	char *place = xasprintf("%s:%d", s->t->file, s->t->line);
	const char *why = s->res ? s->res->why : NULL;

	wrapped(s, HUE_BOLD, s->t->id);
	wrapped(s, HUE_NONE, s->t->title);
	wrapped(s, HUE_GREY, s->t->why);
	wrapped(s, HUE_GREY, place);
	wrapped(s, HUE_GREY, s->t->net->brief);
	if (s->res != NULL) {
		char *verdict =
			xasprintf("%s%s%s", verdict_names[s->res->verdict],
				  why ? ": " : "", why ? why : "");

		wrapped(s, s->res->verdict == SAME ? HUE_GOOD : HUE_BAD,
			verdict);
		free(verdict);
	}
	buf_puts(s->out, "\n");
	free(place);
}

static void legend(struct show *s)
{
	const char *between = s->style->width < 72 ? "\n" : "   ";
	bool any = false;

	for (int m = MARK_NONE + 1; m < MARK_COUNT; m++) {
		if (!s->used[m])
			continue;
		buf_puts(s->out, any ? between : "\n");
		margin(s, m);
		buf_puts(s->out, marks[m].meaning);
		any = true;
	}
	if (any)
		buf_puts(s->out, "\n");
}

void show_print(struct buf *out, const struct tcase *t,
		const struct recording *want, const struct recording *got,
		const struct result *res, const struct show_style *style)
{
	struct show s = {.out = out,
			 .t = t,
			 .want = want,
			 .got = got,
			 .res = res,
			 .style = style};

	s.layout = (struct side_layout){.names = {NATIVE, style->host},
					.width = style->width,
					.color = style->color,
					.full = style->full};

	heading(&s);
	if (got == NULL || res == NULL) {
		recording_print(out, want);
		return;
	}
	side_head(out, &s.layout);
	for (int i = 0; i < t->npreopens; i++)
		given(&s, &t->preopens[i]);
	for (int i = 0; i < t->nsteps; i++)
		step(&s, i);
	packets(&s);
	end(&s);
	noise(&s, NATIVE, want->noise);
	noise(&s, style->host, got->noise);
	legend(&s);
}
