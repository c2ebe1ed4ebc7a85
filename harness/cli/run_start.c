/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Does the host start at all?
 *
 * A host that cannot run any guest must not look like one whose ABI cannot say
 * the cases. So it is started once before them, and may take its time: it may
 * compile, or fill a cache. And when it does not start for several cases in a
 * row, it will not for the others.
 */
#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/pool.h"
#include "result/results.h"
#include "run_parts.h"

#define STARTS_MAX 5
/* The first start may take so many times as long as another. */
#define FIRST_TIMES 4

static void greet_begin(void *ctx)
{
	(void)ctx;
	stage_begin();
}

static void greet_finish(void *ctx)
{
	struct run *r = ctx;

	stage_end(&r->stage);
}

static char *greet_work(void *ctx, int job)
{
	struct run *r = ctx;
	struct pair_config c = r->pairs;
	char *why = NULL;
	enum host_start start;

	(void)job;
	c.no_packets = true;
	c.limits.start_ms = FIRST_TIMES * (c.limits.start_ms ? c.limits.start_ms
							     : PLAY_START_MS);
	start = pair_greet(&r->stage, &c, &why);
	if (start == START_FAILED)
		return why;
	free(why);
	return xstrdup("");
}

/* A worker that is lost says nothing of the host. */
static void greet_done(void *ctx, int job, const char *text, const char *why)
{
	struct run *r = ctx;

	(void)job;
	(void)why;
	if (text && *text)
		r->start.greeting = xstrdup(text);
}

static bool greet_tick(void *ctx)
{
	(void)ctx;
	return interrupt_came();
}

void run_greet(struct run *r)
{
	struct pool pool = {.workers = 1,
			    .jobs = 1,
			    .ctx = r,
			    .begin = greet_begin,
			    .work = greet_work,
			    .finish = greet_finish,
			    .done = greet_done,
			    .tick = greet_tick};

	pool_run(&pool);
}

void run_started(struct run *r, enum host_start start, const json_t *tcase)
{
	const char *said = report_str(tcase, "said");

	if (start == START_UNTRIED)
		return;
	if (start == START_DONE) {
		r->start.failed = 0;
		r->start.done++;
		return;
	}
	r->start.failed++;
	free(r->start.last);
	r->start.last = xasprintf("%s%s%s", report_str(tcase, "why"),
				  *said ? "; it said: " : "", said);
}

bool run_start_over(struct run *r)
{
	if (r->start.failed < STARTS_MAX)
		return false;
	if (!r->trouble)
		r->trouble = xasprintf("the run stops after %d such cases in a "
				       "row: %s",
				       r->start.failed, r->start.last);
	return true;
}
