/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_parts.h: one run of `sockdiff run`.
 *
 *	run.c        what is asked for
 *	run_dir.c    where its results go, and what an unfinished run left there
 *	run_play.c   workers play cases, the main process judges and reports
 *	run_start.c  does the host start at all?
 *	run_end.c    results are written
 */
#ifndef CLI_RUN_PARTS_H
#define CLI_RUN_PARTS_H

#include "result/baseline.h"
#include "reference/drift.h"
#include "result/journal.h"
#include "play/pair.h"
#include "host/pick.h"
#include "reference/repeat.h"
#include "report/term.h"
#include "case/selection.h"
#include "result/shard.h"

/* Does the host start? Kept by run_start.c. */
struct run_start {
	char *greeting; /* why it did not for the greeting, or NULL */
	char *last;     /* why it did not for a case, the last time, or NULL */
	int failed;     /* cases in a row for which it did not */
	int done;       /* cases for which it did */
};

struct run {
	struct select select;
	struct pick pick; /* which host */
	struct repeat repeat;
	struct shard shard;
	struct report_term_options term;
	const char *color, *out, *known; /* known: the file of --baseline */
	int jobs, limit_s, start_s, max_gaps;
	bool keep; /* both plays of every case */
	bool no_packets;
	bool resume;
	/* While it runs: */
	struct corpus corpus;
	struct lobby lobby;
	struct pair_config pairs;
	struct stage stage;     /* of a worker */
	struct drift drift;     /* of a worker */
	char *dir, *unfinished; /* the latter: where it writes until its end */
	json_t *selection;      /* the words that picked cases, or NULL: all */
	int older;              /* cases of a whole run in dir that stays there,
				   unless this one ends as whole */
	struct journal journal;
	int *todo, ntodo; /* cases still to be played, by index */
	struct run_start start;
	char *replay;
	struct report_term *report;
	struct baseline baseline;
	json_t *cases, *us, *starts, *notes;
	int *timed, ntimed; /* places in todo, to be asked alone */
	int gaps;
	char *trouble; /* why it stopped by itself, or NULL */
};

/* --- run_dir.c --- */

/*
 * Choose the folder and open it: after load_all. -1 and a sentence when it is
 * someone else's, has a run that this one is only a part of, or has an
 * unfinished one that cannot be resumed.
 */
int run_dir_open(struct run *r, char **why);
/* The case at that index has finished: take its result and keep it. */
void run_case_keep(struct run *r, const json_t *tcase, long long us);
/* What was to be resumed: {"us", "case"} of a case, or NULL. */
const json_t *run_case_had(const struct run *r, const char *id);

/* --- run_start.c --- */

/* Start the host once before any case; not in this process. */
void run_greet(struct run *r);
/* For a case it did or did not. */
void run_started(struct run *r, enum host_start start, const json_t *tcase);
/* Is it time to give up? Sets r->trouble. */
bool run_start_over(struct run *r);

/* --- run_play.c --- */

/* Play all of the corpus and write the reports. Returns the exit status. */
int run_play(struct run *r);

/* --- run_end.c --- */

/* All that is played is in r->cases. Returns the exit status. */
int run_end(struct run *r, long long began, bool whole);

#endif
