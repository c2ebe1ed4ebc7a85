/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cause_of.c: the rules by which one gap has a cause, a function for each
 * class of gap. A rule looks at what the gap says, never at the case's name.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "causes.h"
#include "lang/tables.h"
#include "results.h"

static bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* Takes key over. */
static void set(struct cause_gap *g, enum cause_kind kind, char *key)
{
	g->kind = kind;
	g->key = key;
}

const char *cause_family(const char *op)
{
	const struct op *o = op_find(op);

	if (o && o->calls == CALL_RECV)
		return "recv";
	if (o && o->calls == CALL_SEND)
		return "send";
	return op;
}

/* --- crash and hang -------------------------------------------------------*/

/* "fromErrNo(): ", the function that assert(3) names ahead of its sentence. */
static void function_before(struct buf *b, const char *words, const char *at)
{
	const char *end = at;

	if (!starts(at, "Assertion"))
		return;
	while (end > words && *end != '(')
		end--;
	for (at = end; at > words && (isalnum((unsigned char)at[-1]) ||
				      at[-1] == '_');)
		at--;
	if (at < end)
		buf_printf(b, "%.*s(): ", (int)(end - at), at);
}

/*
 * What a host's last words say of the reason, without numbers, which vary:
 * from a word that begins such a sentence to the end of it.
 */
static char *reason_in(const char *words)
{
	static const char *const begins[] = {
		"Assertion", "panicked at", "panic:", "wasm trap:", "Trap",
		"out of bounds", "unreachable", "fatal error", "ERROR:",
		"Error:", "error:",
	};
	struct buf b = { 0 };
	const char *at = NULL;

	for (size_t i = 0; i < COUNT(begins) && !at; i++)
		at = strstr(words, begins[i]);
	if (!at)
		return NULL;
	function_before(&b, words, at);
	for (; *at && !starts(at, "\\n") && b.len < 100; at++)
		if (*at < '0' || *at > '9')
			buf_add(&b, at, 1);
		else if (b.len == 0 || b.s[b.len - 1] != 'N')
			buf_puts(&b, "N");
	return buf_take(&b);
}

static void rule_crash(struct cause_gap *g)
{
	const char *why = report_str(g->tcase, "why");
	const char *words = strstr(why, "its last words: ");
	char *reason = words ? reason_in(words) : NULL;

	if (is(g->want, "EFAULT"))
		set(g, CAUSE_dies_pointer, xstrdup(""));
	else if (reason)
		set(g, CAUSE_dies, xasprintf("%s: %s", g->got, reason));
	else
		set(g, CAUSE_dies, xasprintf("%s (%s)", g->got,
					     cause_family(g->op)));
	free(reason);
}

static void rule_hang(struct cause_gap *g)
{
	set(g, CAUSE_hangs, xstrdup(cause_family(g->op)));
}

static void rule_blocking(struct cause_gap *g)
{
	set(g, is(g->got, "waits") ? CAUSE_waits : CAUSE_waits_not,
	    xstrdup(cause_family(g->op)));
}

/* --- bytes and addresses --------------------------------------------------*/

/* The bytes of a value as it is printed: "0123"... 1024 bytes, fnv 6c3d. */
static size_t shown(const char *value, const char **bytes)
{
	const char *end = strrchr(value, '"');

	*bytes = value + (*value == '"');
	return end > *bytes ? (size_t)(end - *bytes) : 0;
}

static void rule_data(struct cause_gap *g)
{
	const char *w, *h;
	size_t nw = shown(g->want, &w), nh = shown(g->got, &h);
	const char *family = cause_family(g->op);
	enum cause_kind kind = CAUSE_data_other;

	if (is(g->what, "ret"))
		kind = atol(g->got) < atol(g->want) ? CAUSE_stream_short :
						      CAUSE_stream_long;
	else if (nh < nw && memcmp(w, h, nh) == 0)
		kind = CAUSE_stream_short;
	else if (nw < nh && memcmp(w, h, nw) == 0)
		kind = CAUSE_stream_long;
	set(g, kind, xstrdup(family));
}

static bool has_no_address(const char *value)
{
	return is(value, "none") || is(value, "nothing") ||
	       is(value, "unspec");
}

static void rule_address(struct cause_gap *g)
{
	const char *w = strrchr(g->want, ':'), *h = strrchr(g->got, ':');
	bool received = is(cause_family(g->op), "recv");
	enum cause_kind kind = CAUSE_address_other;

	if (has_no_address(g->want))
		kind = CAUSE_address_invented;
	else if (has_no_address(g->got))
		kind = CAUSE_address_missing;
	else if (strstr(g->want, "un") != g->want && w && h &&
		 w - g->want == h - g->got &&
		 memcmp(g->want, g->got, (size_t)(w - g->want)) == 0)
		kind = CAUSE_address_port;
	set(g, kind, xstrdup(received ? "recv" : g->op));
}

/* --- calls ----------------------------------------------------------------*/

/* Append the words of a that b lacks: both are A|B. */
static void words_without(struct buf *b, const char *a, const char *other)
{
	while (*a) {
		size_t n = strcspn(a, "|");
		char *word = xstrndup(a, n);
		const char *at = strstr(other, word);

		if (!at || (at != other && at[-1] != '|') ||
		    (at[n] && at[n] != '|'))
			buf_printf(b, "%s%s", b->len ? "|" : "", word);
		free(word);
		a += n + (a[n] == '|');
	}
}

/* "flags without MSG_WAITALL", "how SHUT_WR instead of SHUT_RDWR". */
static char *alteration(const struct cause_gap *g)
{
	const char *arg = strrchr(g->what, ' ');
	struct buf lost = { 0 }, got = { 0 };
	char *text;

	arg = arg ? arg + 1 : g->what;
	if (!is(arg, "flags") && !is(arg, "type"))
		return is(arg, "data") || is(arg, "control") ?
			       xstrdup(arg) :
		       *g->option ? xasprintf("%s of %s", arg, g->option) :
				    xasprintf("%s %s instead of %s", arg,
					      g->got, g->want);
	words_without(&lost, g->want, g->got);
	words_without(&got, g->got, g->want);
	text = xasprintf("%s%s%s%s%s", arg,
			 lost.len && !is(lost.s, "0") ? " without " : "",
			 lost.len && !is(lost.s, "0") ? lost.s : "",
			 got.len && !is(got.s, "0") ? " with " : "",
			 got.len && !is(got.s, "0") ? got.s : "");
	buf_free(&lost);
	buf_free(&got);
	return text;
}

/* Of a call as text, its name, and the option of a setsockopt. */
static char *call_named(const char *text)
{
	size_t n = strcspn(text, "(");
	const char *word = strchr(text, ',');

	if (starts(text, "setsockopt") && word && (word = strchr(word + 1, ',')))
		return xasprintf("%.*s(%.*s)", (int)n, text,
				 (int)strcspn(word + 2, ",)"), word + 2);
	return xstrndup(text, n);
}

static void rule_altered(struct cause_gap *g)
{
	if (starts(g->what, "added") || is(g->want, "no such call"))
		set(g, CAUSE_added, call_named(g->got));
	else
		set(g, CAUSE_altered, alteration(g));
}

/* --- answers --------------------------------------------------------------*/

/* Is what the guest was told Linux's own number of what Linux says? */
static bool is_raw_number(const char *want, const char *got)
{
	const struct errno_row *w = errno_find(want), *h = errno_find(got);

	if (!w)
		return false;
	if (*got == '?')
		return atoi(got + 1) == w->linux_number;
	return h && h->wasi == w->linux_number && w->wasi != w->linux_number;
}

static void rule_errno(struct cause_gap *g)
{
	if (is(g->want, "EFAULT") && is(g->got, "success"))
		set(g, CAUSE_pointer_unchecked, xstrdup(""));
	else if (is_raw_number(g->want, g->got))
		set(g, CAUSE_untranslated, xstrdup(""));
	else if (is(g->got, "EBADF"))
		set(g, CAUSE_badf, xstrdup(is(g->op, "poll") ? "poll" : "calls"));
	else if (is(g->got, "success"))
		set(g, CAUSE_accepted, xstrdup(g->want));
	else if (is(g->want, "success"))
		set(g, CAUSE_refused, xstrdup(g->got));
	else if (is(g->got, "EFAULT"))
		set(g, CAUSE_pointer_early, xstrdup(""));
	else
		set(g, CAUSE_renamed,
		    xasprintf("%s becomes %s", g->want, g->got));
}

static void rule_missing(struct cause_gap *g)
{
	if (*g->option)
		set(g, CAUSE_missing_option, xstrdup(g->got));
	else
		set(g, CAUSE_missing, xstrdup(g->got));
}

/* The first element in which two lists of events differ; n its length. */
static const char *event(const char *list, int k, size_t *n)
{
	list += *list == '[';
	for (; k > 0 && *list; k--) {
		list += strcspn(list, ",]");
		list += strspn(list, ", ");
	}
	*n = strcspn(list, ",]");
	return list;
}

static void revents(struct cause_gap *g)
{
	const char *w, *h;
	size_t nw, nh, plain;
	int k = 0;

	do {
		w = event(g->want, k, &nw);
		h = event(g->got, k++, &nh);
		plain = nh - (nh > 0 && h[nh - 1] == '*');
	} while (nw > 0 && nw == plain && memcmp(w, h, nw) == 0);
	if (memmem(h, nh, "POLLERR", 7) || memmem(h, nh, "POLLNVAL", 8))
		set(g, CAUSE_event_error, xstrndup(h, plain));
	else if (starts(h, "0") || nh == 0)
		set(g, CAUSE_event_missing, xstrdup(""));
	else if (starts(w, "0"))
		set(g, CAUSE_event_early, xstrndup(h, plain));
	else
		set(g, CAUSE_event_other,
		    xasprintf("%.*s where Linux has %.*s", (int)plain, h,
			      (int)nw, w));
}

static void rule_value(struct cause_gap *g)
{
	long w = atol(g->want), h = atol(g->got);

	if (is(g->what, "revents"))
		revents(g);
	else if (w && h && *g->option && h * 2 == w)
		set(g, CAUSE_value_scaled, xstrdup("half of Linux's"));
	else if (w && h && *g->option && w * 2 == h)
		set(g, CAUSE_value_scaled, xstrdup("twice Linux's"));
	else
		set(g, CAUSE_value, xasprintf("%s of %s%s%s", g->what, g->op,
					      *g->option ? " " : "",
					      g->option));
}

/* The first packet that differs, without what it carries. */
static void rule_wire(struct cause_gap *g)
{
	struct buf b = { 0 };

	for (int side = 0; side < 2; side++) {
		const char *p = side ? g->want : g->got;
		const char *end = p + strcspn(p, "\"");

		buf_puts(&b, side ? ", Linux: " : "");
		for (; p < end && b.len < 160; p++)
			if (*p < '0' || *p > '9')
				buf_add(&b, p, 1);
			else if (!b.len || b.s[b.len - 1] != 'N')
				buf_puts(&b, "N");
	}
	set(g, CAUSE_wire, buf_take(&b));
}

static void rule_faked(struct cause_gap *g)
{
	set(g, CAUSE_faked, xstrdup(cause_family(g->op)));
}

static void rule_overrun(struct cause_gap *g)
{
	set(g, CAUSE_overrun, xstrdup(""));
}

static void rule_scribble(struct cause_gap *g)
{
	set(g, CAUSE_scribble, xstrdup(cause_family(g->op)));
}

static void rule_leak(struct cause_gap *g)
{
	set(g, CAUSE_leak, xstrdup(""));
}

/* A class of gap.def without a rule does not compile. */
static void (*const rules[GAP_COUNT])(struct cause_gap *g) = {
#define GAP(gclass, meaning) [GAP_##gclass] = rule_##gclass,
#include "lang/gap.def"
#undef GAP
};

static char *detail_of(const struct cause_gap *g)
{
	return xasprintf("%s%s%s%s: %s (Linux: %s)", g->op,
			 *g->option ? "(" : "", g->option,
			 *g->option ? ")" : "", g->got, g->want);
}

void cause_of(struct cause_gap *g)
{
	for (int c = 0; c < GAP_COUNT && !g->key; c++)
		if (is(gap_names[c], g->gclass))
			rules[c](g);
	/* A class that this version does not know. */
	if (!g->key)
		set(g, CAUSE_other, xasprintf("%s is %s, on Linux %s",
					      g->what, g->got, g->want));
	g->detail = detail_of(g);
}
