/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff run: what it is asked for; run_play.c does it.
 */
#include <argp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "base/interrupt.h"
#include "base/options.h"
#include "base/paths.h"
#include "base/tmp.h"
#include "result/results.h"
#include "run_parts.h"

enum {
	KEY_COLOR = 1000,
	KEY_DURATIONS,
	KEY_GAPS,
	KEY_LIMIT,
	KEY_MAX_GAPS,
	KEY_REFERENCE,
	KEY_KEEP,
	KEY_NO_PACKETS,
	KEY_BASELINE,
	KEY_START_LIMIT,
	KEY_RESUME
};

static const struct argp_option options[] = {
	{"jobs", 'j', "N", 0,
	 "Play N cases in parallel (default: number of CPUs)", 2},
	{"output", 'o', "DIR", 0,
	 "Write results.json and all other files to DIR (default: "
	 "reports/HOST, or reports/parts/HOST for a part of the cases, which "
	 "never replaces a whole run)",
	 2},
	{"resume", KEY_RESUME, 0, 0,
	 "Continue the interrupted or killed run in DIR without playing its "
	 "finished cases again. Host, cases and options must be the same; if "
	 "there is no such run, all cases are played",
	 2},
	{"keep", KEY_KEEP, 0, 0,
	 "Keep both plays of every case as text and .pcap files (default: of "
	 "cases that differ)",
	 2},
	{"no-packets", KEY_NO_PACKETS, 0, 0,
	 "Do not capture or compare packets, nor check the recordings. "
	 "Faster, and works where packet capture is forbidden",
	 2},
	{"max-gaps", KEY_MAX_GAPS, "N", 0, "Stop after N cases with a gap", 2},
	{"baseline", KEY_BASELINE, "FILE", 0,
	 "The known gaps, see `sockdiff baseline`: the exit status is 1 only "
	 "for new gaps and listed gaps that are gone",
	 2},
	{"reference", KEY_REFERENCE, "DIR", 0,
	 "The folder of the recordings to check Linux against (default: "
	 "reference)",
	 2},
	{"quiet", 'q', 0, 0, "Print the summary only", 3},
	{"verbose", 'v', 0, 0, "Print a line for every case", 3},
	{"gaps", KEY_GAPS, 0, 0,
	 "List every gap and case, not only the root causes", 3},
	{"durations", KEY_DURATIONS, "N", 0,
	 "List the N slowest cases (default 5)", 3},
	{"color", KEY_COLOR, "WHEN", 0, "auto, always or never", 3},
	{"limit", KEY_LIMIT, "SECONDS", 0, "Time limit of a step (default 10)",
	 3},
	{"start-limit", KEY_START_LIMIT, "SECONDS", 0,
	 "Time limit for the start of the host (default 30); before the first "
	 "case it is started once, with four times the limit",
	 3},
	{0}};

/* How the run is shown. */
static error_t parse_shown(int key, char *arg, struct argp_state *state)
{
	struct run *r = state->input;

	switch (key) {
	case 'q':
		r->term.quiet = true;
		return 0;
	case 'v':
		r->term.verbose = true;
		return 0;
	case KEY_GAPS:
		r->term.gaps = true;
		return 0;
	case KEY_DURATIONS:
		r->term.durations =
			option_number(state, "--durations", arg, 0, 1000);
		return 0;
	case KEY_COLOR:
		if (strcmp(arg, "auto") && strcmp(arg, "always") &&
		    strcmp(arg, "never"))
			argp_error(state,
				   "--color must be auto, always or never, not "
				   "%s",
				   arg);
		r->color = arg;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct run *r = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &r->select;
		state->child_inputs[1] = &r->pick;
		state->child_inputs[2] = &r->repeat;
		state->child_inputs[3] = &r->shard;
		return 0;
	case 'j':
		r->jobs = option_number(state, "-j", arg, 1, 256);
		return 0;
	case 'o':
		r->out = arg;
		return 0;
	case KEY_KEEP:
		r->keep = true;
		return 0;
	case KEY_NO_PACKETS:
		r->no_packets = true;
		return 0;
	case KEY_MAX_GAPS:
		r->max_gaps =
			option_number(state, "--max-gaps", arg, 1, 1000000);
		return 0;
	case KEY_REFERENCE:
		r->drift.dir = arg;
		return 0;
	case KEY_BASELINE:
		r->known = arg;
		return 0;
	case KEY_RESUME:
		r->resume = true;
		return 0;
	case KEY_START_LIMIT:
		r->start_s =
			option_number(state, "--start-limit", arg, 1, 3600);
		r->pick.first_ms = r->start_s * 1000;
		return 0;
	case KEY_LIMIT:
		r->limit_s = option_number(state, "--limit", arg, 1, 600);
		return 0;
	}
	return parse_shown(key, arg, state);
}

static const struct argp_child children[] = {{&select_argp, 0, NULL, 0},
					     {&pick_argp, 0, NULL, 1},
					     {&repeat_argp, 0, NULL, 2},
					     {&shard_argp, 0, NULL, 2},
					     {0}};

const struct argp run_argp = {
	options,
	parse,
	"[CASE...]",
	"Play cases natively and on a host, and report where the host differs "
	"from Linux.\vCASE is a file, a folder or an id (default: all cases).\n"
	"\n"
	"Examples:\n"
	"  sockdiff run\n"
	"  sockdiff run -H sockhost -k '*recv*' cases/udp\n"
	"  sockdiff run --host-cmd 'sockhost-run --allow all {guest}' --abi "
	"wasinet_v0\n"
	"  sockdiff run --resume\n"
	"\n"
	"Exit status: 0 no gaps, 1 gaps, 2 bad usage or a mistake in a case, 3 "
	"a case could not be played, the host does not start, or nothing was "
	"compared.",
	children,
	NULL,
	NULL};

static int open_all(struct run *r, char **why)
{
	int start_s = r->start_s ? r->start_s : r->pick.host->start_s;

	r->pairs = (struct pair_config){
		.lobby = &r->lobby,
		.host = r->pick.host,
		.native = r->pick.native,
		.limits = {.step_ms = r->limit_s * 1000,
			   .start_ms = start_s * 1000},
		.gate = gate_new(r->jobs),
		.no_packets = r->no_packets,
		.again = true,
		.thrifty = !r->keep && r->repeat.n <= 1,
	};
	if (lobby_open(&r->lobby, why) < 0)
		return -1;
	return repeat_begin(&r->repeat, why);
}

static void options_set(struct run *r)
{
	r->term.out = stdout;
	r->term.tty = report_term_tty(stdout) && !r->term.verbose;
	r->term.color = report_term_color(r->color, isatty(1));
	if (!r->drift.dir)
		r->drift.dir = path_reference();
	if (r->no_packets) /* what is stored has packets */
		r->drift.dir = NULL;
	if (!r->jobs)
		r->jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
}

/* Only a run of all cases, none of them wrong, knows what is no case. */
static void strangers_tell(struct run *r)
{
	const struct selection *sel = &r->select.sel;
	const struct corpus *c = &r->corpus;
	char **ids;

	if (sel->nwhat || sel->nglobs || sel->ntags || c->nbad)
		return;
	ids = xcalloc((size_t)c->n + 1, sizeof(*ids));
	for (int i = 0; i < c->n; i++)
		ids[i] = c->cases[i].id;
	baseline_strangers(&r->baseline, ids, c->n, r->notes);
	free(ids);
}

/* Cases and hosts are there, and everything that was asked for fits. */
static int load_all(struct run *r, char **why)
{
	if (shard_find(&r->shard, why) < 0 ||
	    select_load(&r->select, &r->corpus, why) < 0 ||
	    pick_open(&r->pick, why) < 0)
		return -1;
	if (r->known) {
		const struct host *h = r->pick.host;

		r->notes = json_array();
		if (baseline_open(&r->baseline, r->known, h->name,
				  h->version ? h->version : "", r->notes,
				  why) < 0)
			return -1;
		strangers_tell(r);
	}
	shard_cut(&r->shard, &r->corpus);
	return 0;
}

/* Nothing was played: an empty journal is no use to anybody. */
static void unfinished_drop(const struct run *r)
{
	if (!json_object_size(r->journal.cases))
		tree_remove(r->unfinished);
}

/* A shard may be empty, a run not. */
static int run_all(struct run *r, char **why)
{
	int mistakes = select_complain(&r->corpus), status;

	if (r->corpus.n == 0 && r->shard.cases == 0)
		return STATUS_USAGE;
	interrupt_catch();
	r->replay = pick_command(&r->pick, "run");
	if (run_dir_open(r, why) < 0)
		return STATUS_USAGE;
	if (open_all(r, why) == 0) {
		status = run_play(r);
	} else {
		status = STATUS_BROKEN;
		unfinished_drop(r);
	}
	return mistakes && status < STATUS_USAGE ? STATUS_USAGE : status;
}

static void free_all(struct run *r)
{
	lobby_close(&r->lobby);
	gate_free(r->pairs.gate);
	corpus_free(&r->corpus);
	select_free(&r->select);
	pick_free(&r->pick);
	baseline_free(&r->baseline);
	json_decref(r->notes);
	journal_close(&r->journal);
	json_decref(r->selection);
	free(r->start.greeting);
	free(r->start.last);
	free(r->trouble);
	free(r->unfinished);
	free(r->dir);
	free(r->replay);
}

int cmd_run(int argc, char **argv)
{
	struct run r = {.term = {.durations = 5}, .journal = {.fd = -1}};
	char *why = NULL;
	int status = STATUS_USAGE;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&run_argp, argc, argv, 0, NULL, &r);
	options_set(&r);
	if (load_all(&r, &why) == 0)
		status = run_all(&r, &why);
	else if (r.pick.broken)
		status = STATUS_BROKEN;
	if (why)
		cmd_complain(why);
	free_all(&r);
	return status;
}
