/* SPDX-License-Identifier: Apache-2.0 */
#include "unsaid.h"

#include <stdlib.h>
#include <string.h>

/*
 * The guest's first step, or NULL where what it is, is given or is allowed may
 * decide what it can say. Others that come before it play no part.
 */
static const struct step *first(const struct tcase *t)
{
	if (t->npreopens || t->has_rules || t->program)
		return NULL;
	for (int i = 0; i < t->nsteps; i++)
		if (t->steps[i].actor == 0)
			return &t->steps[i];
	return NULL;
}

static char *args_of(const struct step *s)
{
	struct buf b = {0};

	for (int i = 0; i < s->nargs; i++)
		buf_printf(&b, " %s=%s", s->args[i].spec->name,
			   s->args[i].wire);
	return b.s ? buf_take(&b) : xstrdup("");
}

static const struct unsaid_row *find(const struct unsaid *u,
				     const struct step *s)
{
	const struct unsaid_row *found = NULL;
	char *args = args_of(s);

	for (int i = 0; i < u->n && !found; i++)
		if (u->v[i].op == s->op &&
		    (!u->v[i].args || strcmp(u->v[i].args, args) == 0))
			found = &u->v[i];
	free(args);
	return found;
}

void unsaid_note(struct unsaid *u, const struct recording *got)
{
	const struct step *s = first(got->tcase);
	const struct step_record *r =
		s ? &got->steps[s - got->tcase->steps] : NULL;

	if (!r || got->end != END_INEXPRESSIBLE ||
	    r->state != STEP_INEXPRESSIBLE || find(u, s))
		return;
	GROW(u->v, u->n);
	u->v[u->n++] = (struct unsaid_row){s->op, r->always ? NULL : args_of(s),
					   xstrdup(got->why), got->by};
}

struct recording *unsaid_recall(const struct unsaid *u, const struct tcase *t)
{
	const struct step *s = first(t);
	const struct unsaid_row *row = s ? find(u, s) : NULL;
	struct recording *r;

	if (!row)
		return NULL;
	r = recording_new(t);
	r->end = END_INEXPRESSIBLE;
	r->at = (int)(s - t->steps);
	r->why = xstrdup(row->why);
	r->by = row->by;
	r->steps[r->at].state = STEP_INEXPRESSIBLE;
	record_set(&r->steps[r->at], "inexpressible", "%s", row->why);
	return r;
}

void unsaid_free(struct unsaid *u)
{
	for (int i = 0; i < u->n; i++) {
		free(u->v[i].args);
		free(u->v[i].why);
	}
	free(u->v);
	*u = (struct unsaid){0};
}

bool unsaid_all(const struct recording *got)
{
	const struct tcase *t = got->tcase;

	for (int i = 0; i < t->nsteps; i++)
		if (t->steps[i].actor == 0 &&
		    got->steps[i].state == STEP_ANSWERED &&
		    !got->steps[i].later)
			return false;
	return got->end == END_INEXPRESSIBLE;
}
