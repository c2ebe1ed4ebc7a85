/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cause_value.c: the rules of cause_of.c for what a call returned: bytes,
 * addresses, and all other values.
 */
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "cause_parts.h"
#include "cause_rule.h"
#include "lang/tables.h"
#include "results.h"

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

void cause_rule_data(struct cause_gap *g)
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

void cause_rule_address(struct cause_gap *g)
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

/* --- events and other values ----------------------------------------------*/

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

void cause_rule_value(struct cause_gap *g)
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
