/* SPDX-License-Identifier: Apache-2.0 */
#include "run_parts.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cmd.h"
#include "base/pool.h"
#include "result/results.h"
#include "report/kept.h"
#include "result/dir.h"
#include "result/groups.h"
#include "result/quirk_notes.h"
#include "result/result_json.h"
#include "result/sources.h"

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

static char *worker_play(void *ctx, int job)
{
	struct run *r = ctx;
	struct pair p = { 0 };
	char *line, *text;

	repeat_pair(&p, r->repeat.n, &r->stage, &r->pairs,
		    &r->corpus.cases[job]);
	report_case(r->dir, r->pick.host->name, &p, r->keep);
	drift_find(&r->drift, p.want, p.result);
	line = result_line(p.result, r->replay);
	text = xasprintf("%lld %s", p.us, line);
	free(line);
	pair_free(&p);
	return text;
}

/* --- in the main process --------------------------------------------------*/

static volatile sig_atomic_t interrupted;

static void interrupt(int sig)
{
	(void)sig;
	interrupted = 1;
}

static json_t *lost_json(const struct run *r, int job, const char *why)
{
	struct result lost = { .tcase = &r->corpus.cases[job],
			       .verdict = BROKEN, .why = (char *)why };

	return result_json(&lost, r->replay);
}

static void case_done(void *ctx, int job, const char *text, const char *why)
{
	struct run *r = ctx;
	long long us = 0;
	char *sentence = NULL, *rest;
	json_t *o = NULL;

	if (text) {
		us = strtoll(text, &rest, 10);
		o = result_parse(rest + 1, &sentence);
	}
	if (!o)
		o = lost_json(r, job, why ? why : sentence);
	free(sentence);
	if (r->known)
		baseline_judge(&r->baseline, o);
	json_object_set_new(r->us, r->corpus.cases[job].id, json_integer(us));
	report_term_case(r->report, o, us);
	r->gaps += group_has(o);
	json_array_append_new(r->cases, o);
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
	return interrupted || (r->max_gaps && r->gaps >= r->max_gaps);
}

static int write_report(const struct run *r, const char *name,
			const json_t *report, char **why)
{
	char *text = report_text(report);
	int err = report_dir_write(r->dir, name, text, strlen(text), why);

	free(text);
	return err;
}

static int write_reports(struct run *r, const json_t *results,
			 const json_t *times, char **why)
{
	json_t *sources = sources_json(&r->corpus);
	int err = 0;

	if (write_report(r, "results.json", results, why) < 0 ||
	    write_report(r, "times.json", times, why) < 0 ||
	    write_report(r, "sources.json", sources, why) < 0)
		err = -1;
	json_decref(sources);
	return err;
}

static int finish(struct run *r, long long began, bool whole)
{
	const struct host *h = r->pick.host;
	char *recorded = drift_recorded(r->drift.dir, r->cases);
	json_t *shard = shard_json(&r->shard);
	struct report_about about = { SOCKDIFF_VERSION, h->name, h->abi,
				      h->command, h->version, !whole,
				      recorded, r->no_packets, r->known,
				      r->notes, shard };
	json_t *results, *times;
	char *why = NULL, *file = xasprintf("%s/results.json", r->dir);
	int status;

	if (!about.notes)
		about.notes = r->notes = json_array();
	report_quirks(about.notes, h, r->cases);
	results = report_results(&about, r->cases);
	times = report_times(r->us, now_us() - began, r->jobs,
				     time(NULL));
	status = report_status(results);
	report_term_end(r->report, results, times, file);
	if (write_reports(r, results, times, &why) < 0) {
		fprintf(stderr, "sockdiff: %s\n", why);
		free(why);
		status = STATUS_BROKEN;
	}
	/* Who asked for it is not surprised; who interrupted it may be. */
	if (interrupted && status == STATUS_GOOD)
		status = STATUS_BROKEN;
	free(file);
	free(recorded);
	json_decref(shard);
	json_decref(results);
	json_decref(times);
	return status;
}

int run_play(struct run *r)
{
	struct pool pool = { .workers = r->jobs * WORKERS_PER_PLAY,
			     .jobs = r->corpus.n,
			     .ctx = r, .begin = worker_begin,
			     .work = worker_play, .finish = worker_finish,
			     .done = case_done, .lost = worker_lost,
			     .tick = tick };
	long long began = now_us();
	int status;
	bool whole;

	signal(SIGINT, interrupt);
	signal(SIGTERM, interrupt);
	r->cases = json_array();
	r->us = json_object();
	r->report = report_term_new(&r->term);
	if (r->shard.total && !r->term.quiet)
		report_term_note(r->report, r->shard.note);
	report_term_start(r->report, r->corpus.n, r->pick.host->name);
	whole = pool_run(&pool);
	repeat_end(&r->repeat);
	status = finish(r, began, whole);
	report_term_free(r->report);
	json_decref(r->cases);
	json_decref(r->us);
	return status;
}
