/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict.h"

#include <stdlib.h>

#include "diff_answer.h"
#include "gaps.h"
#include "guests/lang/rows.h"

ROWS_BEGIN(verdict_names);
const char *const verdict_names[VERDICT_COUNT] = {
	[ROW(SAME)] = "same",
	[ROW(DIFFERS)] = "differs",
	[ROW(INEXPRESSIBLE)] = "inexpressible",
	[ROW(UNSUPPORTED)] = "unsupported",
	[ROW(CRASHED)] = "crashed",
	[ROW(HUNG)] = "hung",
	[ROW(BROKEN)] = "broken",
};
ROWS_END(verdict_names, VERDICT_COUNT);

/* Linux itself must have played the case as it is written. */
char *native_trouble(const struct recording *want)
{
	const struct tcase *t = want->tcase;

	if (want->end != END_OK)
		return xasprintf("native, step %d (%s:%d): %s", want->at + 1,
				 t->file, t->steps[want->at].line, want->why);
	for (int i = 0; i < t->nsteps; i++) {
		const struct step *s = &t->steps[i];

		if ((s->blocks || s->waits) && want->steps[i].wait == WAIT_NOT)
			return xasprintf("%s:%d: %s: the step has `%s: yes`, "
					 "but on Linux the call returns at "
					 "once",
					 t->file, s->line, s->op->name,
					 s->blocks ? "blocks" : "waits");
	}
	return NULL;
}

ROWS_BEGIN(ends);
static const struct {
	enum verdict verdict;
	bool is_gap;
	enum gap_class gap;
} ends[] = {
	[ROW(END_OK)] = {SAME, false, 0},
	[ROW(END_INEXPRESSIBLE)] = {INEXPRESSIBLE, false, 0},
	[ROW(END_CRASHED)] = {CRASHED, true, GAP_crash},
	[ROW(END_HUNG)] = {HUNG, true, GAP_hang},
	[ROW(END_BROKEN)] = {BROKEN, false, 0},
};
ROWS_END(ends, END_COUNT);

/* What Linux answered where the host gave no answer. */
static const char *native_outcome(const struct recording *want, int step)
{
	const struct step_record *s = want ? &want->steps[step] : NULL;

	if (!s || s->state != STEP_ANSWERED)
		return "an answer";
	return record_failed(s) ? record_field(s, "errno") : "success";
}

/* All gaps that count say that something is not there. */
static bool only_missing(const struct result *r)
{
	for (int i = 0; i < r->ngaps; i++)
		if (!r->gaps[i].consequence && r->gaps[i].gclass != GAP_missing)
			return false;
	return true;
}

/* How the host's play ended, as a gap; true when that counts. */
static bool end_add(struct result *r, const struct recording *want,
		    const struct recording *got)
{
	if (!ends[got->end].is_gap)
		return false;
	gap_text(r, got->at, ends[got->end].gap, "end",
		 native_outcome(want, got->at), got->why);
	gaps_settle(r, r->ngaps - 1, want, got);
	return !r->gaps[r->ngaps - 1].consequence;
}

static void why_set(struct result *r, const struct recording *got)
{
	free(r->why);
	free(r->said);
	r->why = r->said = NULL;
	if (got->noise && (ends[got->end].is_gap || got->start == START_FAILED))
		r->said = xstrdup(got->noise);
	if (r->verdict == UNSUPPORTED)
		r->why = xasprintf("%s answers %s",
				   r->tcase->steps[r->gaps[0].step].op->name,
				   r->gaps[0].got);
	else if (r->verdict == DIFFERS)
		return;
	else if (got->why)
		r->why = xstrdup(got->why);
}

/*
 * That it died is the verdict whatever went before it, and that it hangs where
 * both stood alike; else the gaps decide.
 */
void verdict_set(struct result *r, const struct recording *want,
		 const struct recording *got)
{
	bool ended = end_add(r, want, got);

	r->verdict = ends[got->end].verdict;
	r->by = got->by;
	if (r->ngaps && !ended && r->verdict != BROKEN)
		r->verdict = only_missing(r) ? UNSUPPORTED : DIFFERS;
	why_set(r, got);
}
