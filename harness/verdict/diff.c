/* SPDX-License-Identifier: Apache-2.0 */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "case/program.h"
#include "diff_answer.h"
#include "gaps.h"
#include "host/host.h"
#include "judge.h"
#include "parting.h"
#include "program_judge.h"
#include "recording/vary.h"
#include "verdict.h"

/* --- layer 2 --------------------------------------------------------------*/

/* What the calls of a step say against the host, if anything. */
static bool judged(const struct result *r, int i, const struct recording *want,
		   const struct recording *got, struct judgement *j)
{
	const struct step *s = &r->tcase->steps[i];

	if (is_program(s))
		return program_judge(&want->steps[i], &got->steps[i], j);
	if (s->refused && judge_refused(got, i, j))
		return true;
	return s->actor == 0 && !record_failed(&want->steps[i]) &&
	       !record_failed(&got->steps[i]) && judge_step(want, got, i, j);
}

static void diff_calls(struct result *r, int i, const struct recording *want,
		       const struct recording *got)
{
	struct judgement j;

	if (!judged(r, i, want, got, &j))
		return;
	gap_add(r, i, 2, j.gclass, j.what, j.want, j.got);
	free(j.what);
}

/* --- the whole case -------------------------------------------------------*/

/* How many steps can be compared: those before a play ended. */
static int steps_whole(const struct recording *r)
{
	return r->end == END_OK ? r->tcase->nsteps : r->at;
}

static void diff_step(struct result *r, int i, const struct recording *want,
		      const struct recording *got)
{
	int before = r->ngaps;

	if (host_quirks_excuse(got->quirks, &r->tcase->steps[i]) ||
	    host_quirks_kept_open(got->quirks, r->tcase, i))
		return;
	/* Owed, and the play never came to where it is asked for. */
	if (got->steps[i].later && got->end == END_INEXPRESSIBLE)
		return;
	if (want->steps[i].state != STEP_ANSWERED ||
	    got->steps[i].state != STEP_ANSWERED)
		return;
	diff_answer(r, i, &want->steps[i], &got->steps[i]);
	if (r->ngaps == before)
		diff_calls(r, i, want, got);
	gaps_settle(r, before, want, got);
}

/* Is every word of `a` also in `b`? Both are lists: s, t, u. */
static bool list_within(const char *a, const char *b)
{
	char *copy = xstrdup(a), *save = NULL, *word;
	bool within = true;

	for (word = strtok_r(copy, ", ", &save); word;
	     word = strtok_r(NULL, ", ", &save)) {
		const char *at = strstr(b, word);
		size_t n = strlen(word);

		while (at &&
		       ((at != b && at[-1] != ' ') || (at[n] && at[n] != ',')))
			at = strstr(at + 1, word);
		if (!at && word[0] != '#')
			within = false;
	}
	free(copy);
	return within;
}

/*
 * The first packet that differs; those after it are its consequence. From one
 * on that is another in each play of the host nothing is held against it: how
 * much of a stream has left by the end, and in which order, is TCP's to choose,
 * and what the host asked of its kernel is judged by its calls.
 */
static void diff_packets(struct result *r, const struct recording *want,
			 const struct recording *got)
{
	int n = want->npackets > got->npackets ? want->npackets : got->npackets;

	if (got->end != END_OK || !want->wire || !got->wire)
		return;
	for (int i = 0; i < n; i++) {
		const char *w = i < want->npackets ? want->packets[i] : NULL;
		const char *g = i < got->npackets ? got->packets[i] : NULL;

		if (text_same(w, g))
			continue;
		if (text_same(g, VARIES))
			return;
		gap_add(r, r->tcase->nsteps, 3, GAP_wire, "packet",
			xstrdup(w ? w : "no packet"),
			xstrdup(g ? g : "no packet"));
		return;
	}
}

static bool any_silent(const struct recording *r)
{
	for (int i = 0; i < r->tcase->nsteps; i++)
		if (r->tcase->steps[i].actor == 0 && r->steps[i].silent)
			return true;
	return false;
}

static void diff_left_open(struct result *r, const struct recording *want,
			   const struct recording *got)
{
	if (got->end != END_OK || !want->left_open || !got->left_open ||
	    host_quirks_excuse(got->quirks, NULL) || any_silent(got) ||
	    list_within(got->left_open, want->left_open))
		return;
	gap_add(r, r->tcase->nsteps, 2, GAP_leak, "open at the end",
		xstrdup(*want->left_open ? want->left_open : "none"),
		xstrdup(got->left_open));
}

/* Everything from a step on; what stands alike until its end, to its end. */
static void diff_from(struct result *r, int from, const struct recording *want,
		      const struct recording *got)
{
	int first, n = steps_whole(got);

	for (int i = from; i < n; i++)
		diff_step(r, i, want, got);
	if (want->end != END_OK && r->parted < 0)
		r->parted = want->at;
	first = r->ngaps;
	if (r->parted < 0)
		diff_left_open(r, want, got);
	if (r->parted < 0)
		diff_packets(r, want, got);
	gaps_settle(r, first, want, got);
	verdict_set(r, want, got);
	gaps_raw(r, got);
}

struct result *diff(const struct recording *want, const struct recording *got)
{
	struct result *r = xcalloc(1, sizeof(*r));

	r->tcase = got->tcase;
	r->parted = -1;
	if (!want) {
		verdict_set(r, NULL, got);
		return r;
	}
	r->why = native_trouble(want);
	if (r->why) {
		r->verdict = BROKEN;
		return r;
	}
	diff_from(r, 0, want, got);
	return r;
}

bool diff_go_on(struct result *r, const struct recording *want,
		const struct recording *got)
{
	int at = r->parted;

	if (at < 0 || !parting_closed(&want->steps[at], &got->steps[at]))
		return false;
	gaps_cut(r, at);
	r->parted = -1;
	diff_from(r, at + 1, want, got);
	return true;
}
