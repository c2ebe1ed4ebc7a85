/* SPDX-License-Identifier: Apache-2.0 */
#include "vary.h"

#include <stdlib.h>
#include <string.h>

#include "guests/lang/rows.h"

/* Marks only what was not marked before. */
static int mark(char **value, const char *other)
{
	if (text_same(*value, other) || text_same(*value, VARIES))
		return 0;
	free(*value);
	*value = xstrdup(VARIES);
	return 1;
}

/* --- answers --------------------------------------------------------------*/

static bool outcome_differs(const struct step_record *a,
			    const struct step_record *b)
{
	return record_failed(a) != record_failed(b) ||
	       (record_failed(a) &&
		!text_same(record_field(a, "errno"), record_field(b, "errno")));
}

static int field_mark(struct step_record *s, const char *key,
		      const struct step_record *other)
{
	const char *v = record_field(s, key);

	if (text_same(v, record_field(other, key)) || text_same(v, VARIES))
		return 0;
	record_set(s, key, "%s", VARIES);
	return 1;
}

static int answer_mark(struct step_record *s, const struct step_record *other)
{
	int n = 0;

	if (s->state != STEP_ANSWERED || other->state != STEP_ANSWERED)
		return 0;
	if (s->wait != other->wait && !record_field(s, "waited")) {
		record_set(s, "waited", "%s", VARIES);
		n++;
	}
	if (text_same(record_field(s, "errno"), VARIES))
		return n;
	if (outcome_differs(s, other)) {
		record_set(s, "errno", "%s", VARIES);
		return n + 1;
	}
	for (int i = 0; i < other->nfields; i++)
		n += field_mark(s, other->fields[i].key, other);
	for (int i = 0; i < s->nfields; i++)
		if (strcmp(s->fields[i].key, "waited") != 0)
			n += field_mark(s, s->fields[i].key, other);
	return n;
}

/* --- system calls ---------------------------------------------------------*/

/* How often a host asks again, and how it waits, is a matter of time. */
static const struct call *call_next(const struct step_record *s, int *i)
{
	while (*i < s->ncalls && (s->calls[*i].calls == CALL_NONE ||
				  s->calls[*i].calls == CALL_POLL ||
				  text_same(s->calls[*i].err, "EAGAIN")))
		++*i;
	return *i < s->ncalls ? &s->calls[(*i)++] : NULL;
}

/* The same calls in the same order? Else their arguments say nothing. */
static bool calls_pair(const struct step_record *a, const struct step_record *b)
{
	const struct call *x, *y;
	int i = 0, k = 0;

	do {
		x = call_next(a, &i);
		y = call_next(b, &k);
	} while (x && y && x->calls == y->calls);
	return !x && !y;
}

static int calls_mark(struct step_record *s, const struct step_record *other)
{
	const struct call *x, *y;
	int i = 0, k = 0, n = 0;

	if (!calls_pair(s, other))
		return 0;
	while ((x = call_next(s, &i)) && (y = call_next(other, &k))) {
		struct call *c = &s->calls[x - s->calls];

		for (int a = 0; a < c->nargs; a++)
			n += mark(&c->args[a].value,
				  call_arg_get(y, c->args[a].key));
	}
	return n;
}

/* --- the end --------------------------------------------------------------*/

static int packets_mark(struct recording *r, const struct recording *other)
{
	int k = 0;

	while (k < r->npackets && k < other->npackets &&
	       (strcmp(r->packets[k], other->packets[k]) == 0 ||
		strcmp(r->packets[k], VARIES) == 0))
		k++;
	if (!r->wire || !other->wire ||
	    (k == r->npackets && k == other->npackets) ||
	    (k > 0 && strcmp(r->packets[k - 1], VARIES) == 0))
		return 0;
	/* Those behind it say no more. */
	for (int i = k; i < r->npackets; i++)
		free(r->packets[i]);
	r->npackets = k;
	GROW(r->packets, r->npackets);
	r->packets[r->npackets++] = xstrdup(VARIES);
	return 1;
}

/* The more of a case it hides, the worse. */
ROWS_BEGIN(worse);
static const int worse[END_COUNT] = {
	[ROW(END_OK)] = 0,     [ROW(END_INEXPRESSIBLE)] = 1,
	[ROW(END_HUNG)] = 2,   [ROW(END_CRASHED)] = 3,
	[ROW(END_BROKEN)] = 4,
};
ROWS_END(worse, END_COUNT);

static int end_mark(struct recording *r, const struct recording *other)
{
	static const char some[] = " (in some plays: it varies)";
	char *why;

	if (r->end == END_OK || !r->why || strstr(r->why, some) ||
	    (r->end == other->end && r->at == other->at &&
	     text_same(r->why, other->why)))
		return 0;
	why = xasprintf("%s%s", r->end == other->end ? "it ends" : r->why,
			some);
	free(r->why);
	r->why = why;
	if (r->end == other->end && other->at < r->at)
		r->at = other->at;
	return 1;
}

int vary_mark(struct recording *r, struct recording *other)
{
	int n = 0;

	if (worse[other->end] > worse[r->end]) {
		struct recording swap = *r;

		*r = *other;
		*other = swap;
	}
	for (int i = 0; i < r->tcase->nsteps; i++) {
		n += answer_mark(&r->steps[i], &other->steps[i]);
		n += calls_mark(&r->steps[i], &other->steps[i]);
	}
	if (r->end == END_OK && other->end == END_OK) {
		n += packets_mark(r, other);
		if (r->left_open && other->left_open)
			n += mark(&r->left_open, other->left_open);
	}
	return n + end_mark(r, other);
}

/* --- of Linux -------------------------------------------------------------*/

static int fields_differ(const struct step *s, const struct step_record *a,
			 const struct step_record *b)
{
	int n = 0;

	for (int i = 0; i < a->nfields; i++)
		n += !step_is_any(s, a->fields[i].key) &&
		     !text_same(a->fields[i].value,
				record_field(b, a->fields[i].key));
	return n;
}

int vary_answers(const struct recording *a, const struct recording *b)
{
	int n = a->end != b->end;

	for (int i = 0; i < a->tcase->nsteps; i++) {
		const struct step *s = &a->tcase->steps[i];

		n += a->steps[i].state != b->steps[i].state;
		n += fields_differ(s, &a->steps[i], &b->steps[i]);
		n += fields_differ(s, &b->steps[i], &a->steps[i]);
	}
	return n;
}
