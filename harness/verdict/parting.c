/* SPDX-License-Identifier: Apache-2.0 */
#include "parting.h"

#include <stdlib.h>
#include <string.h>

#include "guests/lang/rows.h"
#include "case/program.h"

static const struct {
	enum call_class calls;
	const char *key, *except;
} altered[] = {
#define ALTERED(cls, key, except) {CALL_##cls, #key, except},
#include "altered.def"
#undef ALTERED
};

/* --- what a kernel did in a step ------------------------------------------*/

/* The step's own calls, as one: how the last of them ended, and all bytes. */
struct did {
	const struct call *last; /* NULL: there was none */
	long bytes;
	bool pending; /* a connection was on its way, and then waited for */
};

static struct did did_in(const struct tcase *t, const struct recording *r,
			 int i)
{
	const struct step_record *s = &r->steps[i];
	struct did d = {0};

	for (int k = 0; k < s->ncalls; k++) {
		const struct call *c = &s->calls[k];

		if (c->calls != t->steps[i].op->calls || c->own)
			continue;
		d.last = c;
		if (!c->err && !c->unfinished)
			d.bytes += c->ret;
		d.pending = text_same(c->err, "EINPROGRESS");
	}
	return d;
}

static bool moves_bytes(enum call_class calls)
{
	return calls == CALL_SEND || calls == CALL_RECV;
}

static bool did_fail(const struct did *d)
{
	return d->last && (d->last->err || d->last->unfinished) && !d->pending;
}

/* The same outcome: of a connection that was waited for, the answers tell. */
static bool did_alike(enum call_class calls, const struct did *want,
		      const struct did *got, bool both_failed)
{
	if (!want->last || !got->last) /* what one of them did is not known */
		return false;
	if (want->last->unfinished != got->last->unfinished)
		return false;
	if (got->pending && !want->pending)
		return both_failed == did_fail(want);
	if (!text_same(want->last->err, got->last->err))
		return false;
	return !moves_bytes(calls) || want->bytes == got->bytes;
}

/* It changes nothing, whatever it answers. Reading SO_ERROR clears it. */
static bool only_looks(const struct step *s)
{
	const char *name = step_arg(s, "name");

	switch (s->op->calls) {
	case CALL_NONE:
	case CALL_GETSOCKNAME:
	case CALL_GETPEERNAME:
	case CALL_POLL:
	case CALL_IOCTL:
		return !(s->op->flags & OP_CHANGES);
	case CALL_GETSOCKOPT:
		return !text_same(name, "SO_ERROR");
	default:
		return false;
	}
}

/* Later steps may name the address that this one returned: of:guest.s */
static bool is_named_later(const struct tcase *t, int i)
{
	const struct step *s = &t->steps[i];
	const char *fd = step_arg(s, "fd");
	char *of;
	bool found = false;

	if (s->op->calls != CALL_GETSOCKNAME || !fd)
		return false;
	of = xasprintf("of:%s.%s", t->actors[s->actor], fd);
	for (int k = i + 1; k < t->nsteps; k++)
		found |= text_same(step_arg(&t->steps[k], "addr"), of);
	free(of);
	return found;
}

static bool answer_parts(const struct recording *want,
			 const struct recording *got, int i)
{
	const struct step *s = &want->tcase->steps[i];
	const struct step_record *w = &want->steps[i], *g = &got->steps[i];
	struct did dw = did_in(want->tcase, want, i);
	struct did dg = did_in(want->tcase, got, i);

	if (only_looks(s))
		return is_named_later(want->tcase, i);
	if (is_program(s) || w->silent || g->silent)
		return true;
	if (s->op->flags & OP_MAKES && record_failed(w) != record_failed(g))
		return true;
	return !did_alike(s->op->calls, &dw, &dg,
			  record_failed(w) && record_failed(g));
}

/* --- requests that were altered -------------------------------------------*/

static bool word_in(const char *text, const char *word, size_t len)
{
	const char *at = text;

	for (; (at = strstr(at, word)) != NULL; at++)
		if (strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == len)
			return true;
	return false;
}

/* Is one of the words in just one of the requests? */
static bool differs_in(const struct gap *g, const char *words)
{
	while (*words) {
		size_t len = strcspn(words, " ");
		char *word = xstrndup(words, len);
		bool differs = word_in(g->want, word, len) !=
			       word_in(g->got, word, len);

		free(word);
		if (differs)
			return true;
		words += len + (words[len] == ' ');
	}
	return false;
}

/* The key of an altered gap: "listen backlog", "added setsockopt". */
static const char *altered_key(const struct gap *g)
{
	const char *blank = strchr(g->what, ' ');

	if (strncmp(g->what, "added ", 6) == 0)
		return "added";
	return blank ? blank + 1 : "";
}

static bool altered_parts(const struct tcase *t, const struct gap *g)
{
	const char *key = altered_key(g);
	bool added = strcmp(key, "added") == 0;
	enum call_class calls = t->steps[g->step].op->calls;

	for (size_t i = 0; i < COUNT(altered); i++) {
		if (strcmp(altered[i].key, key) != 0)
			continue;
		if (added ? strstr(g->what, "setsockopt") != NULL
			  : altered[i].calls == calls)
			return differs_in(g, altered[i].except);
	}
	return true;
}

/* The option of a step, or NULL. */
static const char *option_at(const struct tcase *t, int step)
{
	return step < t->nsteps ? step_arg(&t->steps[step], "name") : NULL;
}

bool parting_explains(const struct tcase *t, const struct gap *earlier,
		      const struct gap *later)
{
	const char *option = option_at(t, later->step);

	if (earlier->gclass != GAP_altered)
		return false;
	if (later->layer == 3 || later->gclass == GAP_blocking)
		return true;
	return option && (text_same(option_at(t, earlier->step), option) ||
			  word_in(earlier->got, option, strlen(option)));
}

/* --- gaps -----------------------------------------------------------------*/

/* What decides whether a gap of the class parts them. */
enum decides { NEVER, ALWAYS, UNLESS_MADE, BY_KERNEL, BY_REQUEST };

ROWS_BEGIN(decided);
static const enum decides decided[GAP_COUNT] = {
	[ROW(GAP_missing)] = BY_KERNEL, [ROW(GAP_errno)] = BY_KERNEL,
	[ROW(GAP_value)] = BY_KERNEL,   [ROW(GAP_data)] = BY_KERNEL,
	[ROW(GAP_address)] = BY_KERNEL, [ROW(GAP_blocking)] = BY_KERNEL,
	[ROW(GAP_faked)] = UNLESS_MADE, [ROW(GAP_altered)] = BY_REQUEST,
	[ROW(GAP_overrun)] = NEVER, /* guests lay no trap in what they use */
	[ROW(GAP_scribble)] = NEVER,    [ROW(GAP_wire)] = NEVER,
	[ROW(GAP_crash)] = ALWAYS,      [ROW(GAP_hang)] = ALWAYS,
	[ROW(GAP_leak)] = NEVER,
};
ROWS_END(decided, GAP_COUNT);

bool parting_parts(const struct recording *want, const struct recording *got,
		   const struct gap *g)
{
	switch (decided[g->gclass]) {
	case NEVER:
		return false;
	case ALWAYS:
		return true;
	case UNLESS_MADE:
		/* The guest has it in both, and each later call is judged. */
		return want->tcase->steps[g->step].op->calls != CALL_SOCKET;
	case BY_KERNEL:
		return answer_parts(want, got, g->step);
	case BY_REQUEST:
		return altered_parts(want->tcase, g);
	}
	return true;
}

/* --- standing alike again -------------------------------------------------*/

/* An errno without a name of Linux: any does, the case does not act on it. */
static const struct errno_row *errno_of(const struct step_record *s)
{
	const char *name = record_field(s, "errno");
	const struct errno_row *row = name ? errno_find(name) : NULL;

	return row ? row : errno_find("EIO");
}

/* It reported success: only where nothing is made and nothing comes in. */
static bool force_success(const struct step *s, const struct step_record *g,
			  struct forced *f)
{
	const char *ret = record_field(g, "ret");

	if (s->op->flags & OP_MAKES || s->op->calls == CALL_RECV || !ret)
		return false;
	*f = (struct forced){true, NULL, atol(ret)};
	return true;
}

bool parting_force(const struct recording *want, const struct recording *got,
		   int step, struct forced *f)
{
	const struct step *s = &want->tcase->steps[step];
	const struct step_record *g = &got->steps[step];
	struct did host = did_in(want->tcase, got, step);

	/* What the host's kernel has done is done. */
	if (s->actor != 0 || is_program(s) || s->op->calls == CALL_NONE ||
	    g->state != STEP_ANSWERED || g->silent ||
	    want->steps[step].silent || host.bytes > 0 ||
	    (host.last && !did_fail(&host)))
		return false;
	if (!record_failed(g))
		return force_success(s, g, f);
	*f = (struct forced){true, errno_of(g), 0};
	return true;
}

bool parting_closed(const struct step_record *want,
		    const struct step_record *got)
{
	const struct errno_row *row = errno_of(got);

	if (want->state != STEP_ANSWERED ||
	    record_failed(want) != record_failed(got))
		return false;
	return !record_failed(got) ||
	       text_same(record_field(want, "errno"), row->name);
}
