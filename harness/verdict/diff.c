/* SPDX-License-Identifier: Apache-2.0 */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "guests/lang/rows.h"
#include "judge.h"
#include "parting.h"
#include "case/program.h"
#include "host/host.h"
#include "program_judge.h"
#include "partly.h"
#include "recording/vary.h"

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

/* --- gaps -----------------------------------------------------------------*/

/* getsockopt alone says little: which option is half of the operation. */
static char *op_label(const struct step *s)
{
	const char *name = step_arg(s, "name");

	return name ? xasprintf("%s(%s)", s->op->name, name)
		    : xstrdup(s->op->name);
}

/* Takes want and got over. */
static void gap_add(struct result *r, int step, int layer,
		    enum gap_class gclass, const char *what, char *want,
		    char *got)
{
	const struct tcase *t = r->tcase;
	char *op =
		step < t->nsteps ? op_label(&t->steps[step]) : xstrdup("end");
	struct gap *g;

	GROW(r->gaps, r->ngaps);
	g = &r->gaps[r->ngaps++];
	*g = (struct gap){.step = step,
			  .layer = layer,
			  .gclass = gclass,
			  .what = xstrdup(what),
			  .want = want,
			  .got = got};
	/* Which values were lost does not matter when all of them were. */
	if (gclass == GAP_faked)
		g->signature = xasprintf("%s %s", op, gap_names[gclass]);
	else
		g->signature = xasprintf("%s %s %s: %s -> %s", op,
					 gap_names[gclass], what, want, got);
	free(op);
}

static void gap_clear(const struct gap *g)
{
	free(g->what);
	free(g->want);
	free(g->got);
	free(g->raw);
	free(g->signature);
}

static void gap_text(struct result *r, int step, enum gap_class gclass,
		     const char *what, const char *want, const char *got)
{
	gap_add(r, step, 1, gclass, what, xstrdup(want ? want : "nothing"),
		xstrdup(got ? got : "nothing"));
}

/* --- layer 1 --------------------------------------------------------------*/

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool failed(const struct step_record *s)
{
	return is_same(record_field(s, "ret"), "-1");
}

/* WASI has no word for some errnos; EIO is the nearest that it has. */
static bool same_errno(const char *want, const char *got)
{
	const struct errno_row *row = want ? errno_find(want) : NULL;

	return is_same(want, got) ||
	       (row && row->wasi < 0 && is_same(got, "EIO"));
}

/* Not even whether it fails is the same in every play. */
static bool outcome_varies(const struct step_record *s)
{
	return is_same(record_field(s, "errno"), VARIES);
}

/* Where Linux succeeds; what it refuses as well has another errno. */
static bool is_missing(const char *err)
{
	return is_same(err, "ENOSYS") || is_same(err, "EOPNOTSUPP");
}

static void diff_outcome(struct result *r, int i,
			 const struct step_record *want,
			 const struct step_record *got)
{
	const char *we = failed(want) ? record_field(want, "errno") : "success";
	const char *ge = failed(got) ? record_field(got, "errno") : "success";

	if (step_is_any(&r->tcase->steps[i], "errno") && failed(want) &&
	    failed(got))
		return;
	if (outcome_varies(got))
		ge = VARIES;
	if (!same_errno(we, ge))
		gap_text(r, i,
			 !failed(want) && is_missing(ge) ? GAP_missing
							 : GAP_errno,
			 "errno", we, ge);
}

/* What a difference in ret is: of bytes for those that move them. */
static enum gap_class ret_class(const struct step *s)
{
	return s->op->calls == CALL_SEND || s->op->calls == CALL_RECV
		       ? GAP_data
		       : GAP_value;
}

/* Are they alike as far as this ABI has a way to say the field? */
static bool field_same(const char *key, const char *want, const char *got)
{
	if (strcmp(key, "revents") == 0)
		return revents_same(want, got);
	if (strcmp(key, "addr") == 0)
		return address_same(want, got);
	return strcmp(key, "flags") == 0 && flags_same(want, got);
}

static void diff_field(struct result *r, int i, const char *key,
		       enum gap_class gclass, const struct step_record *want,
		       const struct step_record *got)
{
	const char *w = record_field(want, key), *g = record_field(got, key);

	if (is_same(w, g) || step_is_any(&r->tcase->steps[i], key))
		return;
	if (w && g && field_same(key, w, g))
		return;
	if (g && strcmp(g, "-") == 0) /* this ABI has no way to say it */
		return;
	gap_text(r, i, gclass, key, w, g);
}

static void diff_wait(struct result *r, int i, const struct step_record *want,
		      const struct step_record *got)
{
	static const char *const words[] = {"does not wait", "waits"};

	if (record_field(got, "waited"))
		gap_text(r, i, GAP_blocking, "wait", words[want->wait], VARIES);
	else if (want->wait != got->wait)
		gap_text(r, i, GAP_blocking, "wait", words[want->wait],
			 words[got->wait]);
}

static void diff_answer(struct result *r, int i, const struct step_record *want,
			const struct step_record *got)
{
	const struct step *s = &r->tcase->steps[i];

	diff_field(r, i, "overrun", GAP_overrun, want, got);
	diff_outcome(r, i, want, got);
	if (failed(want) == failed(got) && !outcome_varies(got)) {
		for (const struct ans_spec *a = s->op->ans; a->name; a++)
			diff_field(r, i, a->name, a->gap, want, got);
		diff_field(r, i, "ret", ret_class(s), want, got);
	}
	/* Behind what was told: it lies in the guest's own buffer. */
	diff_field(r, i, "scribble", GAP_scribble, want, got);
	diff_wait(r, i, want, got);
}

/* --- layer 2 --------------------------------------------------------------*/

static void diff_calls(struct result *r, int i, const struct recording *want,
		       const struct recording *got)
{
	struct judgement j;

	if (is_program(&r->tcase->steps[i])) {
		if (!program_judge(&want->steps[i], &got->steps[i], &j))
			return;
		gap_add(r, i, 2, j.gclass, j.what, j.want, j.got);
		free(j.what);
		return;
	}
	if (r->tcase->steps[i].refused && judge_refused(got, i, &j)) {
		gap_add(r, i, 2, j.gclass, j.what, j.want, j.got);
		free(j.what);
		return;
	}
	if (r->tcase->steps[i].actor != 0 || failed(&want->steps[i]) ||
	    failed(&got->steps[i]) || !judge_step(want, got, i, &j))
		return;
	gap_add(r, i, 2, j.gclass, j.what, j.want, j.got);
	free(j.what);
}

/* --- what counts ----------------------------------------------------------*/

/* Memory is the guest's, whatever went before. */
static bool is_never_consequence(enum gap_class gclass)
{
	return gclass == GAP_overrun || gclass == GAP_scribble ||
	       gclass == GAP_crash;
}

/* Has a gap before this one, that counts, already said so? */
static bool is_explained(const struct result *r, int k)
{
	const struct gap *g = &r->gaps[k];

	for (int i = 0; i < k; i++) {
		const struct gap *e = &r->gaps[i];

		if (e->consequence)
			continue;
		if (strcmp(e->signature, g->signature) == 0 ||
		    parting_explains(r->tcase, e, g))
			return true;
		/* Of one step: two fields of one fault. */
		if (e->step == g->step && e->layer == g->layer &&
		    (e->gclass == g->gclass || g->gclass == GAP_blocking))
			return true;
	}
	return false;
}

/* The gaps from `first` on, all of one step, are there. */
static void gaps_settle(struct result *r, int first,
			const struct recording *want,
			const struct recording *got)
{
	for (int k = first; k < r->ngaps; k++) {
		struct gap *g = &r->gaps[k];

		g->consequence = (r->parted >= 0 || is_explained(r, k)) &&
				 !is_never_consequence(g->gclass) && k > 0;
		if (r->parted < 0 && parting_parts(want, got, g))
			r->parted = g->step;
	}
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

		if (is_same(w, g))
			continue;
		if (is_same(g, VARIES))
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

/* Linux itself must have played the case as it is written. */
static char *native_trouble(const struct recording *want)
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
	return failed(s) ? record_field(s, "errno") : "success";
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
static void verdict_set(struct result *r, const struct recording *want,
			const struct recording *got)
{
	bool ended = end_add(r, want, got);

	r->verdict = ends[got->end].verdict;
	r->by = got->by;
	if (r->ngaps && !ended && r->verdict != BROKEN)
		r->verdict = only_missing(r) ? UNSUPPORTED : DIFFERS;
	why_set(r, got);
}

/* Beside what was made of an answer, what the host literally wrote. */
static void gaps_raw(struct result *r, const struct recording *got)
{
	for (int i = 0; i < r->ngaps; i++) {
		const char *raw = r->gaps[i].step < r->tcase->nsteps
					  ? got->steps[r->gaps[i].step].raw
					  : NULL;

		if (raw && r->gaps[i].layer == 1 && !r->gaps[i].raw)
			r->gaps[i].raw = xstrdup(raw);
	}
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

/* Forget what is said of later steps, and of the end. */
static void gaps_cut(struct result *r, int step)
{
	int n = 0;

	for (int i = 0; i < r->ngaps; i++) {
		const struct gap *g = &r->gaps[i];

		if (g->step <= step && g->gclass != GAP_crash &&
		    g->gclass != GAP_hang)
			r->gaps[n++] = *g;
		else
			gap_clear(g);
	}
	r->ngaps = n;
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

/* The next gap that counts, from *k on; or NULL. */
static const struct gap *gap_next(const struct result *r, int *k)
{
	while (*k < r->ngaps && r->gaps[*k].consequence)
		++*k;
	return *k < r->ngaps ? &r->gaps[(*k)++] : NULL;
}

bool result_same(const struct result *a, const struct result *b)
{
	const struct gap *x, *y;
	int i = 0, k = 0;

	if (a->verdict != b->verdict)
		return false;
	do {
		x = gap_next(a, &i);
		y = gap_next(b, &k);
	} while (x && y && x->step == y->step &&
		 strcmp(x->signature, y->signature) == 0);
	return !x && !y;
}

void result_free(struct result *r)
{
	if (!r)
		return;
	for (int i = 0; i < r->ngaps; i++)
		gap_clear(&r->gaps[i]);
	free(r->gaps);
	free(r->why);
	free(r->said);
	free(r->drift);
	free(r);
}
