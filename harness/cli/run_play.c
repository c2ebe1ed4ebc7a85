/* SPDX-License-Identifier: Apache-2.0 */
#include "run_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/pool.h"
#include "result/results.h"
#include "report/kept.h"
#include "result/groups.h"
#include "result/result_json.h"

/* --- in a worker ----------------------------------------------------------*/

static void worker_begin(void *ctx)
{
	(void)ctx;
	stage_begin();
}

static void worker_finish(void *ctx)
{
	struct run *r = ctx;

	stage_end(&r->stage);
	drift_free(&r->drift);
}

/* Of a case whose result is not to be believed before it was alone. */
#define TIMED 'T'

/* Its time, whether the host started and how long that took, its result. */
static char *worker_play(void *ctx, int job)
{
	struct run *r = ctx;
	struct pair p = {0};
	char *line, *text;

	repeat_pair(&p, r->repeat.n, &r->stage, &r->pairs,
		    &r->corpus.cases[r->todo[job]]);
	if (r->pairs.crowded && pair_is_timed(&p)) {
		pair_free(&p);
		return xasprintf("%c", TIMED);
	}
	report_case(r->unfinished, r->pick.host->name, &p, r->keep);
	drift_find(&r->drift, p.want, p.result);
	line = result_line(p.result, r->replay);
	text = xasprintf("%lld %d %lld %s", p.us, (int)p.got->start,
			 p.got->start_us, line);
	free(line);
	pair_free(&p);
	return text;
}

/* --- in the main process --------------------------------------------------*/

static json_t *lost_json(const struct run *r, int at, const char *why)
{
	struct result lost = {.tcase = &r->corpus.cases[at],
			      .verdict = BROKEN,
			      .why = (char *)why};

	return result_json(&lost, r->replay);
}

/* A result is there, of now or of an earlier run; takes it over. */
static void case_take(struct run *r, json_t *o, long long us)
{
	if (r->known)
		baseline_judge(&r->baseline, o);
	json_object_set_new(r->us, report_str(o, "id"), json_integer(us));
	r->gaps += group_has(o);
	json_array_append_new(r->cases, o);
}

static void case_done(void *ctx, int job, const char *text, const char *why)
{
	struct run *r = ctx;
	long long us = 0, start_us = 0;
	char *sentence = NULL, *rest;
	long start = START_UNTRIED;
	json_t *o = NULL;

	/* Who interrupts us may have ended the worker as well. */
	if (!text && interrupt_came())
		return;
	if (text && *text == TIMED) {
		GROW(r->timed, r->ntimed);
		r->timed[r->ntimed++] = job;
		return;
	}
	if (text) {
		us = strtoll(text, &rest, 10);
		start = strtol(rest, &rest, 10);
		start_us = strtoll(rest, &rest, 10);
		o = result_parse(rest + 1, &sentence);
	}
	if (!o)
		o = lost_json(r, r->todo[job], why ? why : sentence);
	free(sentence);
	run_case_keep(r, o, us);
	run_started(r, (enum host_start)start, o);
	if (start_us)
		json_object_set_new(r->starts, report_str(o, "id"),
				    json_integer(start_us));
	json_incref(o);
	case_take(r, o, us);
	report_term_case(r->report, o, us);
	json_decref(o);
}

static void worker_lost(void *ctx, int pid)
{
	struct run *r = ctx;

	gate_lost(r->pairs.gate, pid);
}

static bool tick(void *ctx)
{
	struct run *r = ctx;

	report_term_tick(r->report);
	journal_tick(&r->journal);
	return interrupt_came() || r->trouble || run_start_over(r) ||
	       (r->max_gaps && r->gaps >= r->max_gaps);
}

/* What an unfinished run has is taken from there; the rest is to be played. */
static void todo_make(struct run *r)
{
	r->todo = xcalloc((size_t)r->corpus.n + 1, sizeof(*r->todo));
	for (int i = 0; i < r->corpus.n; i++) {
		const json_t *had = run_case_had(r, r->corpus.cases[i].id);
		json_t *o = json_object_get(had, "case");

		if (!o) {
			r->todo[r->ntodo++] = i;
			continue;
		}
		report_term_had(r->report, o);
		case_take(r, json_incref(o),
			  json_integer_value(json_object_get(had, "us")));
	}
}

static void begin(struct run *r)
{
	int before;

	r->cases = json_array();
	r->us = json_object();
	r->starts = json_object();
	r->report = report_term_new(&r->term);
	if (r->shard.total && !r->term.quiet)
		report_term_note(r->report, r->shard.note);
	report_term_start(r->report, r->corpus.n, r->pick.host->name);
	todo_make(r);
	before = r->corpus.n - r->ntodo;
	if (before && !r->term.quiet) {
		char *note = xasprintf("resumed: %d of them had finished "
				       "before",
				       before);

		report_term_note(r->report, note);
		free(note);
	}
}

static char *timed_play(void *ctx, int job)
{
	struct run *r = ctx;

	return worker_play(ctx, r->timed[job]);
}

static void timed_done(void *ctx, int job, const char *text, const char *why)
{
	struct run *r = ctx;

	case_done(ctx, r->timed[job], text, why);
}

/*
 * What hung or waited beside other plays is asked once more, alone. `timed`
 * are places in `todo`.
 */
static bool timed_run(struct run *r, struct pool pool)
{
	bool whole = true;

	r->pairs.crowded = false;
	pool.jobs = r->ntimed;
	pool.workers = 1;
	pool.work = timed_play;
	pool.done = timed_done;
	if (r->ntimed)
		whole = pool_run(&pool);
	return whole;
}

int run_play(struct run *r)
{
	struct pool pool = {.workers = r->jobs * WORKERS_PER_PLAY,
			    .ctx = r,
			    .begin = worker_begin,
			    .work = worker_play,
			    .finish = worker_finish,
			    .done = case_done,
			    .lost = worker_lost,
			    .tick = tick};
	long long began = now_us();
	int status;
	bool whole;

	begin(r);
	if (r->ntodo)
		run_greet(r);
	pool.jobs = r->ntodo;
	r->pairs.crowded = r->ntodo > 1 && r->repeat.n <= 1;
	whole = !interrupt_came() && pool_run(&pool) && timed_run(r, pool);
	/* The last cases may have been the ones that stop a run. */
	whole = whole || (json_array_size(r->cases) == (size_t)r->corpus.n &&
			  !r->trouble);
	repeat_end(&r->repeat);
	status = run_end(r, began, whole);
	report_term_free(r->report);
	json_decref(r->cases);
	json_decref(r->us);
	json_decref(r->starts);
	free(r->todo);
	free(r->timed);
	return status;
}
