/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a run: its results are written, all of them or none.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cmd.h"
#include "base/interrupt.h"
#include "result/results.h"
#include "result/dir.h"
#include "result/quirk_notes.h"
#include "run_parts.h"
#include "result/sources.h"
#include "base/tmp.h"

/* --- files ----------------------------------------------------------------*/

static int write_report(const struct run *r, const char *name,
			const json_t *report, char **why)
{
	char *text = report_text(report);
	int err =
		report_dir_write(r->unfinished, name, text, strlen(text), why);

	free(text);
	return err;
}

static int write_reports(struct run *r, const json_t *results,
			 const json_t *times, bool whole, char **why)
{
	json_t *sources = sources_json(&r->corpus);
	int err = 0;

	if (write_report(r, "times.json", times, why) < 0 ||
	    write_report(r, "sources.json", sources, why) < 0 ||
	    write_report(r, "results.json", results, why) < 0 ||
	    report_dir_publish(r->dir, !whole, why) < 0)
		err = -1;
	json_decref(sources);
	return err;
}

/* Cases that --resume does not play again. */
static int kept_cases(const struct run *r)
{
	int n = 0;
	size_t i;
	json_t *c;

	json_array_foreach (r->cases, i, c)
		n += report_verdict(c) != BROKEN;
	return n;
}

/* What a run that is not whole leaves, and how to go on. */
static void kept_tell(const struct run *r)
{
	int n = kept_cases(r);

	if (r->older)
		fprintf(stderr,
			"sockdiff: %s/results.json is still that of "
			"the previous run, %d cases\n",
			r->dir, r->older);
	if (n)
		fprintf(stderr,
			"sockdiff: %d finished %s kept in %s: the "
			"same command with --resume plays the rest\n",
			n, n == 1 ? "case is" : "cases are", r->unfinished);
}

/*
 * -1 and a sentence. A run that was interrupted takes no place of one that was
 * not, and leaves its journal, if that has a case.
 */
static int store(struct run *r, const json_t *results, const json_t *times,
		 bool whole, char **why)
{
	int err = 0;

	if (whole || (!r->older && json_array_size(r->cases)))
		err = write_reports(r, results, times, whole, why);
	if (!whole && !kept_cases(r))
		tree_remove(r->unfinished);
	return err;
}

/* --- was anything compared? -----------------------------------------------*/

static bool compared(const json_t *results)
{
	const json_t *counts = json_object_get(results, "counts");
	json_int_t n = 0;

	for (int v = 0; v < VERDICT_COUNT; v++)
		if (v != INEXPRESSIBLE && v != BROKEN)
			n += json_integer_value(
				json_object_get(counts, verdict_names[v]));
	return n > 0;
}

/* A sentence, to be freed, or NULL. Of a shard, `merge` will know. */
static char *nothing_compared(const struct run *r, const json_t *results)
{
	if (compared(results) || r->shard.total)
		return NULL;
	if (r->start.greeting && !r->start.done)
		return xasprintf("nothing was compared: %s", r->start.greeting);
	return xstrdup("nothing was compared: no case could be played on this "
		       "host");
}

/* In the results it is a note, beside those of a baseline. */
static void start_note(struct run *r)
{
	if (r->start.greeting && !r->start.done)
		json_array_append_new(r->notes, json_string(r->start.greeting));
}

/* --- the whole ------------------------------------------------------------*/

static json_t *results_make(struct run *r, bool whole)
{
	const struct host *h = r->pick.host;
	char *recorded = drift_recorded(r->drift.dir, r->cases);
	json_t *shard = shard_json(&r->shard), *results;
	struct report_about about = {
		.version = SOCKDIFF_VERSION,
		.host = h->name,
		.abi = h->abi,
		.command = h->command,
		.host_version = h->version,
		.interrupted = !whole,
		.recorded = recorded,
		.no_packets = r->no_packets,
		.baseline = r->known,
		.shard = shard,
		.selection = r->selection,
	};

	if (!r->notes)
		r->notes = json_array();
	about.notes = r->notes;
	report_quirks(about.notes, h, r->cases);
	start_note(r);
	results = report_results(&about, r->cases);
	free(recorded);
	json_decref(shard);
	return results;
}

static void complain(char *why, int *status)
{
	if (!why)
		return;
	*status = STATUS_BROKEN;
	cmd_complain(why);
}

int run_end(struct run *r, long long began, bool whole)
{
	json_t *results = results_make(r, whole);
	json_t *times =
		report_times(r->us, now_us() - began, r->jobs, time(NULL));
	char *file = xasprintf("%s/results.json", r->dir), *why = NULL;
	int status = report_status(results);

	report_times_starts(times, r->starts);
	report_term_end(r->report, results, times, file);
	if (!interrupt_came())
		complain(nothing_compared(r, results), &status);
	complain(r->trouble, &status);
	r->trouble = NULL;
	/* A host that does not start is no reason to forget what it did. */
	if (r->start.greeting && !r->start.done && r->older)
		whole = false;
	if (store(r, results, times, whole, &why) < 0) {
		complain(why, &status);
		whole = false;
	}
	/* Who asked for it is not surprised; who interrupted it may be. */
	if (interrupt_came() && status == STATUS_GOOD)
		status = STATUS_BROKEN;
	if (!whole)
		kept_tell(r);
	free(file);
	json_decref(results);
	json_decref(times);
	return status;
}
