/* SPDX-License-Identifier: Apache-2.0 */
#include "judge.h"

#include <stdlib.h>
#include <string.h>

#include "request.h"
#include "timeout.h"
#include "host/host.h"

/*
 * What a name is a duplicate of, for the guest: a host that counts the uses of
 * one descriptor of its own has but the first name of it.
 */
static const char *origin(const struct tcase *t, const char *name)
{
	for (int i = t->nsteps - 1; i >= 0; i--) {
		const struct step *s = &t->steps[i];

		if (s->actor == 0 && s->op->calls == CALL_DUP && s->nas &&
		    strcmp(s->as[0], name) == 0 && step_arg(s, "fd"))
			name = step_arg(s, "fd");
	}
	return name;
}

static bool same_fd(const struct tcase *t, const struct call *a,
		    const struct call *b)
{
	if (a->own || b->own)
		return false;
	/* A descriptor that has no name could be any. */
	return !a->fd || !b->fd || a->fd[0] == '#' || b->fd[0] == '#' ||
	       strcmp(origin(t, a->fd), origin(t, b->fd)) == 0;
}

/* The first call of a class in a step, on the same descriptor as `like`. */
static const struct call *call_find(const struct tcase *t,
				    const struct step_record *s,
				    enum call_class calls,
				    const struct call *like)
{
	for (int i = 0; i < s->ncalls; i++)
		if (s->calls[i].calls == calls &&
		    (!like || same_fd(t, &s->calls[i], like)))
			return &s->calls[i];
	return NULL;
}

static bool call_matches(const struct tcase *t, const struct step_record *s,
			 const struct call *want)
{
	for (int i = 0; i < s->ncalls; i++)
		if (s->calls[i].calls == want->calls &&
		    same_fd(t, &s->calls[i], want) &&
		    !request_differs(want, &s->calls[i]))
			return true;
	return false;
}

/* Peers have descriptors of the same names: theirs do not count. */
static bool guest_matches(const struct recording *r, int i,
			  const struct call *c)
{
	return r->tcase->steps[i].actor == 0 &&
	       call_matches(r->tcase, &r->steps[i], c);
}

static bool asked_later(const struct recording *got, int i,
			const struct call *want)
{
	for (i++; i < got->tcase->nsteps; i++)
		if (guest_matches(got, i, want) ||
		    (got->tcase->steps[i].actor == 0 && got->steps[i].silent))
			return true;
	return false;
}

/*
 * A socket that is made in a later step, where Linux makes none, is the one
 * that was asked for here; the host knows by then what it wants.
 */
static const struct call *made_later(const struct recording *want,
				     const struct recording *got, int i,
				     const struct call *like)
{
	const struct tcase *t = got->tcase;

	for (int k = i + 1; like->calls == CALL_SOCKET && k < t->nsteps; k++) {
		const struct call *c =
			call_find(t, &got->steps[k], CALL_SOCKET, NULL);

		if (c && t->steps[k].actor == 0 && !c->err &&
		    !call_find(t, &want->steps[k], CALL_SOCKET, NULL))
			return c;
	}
	return NULL;
}

static void altered_say(struct judgement *j, const struct call *want,
			const struct call *other)
{
	const char *key = request_differs(want, other);

	*j = (struct judgement){
		GAP_altered, xasprintf("%s %s", want->name, key),
		request_arg(want, key, NULL), request_arg(other, key, want)};
}

static bool judge_faked(const struct recording *native,
			const struct recording *got, int i,
			const struct call *want, struct judgement *j)
{
	const struct call *other;
	struct buf b = {0};

	if (asked_later(got, i, want))
		return false;
	other = made_later(native, got, i, want);
	if (other) {
		altered_say(j, want, other);
		return true;
	}
	call_text(&b, want);
	*j = (struct judgement){GAP_faked, xstrdup(want->name), buf_take(&b),
				xstrdup("no such call")};
	return true;
}

/* A flag of accept4(2) may be set by fcntl(2) right behind accept(2). */
static bool is_made_good(const struct step_record *got, const struct call *want)
{
	bool accepted = false;

	for (int i = 0; i < got->ncalls && want->calls == CALL_ACCEPT; i++) {
		accepted |= got->calls[i].calls == CALL_ACCEPT;
		if (accepted && (got->calls[i].calls == CALL_FCNTL ||
				 got->calls[i].calls == CALL_IOCTL))
			return true;
	}
	return false;
}

static bool judge_altered(const struct tcase *t, const struct step_record *got,
			  const struct call *want, struct judgement *j)
{
	if (call_matches(t, got, want) || is_made_good(got, want))
		return false;
	altered_say(j, want, call_find(t, got, want->calls, want));
	return true;
}

/* Was the kernel natively asked for this by now? */
static bool asked_before(const struct recording *want, int i,
			 const struct call *c)
{
	for (; i >= 0; i--)
		if (guest_matches(want, i, c))
			return true;
	return false;
}

/* Classes that a host must not ask for on its own account. */
static bool changes_much(enum call_class calls)
{
	return calls == CALL_BIND || calls == CALL_LISTEN ||
	       calls == CALL_CONNECT || calls == CALL_SHUTDOWN ||
	       calls == CALL_SETSOCKOPT;
}

/* Does it set an option that the guest never set to what it is anyway? */
static bool changes_nothing(const struct tcase *t, int i, const struct call *c)
{
	const char *name = call_arg_get(c, "name");
	const char *value = call_arg_get(c, "value");
	bool none = c->calls == CALL_SETSOCKOPT && name && value &&
		    request_is_default(name, value);

	for (; i >= 0 && none; i--) {
		const struct step *s = &t->steps[i];

		if (s->actor == 0 && s->op->calls == CALL_SETSOCKOPT &&
		    step_arg(s, "name") &&
		    strcmp(step_arg(s, "name"), name) == 0)
			none = false;
	}
	return none;
}

static bool judge_added(const struct recording *want,
			const struct recording *got, int i, struct judgement *j)
{
	const struct step_record *s = &got->steps[i];

	for (int k = 0; k < s->ncalls; k++) {
		struct buf b = {0};

		if (!changes_much(s->calls[k].calls) || s->calls[k].own ||
		    host_quirks_sets(got->quirks, &s->calls[k]) ||
		    changes_nothing(got->tcase, i, &s->calls[k]) ||
		    call_find(want->tcase, &want->steps[i], s->calls[k].calls,
			      NULL) ||
		    asked_before(want, i, &s->calls[k]))
			continue;
		call_text(&b, &s->calls[k]);
		*j = (struct judgement){GAP_altered,
					xasprintf("added %s", s->calls[k].name),
					xstrdup("no such call"), buf_take(&b)};
		return true;
	}
	return false;
}

/* A connection that a host waits for by itself is on its way. */
static const char *outcome(const struct call *c)
{
	if (!c->err || strcmp(c->err, "EINPROGRESS") == 0)
		return "done";
	return c->err;
}

bool judge_same(const struct call *want, const struct call *got)
{
	return want->calls == got->calls &&
	       strcmp(outcome(want), outcome(got)) == 0 &&
	       !request_differs(want, got);
}

bool judge_step(const struct recording *want, const struct recording *got,
		int i, struct judgement *j)
{
	const struct step *s = &want->tcase->steps[i];
	const struct call *native =
		call_find(want->tcase, &want->steps[i], s->op->calls, NULL);

	if (want->steps[i].silent || got->steps[i].silent)
		return false;
	if (native && !native->err && !request_is_unjudged(s->op->calls)) {
		if (call_find(want->tcase, &got->steps[i], s->op->calls,
			      native)) {
			if (judge_altered(want->tcase, &got->steps[i], native,
					  j))
				return true;
		} else if (s->op->flags & OP_CHANGES) {
			if (judge_faked(want, got, i, native, j))
				return true;
		}
	}
	if (s->op->calls == CALL_POLL && native &&
	    judge_timeout(&want->steps[i], &got->steps[i], j))
		return true;
	/* How a name is looked up is a library's affair, not the host's. */
	if (s->op->calls == CALL_NONE)
		return false;
	return judge_added(want, got, i, j);
}

bool judge_refused(const struct recording *got, int i, struct judgement *j)
{
	const struct tcase *t = got->tcase;
	const struct call *c =
		call_find(t, &got->steps[i], t->steps[i].op->calls, NULL);
	struct buf b = {0};

	if (!c || c->injected || got->steps[i].silent)
		return false;
	call_text(&b, c);
	*j = (struct judgement){GAP_altered, xasprintf("forbidden %s", c->name),
				xstrdup("no such call"), buf_take(&b)};
	return true;
}
