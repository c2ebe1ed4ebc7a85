/* SPDX-License-Identifier: Apache-2.0 */
#include "repeat.h"

#include <stdlib.h>
#include <string.h>

#include "guests/lang/rows.h"
#include "recording/mismatch.h"
#include "base/options.h"
#include "reference.h"

enum { KEY_REPEAT = 3000, KEY_LOAD };

static const struct argp_option options[] = {
	{"repeat", KEY_REPEAT, "N", 0,
	 "Play each case N times; the result must be the same every time", 0},
	{"load", KEY_LOAD, 0, 0, "With --repeat: keep all CPUs busy meanwhile",
	 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct repeat *r = state->input;

	switch (key) {
	case KEY_REPEAT:
		r->n = option_number(state, "--repeat", arg, 1, 10000);
		return 0;
	case KEY_LOAD:
		r->loaded = true;
		return 0;
	case ARGP_KEY_END:
		if (r->loaded && !r->n)
			argp_error(state, "--load needs --repeat N");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp repeat_argp = {options, parse, NULL, NULL, NULL, NULL, NULL};

int repeat_begin(struct repeat *r, char **why)
{
	return r->loaded ? load_begin(&r->load, why) : 0;
}

void repeat_end(struct repeat *r)
{
	load_end(&r->load);
}

char *repeat_unstable(const struct tcase *t, const char *first,
		      const char *other, int *line)
{
	struct mismatch m;
	char *why;

	if (!mismatch_find(first, other, &m))
		return NULL;
	why = xasprintf("unstable: %s: \"%s\" and \"%s\"", m.where, m.want,
			m.got);
	*line = m.step > 0 && m.step <= t->nsteps ? t->steps[m.step - 1].line
						  : t->line;
	mismatch_free(&m);
	return why;
}

/* --- natively and on the host ---------------------------------------------*/

/* The more of a case it hides, the worse. */
ROWS_BEGIN(badness);
static const int badness[VERDICT_COUNT] = {
	[ROW(SAME)] = 0,    [ROW(INEXPRESSIBLE)] = 1, [ROW(UNSUPPORTED)] = 2,
	[ROW(DIFFERS)] = 3, [ROW(HUNG)] = 4,          [ROW(CRASHED)] = 5,
	[ROW(BROKEN)] = 6,
};
ROWS_END(badness, VERDICT_COUNT);

/* Keep the worse of two pairs in p. */
static void keep_worst(struct pair *p, struct pair *next)
{
	bool flaky = p->result->flaky || !result_same(p->result, next->result);
	long long us = p->us + next->us;

	if (badness[next->result->verdict] > badness[p->result->verdict]) {
		struct pair old = *p;

		*p = *next;
		*next = old;
	}
	p->us = us;
	/* What breaks on our side says nothing of the host. */
	p->result->flaky = flaky && p->result->verdict != BROKEN;
	pair_free(next);
}

static void unstable_set(struct pair *p, char *why)
{
	struct result *r = xcalloc(1, sizeof(*r));

	*r = (struct result){.tcase = p->result->tcase,
			     .verdict = BROKEN,
			     .parted = -1,
			     .why = why};
	result_free(p->result);
	p->result = r;
}

void repeat_pair(struct pair *p, int n, struct stage *s,
		 const struct pair_config *c, const struct tcase *t)
{
	char *first, *text, *why = NULL;
	int line;

	pair_play(p, s, c, t);
	if (n <= 1)
		return;
	first = reference_recording(p->want);
	for (int i = 1; i < n && p->result->verdict != BROKEN; i++) {
		struct pair next = {0};

		pair_play(&next, s, c, t);
		text = reference_recording(next.want);
		why = repeat_unstable(t, first, text, &line);
		free(text);
		keep_worst(p, &next);
		/* A play that broke differs, of course: its own reason. */
		if (why && p->result->verdict != BROKEN)
			unstable_set(p, why);
		else
			free(why);
	}
	free(first);
}

/* --- only natively --------------------------------------------------------*/

static char *trouble_at(const struct tcase *t, int line, const char *why)
{
	return xasprintf("%s:%d: %s: %s", t->file, line, t->id, why);
}

/* Linux must have played the case as it is written. */
static char *broken(const struct recording *r)
{
	struct result *res = diff(r, r);
	char *why = NULL;

	if (res->verdict != SAME)
		why = trouble_at(r->tcase, r->tcase->line,
				 res->why ? res->why : "it broke");
	result_free(res);
	return why;
}

static char *native_once(char **text, struct stage *s,
			 const struct pair_config *c, const struct tcase *t)
{
	struct recording *r = pair_native(s, c, t);
	char *why = broken(r);

	*text = why ? NULL : reference_recording(r);
	recording_free(r);
	return why;
}

void repeat_native(char **text, char **why, int n, struct stage *s,
		   const struct pair_config *c, const struct tcase *t)
{
	*why = native_once(text, s, c, t);
	for (int i = 1; i < n && !*why; i++) {
		char *again, *unstable;
		int line;

		*why = native_once(&again, s, c, t);
		unstable =
			again ? repeat_unstable(t, *text, again, &line) : NULL;
		if (unstable)
			*why = trouble_at(t, line, unstable);
		free(unstable);
		free(again);
	}
	if (*why) {
		free(*text);
		*text = NULL;
	}
}
