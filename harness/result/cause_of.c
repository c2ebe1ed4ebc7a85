/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cause_of.c: the rules by which one gap has a cause, a function for each
 * class of gap. A rule looks at what the gap says, never at the case's name.
 */
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "cause_parts.h"
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

static void rule_crash(struct cause_gap *g)
{
	char *reason = cause_reason(g->tcase);

	if (reason)
		set(g, CAUSE_dies, xasprintf("%s: %s", g->got, reason));
	else
		set(g, CAUSE_dies,
		    xasprintf("%s (%s)", g->got, cause_family(g->op)));
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

/* How many bytes a value has; what is long is cut and says so. */
static long bytes_of(const char *value, size_t n)
{
	const char *more = strstr(value, "\"... ");

	return more ? atol(more + 5) : (long)n;
}

static int by_byte(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

/* The same bytes in another order? */
static bool is_reordered(const char *w, const char *h, size_t n)
{
	char *x = xstrndup(w, n), *y = xstrndup(h, n);
	bool same;

	qsort(x, n, 1, by_byte);
	qsort(y, n, 1, by_byte);
	same = memcmp(x, y, n) == 0;
	free(x);
	free(y);
	return same;
}

/* What is printed of both is alike up to the shorter one's end. */
static enum cause_kind other_length(const struct cause_gap *g, const char *w,
				    size_t nw, const char *h, size_t nh)
{
	long want = bytes_of(g->want, nw), got = bytes_of(g->got, nh);

	if (got < want)
		return CAUSE_stream_short;
	return want > 0 && got == 2 * want && (size_t)got == nh &&
			       memcmp(w, h + nw, nw) == 0
		       ? CAUSE_data_twice
		       : CAUSE_stream_long;
}

static void rule_data(struct cause_gap *g)
{
	const char *w, *h;
	size_t nw = shown(g->want, &w), nh = shown(g->got, &h);
	enum cause_kind kind = CAUSE_data_other;

	if (is(g->what, "ret"))
		kind = atol(g->got) < atol(g->want) ? CAUSE_stream_short
						    : CAUSE_stream_long;
	else if (nw + nh > 0 && memcmp(w, h, nw < nh ? nw : nh) == 0)
		kind = other_length(g, w, nw, h, nh);
	else if (nw > 0 && nw == nh && is_reordered(w, h, nw))
		kind = CAUSE_data_order;
	set(g, kind, xstrdup(cause_family(g->op)));
}

static bool has_no_address(const char *value)
{
	return is(value, "none") || is(value, "nothing") || is(value, "unspec");
}

static void rule_address(struct cause_gap *g)
{
	const char *w = strrchr(g->want, ':'), *h = strrchr(g->got, ':');
	bool received = is(cause_family(g->op), "recv");
	bool local = starts(g->want, "un:") || starts(g->got, "un:");
	enum cause_kind kind = CAUSE_address_other;

	if (is(g->got, "garbage"))
		kind = CAUSE_address_garbage;
	else if (has_no_address(g->want))
		kind = CAUSE_address_invented;
	else if (has_no_address(g->got))
		kind = CAUSE_address_missing;
	else if (!local && w && h && w - g->want == h - g->got &&
		 memcmp(g->want, g->got, (size_t)(w - g->want)) == 0)
		kind = CAUSE_address_port;
	set(g, kind,
	    xstrdup(received ? "recv"
		    : local  ? "names of AF_UNIX"
			     : "names"));
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
	struct buf lost = {0}, got = {0};
	char *text;

	arg = arg ? arg + 1 : g->what;
	if (!is(arg, "flags") && !is(arg, "type"))
		return is(arg, "data") || is(arg, "control") ||
				       is(arg, "timeout")
			       ? xstrdup(arg)
		       : *g->option ? xasprintf("%s of %s", arg, g->option)
				    : xasprintf("%s %s instead of %s", arg,
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

	if (starts(text, "setsockopt") && word &&
	    (word = strchr(word + 1, ',')))
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

/* Errnos with which a host says no to more than one operation. */
static bool is_general(const char *name)
{
	static const char *const list[] = {
		"EAFNOSUPPORT", "EPROTONOSUPPORT", "ESOCKTNOSUPPORT",
		"EOPNOTSUPP",   "ENOSYS",          "EPERM",
		"EACCES",       "EMFILE",          "ENFILE",
		"ENOMEM",       "ENOBUFS",         "EIO",
	};

	for (size_t i = 0; i < COUNT(list); i++)
		if (is(list[i], name))
			return true;
	return *name == '?';
}

/* EAGAIN of accept and of send have little in common. */
static void refusal(struct cause_gap *g)
{
	set(g, CAUSE_refused,
	    is_general(g->got)
		    ? xstrdup(g->got)
		    : xasprintf("%s of %s", g->got, cause_family(g->op)));
}

/* A call that was interrupted, or a connection that was gone, is no error. */
static bool is_retried(const struct cause_gap *g)
{
	return is(g->want, "EINTR") ||
	       (is(g->op, "accept") && is(g->want, "ECONNABORTED"));
}

static void rule_errno(struct cause_gap *g)
{
	if (is_raw_number(g->want, g->got))
		set(g, CAUSE_untranslated, xstrdup(""));
	else if (is(g->got, "EBADF") && !call_injects(g->call))
		set(g, CAUSE_badf,
		    xstrdup(is(g->op, "poll") ? "poll" : "calls"));
	else if (is(g->got, "success") && is_retried(g))
		set(g, CAUSE_retried, xstrdup(""));
	else if (is(g->got, "success"))
		set(g, CAUSE_accepted, xstrdup(g->want));
	else if (is(g->got, "EFAULT"))
		set(g, CAUSE_pointer_early, xstrdup(""));
	else if (is(g->want, "success"))
		refusal(g);
	else
		set(g, CAUSE_renamed,
		    xasprintf("%s becomes %s", g->want, g->got));
}

void cause_of_errno(struct cause_gap *g)
{
	free(g->key);
	g->key = NULL;
	rule_errno(g);
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

/* The events of one descriptor that an element has; POLLIN|POLLOUT*. */
static char *events(const char *at, size_t n)
{
	if (n > 0 && at[n - 1] == '*')
		n--;
	return n == 1 && *at == '0' ? xstrdup("") : xstrndup(at, n);
}

static void revents_kind(struct cause_gap *g, const char *want, const char *got)
{
	struct buf more = {0}, less = {0};

	words_without(&more, got, want);
	words_without(&less, want, got);
	if (more.len &&
	    (strstr(more.s, "POLLERR") || strstr(more.s, "POLLNVAL")))
		set(g, CAUSE_event_error, xstrdup(more.s));
	else if (!*got)
		set(g, CAUSE_event_missing, xstrdup(""));
	else if (more.len && !less.len)
		set(g, CAUSE_event_early, xstrdup(more.s));
	else if (less.len && !more.len)
		set(g, CAUSE_event_less, xstrdup(less.s));
	else
		set(g, CAUSE_event_other,
		    xasprintf("%s where Linux has %s", got, want));
	buf_free(&more);
	buf_free(&less);
}

static void revents(struct cause_gap *g)
{
	char *want = NULL, *got = NULL;
	const char *w, *h;
	size_t nw, nh;
	int k = 0;

	do {
		free(want);
		free(got);
		w = event(g->want, k, &nw);
		h = event(g->got, k++, &nh);
		want = events(w, nw);
		got = events(h, nh);
	} while (nw > 0 && nh > 0 && is(want, got));
	revents_kind(g, want, got);
	free(want);
	free(got);
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
		set(g, CAUSE_value,
		    xasprintf("%s of %s%s%s", g->what, g->op,
			      *g->option ? " " : "", g->option));
}

/* A packet without what it carries and without numbers, which vary. */
static char *packet_shape(const char *text)
{
	const char *end = text + strcspn(text, "\"");
	struct buf b = {0};

	for (; text < end && b.len < 80; text++)
		if (*text < '0' || *text > '9')
			buf_add(&b, text, 1);
		else if (!b.len || b.s[b.len - 1] != 'N')
			buf_puts(&b, "N");
	return buf_take(&b);
}

/* Two packets of one shape carry other bytes, or as many in other packets. */
static void rule_wire(struct cause_gap *g)
{
	char *want = packet_shape(g->want), *got = packet_shape(g->got);

	set(g, CAUSE_wire,
	    is(want, got) ? xstrdup("the data in other packets")
			  : xasprintf("%s, Linux: %s", got, want));
	free(want);
	free(got);
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

/* --- what the call says, before what the answer does ----------------------*/

static bool is_empty_skipped(const struct cause_gap *g)
{
	return is(g->gclass, "faked") || is(g->gclass, "blocking") ||
	       (is(g->gclass, "errno") && is(g->got, "success"));
}

/* Of several pieces only one counted, or each had a call of its own. */
static bool is_by_piece(const struct cause_gap *g)
{
	if (is(g->gclass, "errno"))
		return is(g->want, "success") ||
		       (is(g->got, "success") &&
			(is(g->want, "EMSGSIZE") || is(g->want, "EINVAL")));
	return is(g->gclass, "hang") || is(g->gclass, "blocking") ||
	       is(g->gclass, "data") ||
	       (is(g->gclass, "altered") && strstr(g->what, " data"));
}

/*
 * Is a bad pointer what the gap is about? The answer is that of a pointer, or
 * Linux's is; an unknown descriptor is another matter.
 */
static bool pointer_rule(struct cause_gap *g)
{
	bool errno_gap = is(g->gclass, "errno");
	bool want_fault = is(g->want, "EFAULT");

	if (is(g->gclass, "crash") && (call_pointer(g->call) || want_fault ||
				       cause_is_pointer_trap(g->tcase)))
		set(g, CAUSE_dies_pointer, xstrdup(""));
	else if (errno_gap && want_fault && is(g->got, "success") &&
		 !call_injects(g->call))
		set(g, CAUSE_pointer_unchecked, xstrdup(""));
	else if (errno_gap && call_pointer(g->call) &&
		 (want_fault || is(g->want, "EAGAIN") ||
		  is(g->want, "success")) &&
		 !is(g->got, "EFAULT") && !is(g->got, "EBADF"))
		set(g, CAUSE_pointer_errno, xstrdup(g->got));
	return g->key != NULL;
}

/* A reason that the call's arguments suggest; join() sees if it holds. */
static void suggest(struct cause_gap *g)
{
	if (call_pointer(g->call) || call_injects(g->call))
		return;
	if (call_is_empty(g->op, g->call) && is_empty_skipped(g))
		g->hint = CAUSE_empty;
	else if (call_pieces(g->call) > 1 && is_by_piece(g))
		g->hint = CAUSE_pieces;
}

static char *detail_of(const struct cause_gap *g)
{
	return xasprintf("%s%s%s%s: %s (Linux: %s)", g->op,
			 *g->option ? "(" : "", g->option,
			 *g->option ? ")" : "", g->got, g->want);
}

void cause_of(struct cause_gap *g)
{
	g->hint = CAUSE_KINDS;
	if (!pointer_rule(g))
		suggest(g);
	for (int c = 0; c < GAP_COUNT && !g->key; c++)
		if (is(gap_names[c], g->gclass))
			rules[c](g);
	/* A class that this version does not know. */
	if (!g->key)
		set(g, CAUSE_other,
		    xasprintf("%s is %s, on Linux %s", g->what, g->got,
			      g->want));
	g->detail = detail_of(g);
}
