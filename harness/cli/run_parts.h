/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run_parts.h: one run of `sockdiff run`, which cli/run.c prepares and run_play.c
 * plays: workers play cases, the main process judges, tells and writes.
 */
#ifndef CLI_RUN_PARTS_H
#define CLI_RUN_PARTS_H

#include "result/baseline.h"
#include "reference/drift.h"
#include "play/pair.h"
#include "host/pick.h"
#include "reference/repeat.h"
#include "report/term.h"
#include "case/selection.h"
#include "result/shard.h"

struct run {
	struct select select;
	struct pick pick;       /* which host */
	struct repeat repeat;
	struct shard shard;
	struct report_term_options term;
	const char *color, *out, *known; /* known: the file of --baseline */
	int jobs, limit_s, max_gaps;
	bool keep;              /* both plays of every case */
	bool no_packets;
	/* While it runs: */
	struct corpus corpus;
	struct lobby lobby;
	struct pair_config pairs;
	struct stage stage;     /* of a worker */
	struct drift drift;     /* of a worker */
	char *dir, *replay;
	struct report_term *report;
	struct baseline baseline;
	json_t *cases, *us, *notes;
	int gaps;
};

/* Play all of the corpus and write the reports. Returns the exit status. */
int run_play(struct run *r);

#endif
