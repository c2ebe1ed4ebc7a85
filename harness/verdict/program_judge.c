/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What system calls say of a whole program, see program.h: those that do
 * something must be the same ones in the same order. Descriptors are not
 * compared, for those of a program have no names.
 */
#include "program_judge.h"

#include <string.h>

#include "case/program.h"

static bool does_something(const struct call *c)
{
	enum { ASKS = false, ACTS = true };
	static const bool does[CALL_COUNT] = {
#define CLASS(name, acts, keys) [CALL_##name] = acts,
#include "lang/classes.def"
#undef CLASS
	};

	/* A host may ask again and again, and wait in another call. */
	return does[c->calls] && !c->unfinished &&
	       !(c->err && strcmp(c->err, "EAGAIN") == 0);
}

/* Is it what makes two ends at once, of which this is one? */
static bool made_as_pair(const struct call *c, const char *fd)
{
	size_t n = strlen(fd);

	if (c->calls != CALL_SOCKETPAIR && c->calls != CALL_PIPE)
		return false;
	for (int i = 0; i < c->nargs; i++) {
		const char *at = strstr(c->args[i].value, fd);

		if (at && (at[n] == ',' || at[n] == ']'))
			return true;
	}
	return false;
}

/*
 * A runtime has pipes of its own, for signals, its threads and the shell that
 * starts it. No program of ours makes one: what goes through them is not the
 * guest's. A number means the descriptor that was made last.
 */
static bool is_plumbing(const struct step_record *s, int i)
{
	const struct call *c = &s->calls[i];

	if (c->calls == CALL_SOCKETPAIR)
		return true;
	while (c->fd && i-- > 0) {
		if (made_as_pair(&s->calls[i], c->fd))
			return true;
		if (s->calls[i].made && strcmp(s->calls[i].made, c->fd) == 0)
			return false;
	}
	return false;
}

/* The next call that does something, from *i on; or NULL. */
static const struct call *call_next(const struct step_record *s, int *i)
{
	while (*i < s->ncalls &&
	       (!does_something(&s->calls[*i]) || is_plumbing(s, *i)))
		++*i;
	return *i < s->ncalls ? &s->calls[(*i)++] : NULL;
}

static char *call_line(const struct call *c)
{
	struct buf b = {0};

	if (!c)
		return xstrdup("no such call");
	call_text(&b, c);
	return buf_take(&b);
}

bool program_judge(const struct step_record *want,
		   const struct step_record *got, struct judgement *j)
{
	const struct call *w, *g;
	int i = 0, k = 0;

	if (want->silent || got->silent)
		return false;
	do {
		w = call_next(want, &i);
		g = call_next(got, &k);
	} while (w && g && judge_same(w, g));
	if (!w && !g)
		return false;
	*j = (struct judgement){
		.gclass = g ? GAP_altered : GAP_faked,
		.what = xstrdup(w ? w->name : g->name),
		.want = call_line(w),
		.got = call_line(g),
	};
	return true;
}
