/* SPDX-License-Identifier: Apache-2.0 */
#include "hidden.h"

#include <stdlib.h>
#include <string.h>

/* A call's arguments are named as the answer's fields are. */
static void call_hide(struct call *c, const struct step *s)
{
	for (int i = 0; i < c->nargs; i++)
		if (step_is_any(s, c->args[i].key))
			c->args[i].value = (char *)"any";
	if (step_is_any(s, "ret") && !c->err && !c->unfinished)
		c->made = (char *)"any";
}

/* Arrays of its own, strings of the old one. */
static void step_hide(struct step_record *r, const struct step *s)
{
	struct field *fields = xcalloc((size_t)r->nfields, sizeof(*fields));
	struct call *calls = xcalloc((size_t)r->ncalls, sizeof(*calls));

	for (int i = 0; i < r->nfields; i++) {
		fields[i] = r->fields[i];
		if (step_is_any(s, fields[i].key))
			fields[i].value = (char *)"any";
	}
	for (int i = 0; i < r->ncalls; i++) {
		calls[i] = r->calls[i];
		call_hide(&calls[i], s);
	}
	r->fields = fields;
	r->calls = calls;
}

struct recording hidden(const struct recording *r)
{
	const struct tcase *t = r->tcase;
	struct recording copy = *r;

	copy.steps = xcalloc((size_t)t->nsteps, sizeof(*copy.steps));
	for (int i = 0; i < t->nsteps; i++) {
		copy.steps[i] = r->steps[i];
		if (t->steps[i].nany)
			step_hide(&copy.steps[i], &t->steps[i]);
	}
	return copy;
}

void hidden_free(struct recording *copy)
{
	const struct tcase *t = copy->tcase;

	for (int i = 0; i < t->nsteps; i++) {
		if (!t->steps[i].nany)
			continue;
		free(copy->steps[i].fields);
		free(copy->steps[i].calls);
	}
	free(copy->steps);
}
