/* SPDX-License-Identifier: Apache-2.0 */
#include "result/outcome.h"
#include "term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "result/results.h"
#include "summary.h"
#include "result/groups.h"
#include "base/text.h"

/* 20 times a second. */
#define REDRAW_MS 50
/* The longest verdict, so that ids stand in one column. */
#define VERDICT_WIDTH 13
/* An id that is cut to less than this says nothing. */
#define ID_LEAST 8

struct report_term {
	struct report_term_options o;
	int total, done;
	int counts[VERDICT_COUNT];
	char *id;         /* the case that ended last */
	struct buf above; /* lines that wait to be printed above */
	bool live;        /* a live line stands on the terminal */
	bool stale;       /* and is no longer true */
	long long drawn;  /* when, in ms */
};

bool report_term_tty(FILE *out)
{
	const char *term = getenv("TERM");

	return isatty(fileno(out)) && term != NULL && strcmp(term, "dumb") != 0;
}

bool report_term_color(const char *when, bool tty)
{
	const char *no = getenv("NO_COLOR");

	if (when != NULL && strcmp(when, "always") == 0)
		return true;
	if (when != NULL && strcmp(when, "never") == 0)
		return false;
	return tty && (no == NULL || *no == '\0');
}

int report_term_width(FILE *out)
{
	const char *columns = getenv("COLUMNS");
	struct winsize w;

	if (ioctl(fileno(out), TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
		return w.ws_col;
	if (columns != NULL && atoi(columns) > 0)
		return atoi(columns);
	return 80;
}

/* Columns to fill: a file has no end of line. */
static int width_of(const struct report_term *t)
{
	if (t->o.width > 0)
		return t->o.width;
	return t->o.tty ? report_term_width(t->o.out) : 1 << 20;
}

struct report_term *report_term_new(const struct report_term_options *o)
{
	struct report_term *t = xcalloc(1, sizeof(*t));

	t->o = *o;
	return t;
}

void report_term_free(struct report_term *t)
{
	if (t == NULL)
		return;
	buf_free(&t->above);
	free(t->id);
	free(t);
}

static bool has_live(const struct report_term *t)
{
	return t->o.tty && !t->o.verbose && !t->o.quiet;
}

/* Append a piece if there is room for it; it takes `used` columns further. */
static bool piece(struct buf *b, int width, int *used, bool color, enum hue hue,
		  const char *s)
{
	int w = text_width(s);

	if (w > width - *used)
		return false;
	text_hue(b, color, hue, s);
	*used += w;
	return true;
}

static void bar_piece(struct buf *b, const struct report_term *t, int width,
		      int *used)
{
	int cells = width >= 100 ? 20 : 10;
	int full = t->total > 0 ? (int)((long long)cells * t->done / t->total)
				: cells;
	struct buf bar = {0};

	if (width < 36)
		return;
	buf_puts(&bar, "[");
	for (int i = 0; i < cells; i++)
		buf_puts(&bar, i < full ? "#" : ".");
	buf_puts(&bar, "] ");
	piece(b, width, used, false, HUE_NONE, bar.s);
	buf_free(&bar);
}

static void count_pieces(struct buf *b, const struct report_term *t, int width,
			 int *used)
{
	for (int v = SAME + 1; v < VERDICT_COUNT; v++) {
		struct buf text = {0};

		/* What an ABI cannot say is nobody's news. */
		if (t->counts[v] == 0 || v == INEXPRESSIBLE)
			continue;
		buf_puts(&text, "  ");
		count_text(&text, v, t->counts[v]);
		piece(b, width, used, t->o.color, verdict_hue(v), text.s);
		buf_free(&text);
	}
}

/* The live line, fitted to the terminal; its last column stays empty. */
static void live_text(struct buf *b, const struct report_term *t)
{
	int width = width_of(t) - 1, used = 0;
	char *done = xasprintf("%d/%d", t->done, t->total);

	bar_piece(b, t, width, &used);
	piece(b, width, &used, false, HUE_NONE, done);
	count_pieces(b, t, width, &used);
	if (t->id != NULL && width - used >= ID_LEAST + 2) {
		buf_puts(b, "  ");
		text_cut(b, t->id, width - used - 2);
	}
	free(done);
}

/* One write: what waits, and the live line below it. */
static void draw(struct report_term *t, bool with_live)
{
	struct buf b = {0};

	if (t->live)
		buf_puts(&b, "\r\033[K");
	buf_add(&b, t->above.s, t->above.len);
	buf_free(&t->above);
	if (with_live)
		live_text(&b, t);
	fwrite(b.s, 1, b.len, t->o.out);
	fflush(t->o.out);
	buf_free(&b);
	t->live = with_live;
	t->stale = false;
	t->drawn = now_ms();
}

int report_term_tick(struct report_term *t)
{
	long long wait;

	if (!t->stale)
		return -1;
	wait = t->drawn + REDRAW_MS - now_ms();
	if (t->live && wait > 0)
		return (int)wait;
	draw(t, true);
	return -1;
}

/* There is something new to say: at once, or when the live line may move. */
static void changed(struct report_term *t)
{
	if (has_live(t)) {
		t->stale = true;
		report_term_tick(t);
	} else if (t->above.len > 0) {
		draw(t, false);
	}
}

void report_term_start(struct report_term *t, int total, const char *host)
{
	t->total = total;
	if (t->o.quiet)
		return;
	buf_printf(&t->above, "%d %s on ", total,
		   total == 1 ? "case" : "cases");
	text_clean(&t->above, host);
	buf_puts(&t->above, "\n");
	changed(t);
}

void report_term_note(struct report_term *t, const char *sentence)
{
	text_clean(&t->above, sentence);
	buf_puts(&t->above, "\n");
	changed(t);
}

/* The verdict, or what the baseline makes of it. */
static const char *label_of(const json_t *tcase)
{
	const char *baseline = report_str(tcase, "baseline");

	return *baseline ? baseline : report_str(tcase, "verdict");
}

static void verdict_label(struct report_term *t, const json_t *tcase, int pad)
{
	const char *label = label_of(tcase);
	int v = report_verdict(tcase);
	enum hue hue = strcmp(label, "known") == 0   ? HUE_GREY
		       : strcmp(label, "fixed") == 0 ? HUE_WARN
						     : verdict_hue(v);

	text_hue(&t->above, t->o.color, hue, label);
	for (int i = text_width(label); i < pad; i++)
		buf_puts(&t->above, " ");
}

/* udp/x.yaml:13: recv moved 4 bytes, Linux 10 */
static char *where_and_what(const json_t *tcase)
{
	bool fixed = strcmp(label_of(tcase), "fixed") == 0;
	bool same = report_verdict(tcase) == SAME;
	const char *said = report_str(tcase, "said");
	char *what = !fixed ? case_sentence(tcase)
		     : same ? xstrdup("no gap any more, but the baseline lists "
				      "one")
			    : xstrdup("the baseline lists a gap that is gone");
	char *text = xasprintf("%s:%d: %s%s%s", report_str(tcase, "file"),
			       case_line(tcase), what,
			       *said ? "; the host printed: " : "", said);

	free(what);
	return text;
}

static bool has_reason(const json_t *tcase)
{
	return strcmp(label_of(tcase), "same") != 0;
}

/* same           udp/recv-msg-trunc[AF_INET6] */
static void case_line_plain(struct report_term *t, const json_t *tcase,
			    long long us)
{
	verdict_label(t, tcase, VERDICT_WIDTH + 2);
	buf_puts(&t->above, report_str(tcase, "id"));
	if (t->o.verbose) {
		buf_puts(&t->above, "  ");
		duration_text(&t->above, us);
	}
	if (has_reason(tcase)) {
		char *text = where_and_what(tcase);

		buf_printf(&t->above, "  %s", text);
		free(text);
	}
	buf_puts(&t->above, "\n");
}

/* The same above the live line, where it must fit. */
static void case_lines_tty(struct report_term *t, const json_t *tcase)
{
	char *text = where_and_what(tcase);

	verdict_label(t, tcase, 0);
	buf_printf(&t->above, "  %s\n    ", report_str(tcase, "id"));
	text_wrap(&t->above, text, 4, 4, width_of(t));
	buf_puts(&t->above, "\n");
	free(text);
}

/*
 * Worth a line of its own above the live line. Functions that a host does
 * not have are many and the same: they wait for the end.
 */
static bool is_news(const json_t *tcase)
{
	int v = report_verdict(tcase);

	return v == BROKEN || v == VERDICT_COUNT ||
	       (v != UNSUPPORTED && report_is_red(tcase));
}

void report_term_had(struct report_term *t, const json_t *tcase)
{
	int v = report_verdict(tcase);

	t->done++;
	if (v < VERDICT_COUNT)
		t->counts[v]++;
}

void report_term_case(struct report_term *t, const json_t *tcase, long long us)
{
	int v = report_verdict(tcase);

	t->done++;
	if (v < VERDICT_COUNT)
		t->counts[v]++;
	free(t->id);
	t->id = xstrdup(report_str(tcase, "id"));
	if (t->o.quiet)
		return;
	if (!has_live(t))
		case_line_plain(t, tcase, us);
	else if (is_news(tcase))
		case_lines_tty(t, tcase);
	changed(t);
}

void report_term_end(struct report_term *t, const json_t *results,
		     const json_t *times, const char *file)
{
	const struct report_end_style style = {
		.color = t->o.color,
		.verbose = t->o.verbose,
		.gaps = t->o.gaps,
		.width = width_of(t),
		.durations = t->o.durations,
		.total = t->total,
	};

	struct buf end = {0};

	report_end(&end, &style, results, times, file);
	if (!t->o.quiet)
		buf_puts(&t->above, "\n");
	buf_add(&t->above, end.s, end.len);
	buf_free(&end);
	draw(t, false);
}
