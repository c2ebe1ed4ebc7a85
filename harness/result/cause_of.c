/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cause_of.c: the rules by which one gap has a cause, a function for each
 * class of gap. A rule looks at what the gap says, never at the case's name.
 */
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "cause_parts.h"
#include "cause_rule.h"
#include "lang/tables.h"
#include "results.h"

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

static void cause_rule_crash(struct cause_gap *g)
{
	char *reason = cause_reason(g->tcase);

	if (reason)
		set(g, CAUSE_dies, xasprintf("%s: %s", g->got, reason));
	else
		set(g, CAUSE_dies,
		    xasprintf("%s (%s)", g->got, cause_family(g->op)));
	free(reason);
}

static void cause_rule_hang(struct cause_gap *g)
{
	set(g, CAUSE_hangs, xstrdup(cause_family(g->op)));
}

static void cause_rule_blocking(struct cause_gap *g)
{
	set(g, is(g->got, "waits") ? CAUSE_waits : CAUSE_waits_not,
	    xstrdup(cause_family(g->op)));
}

/* --- calls ----------------------------------------------------------------*/

/* Append the words of a that b lacks: both are A|B. */
void words_without(struct buf *b, const char *a, const char *other)
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

static void cause_rule_altered(struct cause_gap *g)
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

/* A lookup fails with an error of its own and no errno. */
static const char *errno_or_lookup(const char *name)
{
	return is(name, "nothing") ? "the error of a lookup" : name;
}

static void cause_rule_errno(struct cause_gap *g)
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
		    xasprintf("%s becomes %s", errno_or_lookup(g->want),
			      errno_or_lookup(g->got)));
}

void cause_of_errno(struct cause_gap *g)
{
	free(g->key);
	g->key = NULL;
	cause_rule_errno(g);
}

static void cause_rule_missing(struct cause_gap *g)
{
	if (*g->option)
		set(g, CAUSE_missing_option, xstrdup(g->got));
	else
		set(g, CAUSE_missing, xstrdup(g->got));
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
static void cause_rule_wire(struct cause_gap *g)
{
	char *want = packet_shape(g->want), *got = packet_shape(g->got);

	set(g, CAUSE_wire,
	    is(want, got) ? xstrdup("the data in other packets")
			  : xasprintf("%s, Linux: %s", got, want));
	free(want);
	free(got);
}

static void cause_rule_faked(struct cause_gap *g)
{
	set(g, CAUSE_faked, xstrdup(cause_family(g->op)));
}

static void cause_rule_overrun(struct cause_gap *g)
{
	set(g, CAUSE_overrun, xstrdup(""));
}

static void cause_rule_scribble(struct cause_gap *g)
{
	set(g, CAUSE_scribble, xstrdup(cause_family(g->op)));
}

static void cause_rule_leak(struct cause_gap *g)
{
	set(g, CAUSE_leak, xstrdup(""));
}

/* A class of gap.def without a rule does not compile. */
static void (*const rules[GAP_COUNT])(struct cause_gap *g) = {
#define GAP(gclass, meaning) [GAP_##gclass] = cause_rule_##gclass,
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
