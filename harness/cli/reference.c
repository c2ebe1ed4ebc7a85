/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff reference: records what Linux answers into reference/, or checks
 * that it still answers that.
 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "room/gate.h"
#include "base/interrupt.h"
#include "base/options.h"
#include "base/paths.h"
#include "base/pool.h"
#include "reference/refer_jobs.h"
#include "reference/repeat.h"
#include "result/results.h"
#include "case/selection.h"
#include "reference/witness/witness.h"

enum { KEY_CHECK = 1000, KEY_DIR, KEY_FORCE, KEY_PRUNE, KEY_WITNESS };

/*
 * What plays are made for. A play's answer is a text, or a trouble; when all
 * of a file are there, `file` gets them.
 */
static const struct mode {
	void (*play)(char **text, char **trouble, int n, struct stage *s,
		     const struct pair_config *c, const struct tcase *t);
	void (*file)(struct refer *r, const struct refer_file *f);
	bool whole; /* files are played whole, whatever was chosen */
	enum refer_count told[6]; /* which counts, even when they are 0 */
	int ntold;
} mode_write =
	{
		repeat_native,
		refer_write,
		true,
		{REFER_NEW, REFER_CHANGED, REFER_UNCHANGED},
		3,
},
  mode_check = {
	  repeat_native,
	  refer_check,
	  false,
	  {REFER_SAME, REFER_DRIFT, REFER_MISSING, REFER_STALE},
	  4,
};

struct reference_run {
	struct select select;
	struct repeat repeat;
	struct refer refer;
	const struct mode *mode;
	int workers;  /* plays at a time */
	bool witness; /* write and check nothing: see witness.h */
	/* While it runs: */
	struct refer_jobs jobs;
	struct lobby lobby;
	struct host *native;
	struct pair_config pairs;
	struct stage stage; /* of a worker */
};

static const struct argp_option options[] = {
	{"check", KEY_CHECK, 0, 0,
	 "Write nothing: play again and report what differs from the "
	 "recordings",
	 2},
	{"witness", KEY_WITNESS, 0, 0,
	 "Write nothing: check that strace reports the same system calls", 2},
	{"dir", KEY_DIR, "DIR", 0,
	 "The folder of the recordings (default: reference)", 2},
	{"force", KEY_FORCE, 0, 0, "Overwrite files that were edited by hand",
	 2},
	{"prune", KEY_PRUNE, 0, 0,
	 "Remove recordings whose file of cases is gone", 2},
	{"jobs", 'j', "N", 0,
	 "Play N cases in parallel (default: number of CPUs)", 2},
	{"verbose", 'v', 0, 0, "Report cases without differences too", 2},
	{0}};

static bool is_everything(const struct selection *sel)
{
	return !sel->nwhat && !sel->nglobs && !sel->ntags;
}

/* A path below it is "DIR/udp/x.rec", however DIR was written. */
static char *dir_trim(char *dir)
{
	size_t n = strlen(dir);

	while (n > 1 && dir[n - 1] == '/')
		dir[--n] = '\0';
	return dir;
}

static void usage_check(struct argp_state *state, const struct reference_run *r)
{
	if (r->mode == &mode_check && (r->refer.force || r->refer.prune))
		argp_error(state, "--check and --witness cannot be combined "
				  "with --force or --prune");
	if (r->witness && (r->repeat.n || r->repeat.loaded))
		argp_error(state, "--witness cannot be combined with --repeat "
				  "or --load");
	if (r->refer.prune && !is_everything(&r->select.sel))
		argp_error(state, "--prune applies to all cases: name none");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct reference_run *r = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &r->select;
		state->child_inputs[1] = &r->repeat;
		return 0;
	case KEY_CHECK:
		r->mode = &mode_check;
		return 0;
	case KEY_WITNESS:
		r->mode = &mode_check;
		r->witness = true;
		return 0;
	case KEY_DIR:
		r->refer.dir = dir_trim(arg);
		return 0;
	case KEY_FORCE:
		r->refer.force = true;
		return 0;
	case KEY_PRUNE:
		r->refer.prune = true;
		return 0;
	case 'j':
		r->workers = option_number(state, "-j", arg, 1, 256);
		return 0;
	case 'v':
		r->refer.verbose = true;
		return 0;
	case ARGP_KEY_END:
		usage_check(state, r);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_child children[] = {
	{&select_argp, 0, NULL, 0}, {&repeat_argp, 0, NULL, 3}, {0}};

const struct argp reference_argp = {
	options,
	parse,
	"[CASE...]",
	"Record what Linux does, as text for review: one file in reference/ "
	"per file of cases.\vCASE is a file, a folder or an id (default: all "
	"cases). A file is always recorded as a whole. Recordings edited by "
	"hand are not overwritten, and cases that fail or that differ between "
	"plays are not recorded.\n"
	"\n"
	"Examples:\n"
	"  sockdiff reference --repeat 10 cases/udp/recv-msg-trunc.yaml\n"
	"  sockdiff reference --check\n"
	"  sockdiff reference --witness cases/tcp\n"
	"\n"
	"Exit status: 0 success; 1 drift on the machine that recorded, a case "
	"without a recording, a recording without a case, or a call that "
	"strace reports differently; 2 bad usage, a mistake in a case or an "
	"unusable file; 3 nothing could be played.",
	children,
	NULL,
	NULL};

/* --- in a worker ----------------------------------------------------------*/

static void worker_begin(void *ctx)
{
	(void)ctx;
	stage_begin();
}

static void worker_finish(void *ctx)
{
	struct reference_run *r = ctx;

	stage_end(&r->stage);
}

/* "+TEXT", or "-TROUBLE". */
static char *worker_play(void *ctx, int job)
{
	struct reference_run *r = ctx;
	char *text = NULL, *trouble = NULL, *answer;

	r->mode->play(&text, &trouble, r->repeat.n, &r->stage, &r->pairs,
		      refer_jobs_case(&r->jobs, job));
	answer = trouble ? xasprintf("-%s", trouble) : xasprintf("+%s", text);
	free(text);
	free(trouble);
	return answer;
}

/* --- in the main process --------------------------------------------------*/

static void case_done(void *ctx, int job, const char *text, const char *why)
{
	struct reference_run *r = ctx;
	const struct tcase *t = refer_jobs_case(&r->jobs, job);
	char *recorded = NULL, *trouble = NULL;
	struct refer_file f;

	if (!text)
		trouble = xasprintf("%s:%d: %s: %s", t->file, t->line, t->id,
				    why);
	else if (*text == '+')
		recorded = xstrdup(text + 1);
	else
		trouble = xstrdup(text + 1);
	refer_jobs_done(&r->jobs, job, recorded, trouble);
	while (refer_jobs_next(&r->jobs, &f))
		r->mode->file(&r->refer, &f);
}

static void worker_lost(void *ctx, int pid)
{
	struct reference_run *r = ctx;

	gate_lost(r->pairs.gate, pid);
}

static bool tick(void *ctx)
{
	struct reference_run *r = ctx;

	if (isatty(STDERR_FILENO))
		r->refer.progress = fprintf(stderr, "\r%d of %d played",
					    r->jobs.ndone, r->jobs.njobs);
	return interrupt_came();
}

static int witness_all(struct reference_run *r, char **why)
{
	struct witness_config c = {.lobby = &r->lobby,
				   .native = r->native,
				   .jobs = r->workers,
				   .out = stdout};
	int status = witness_run(&c, &r->jobs.corpus, r->jobs.jobs,
				 r->jobs.njobs, why);

	return status < 0 ? STATUS_BROKEN : status;
}

static int play_all(struct reference_run *r)
{
	struct pool pool = {.workers = r->workers * WORKERS_PER_PLAY,
			    .jobs = r->jobs.njobs,
			    .ctx = r,
			    .begin = worker_begin,
			    .work = worker_play,
			    .finish = worker_finish,
			    .done = case_done,
			    .lost = worker_lost,
			    .tick = tick};
	int status;

	interrupt_catch();
	pool_run(&pool);
	repeat_end(&r->repeat);
	if (!interrupt_came() && is_everything(&r->select.sel))
		refer_stale(&r->refer, r->mode == &mode_check);
	if (interrupt_came())
		refer_say(&r->refer, "interrupted:",
			  "%d of %d cases were "
			  "played",
			  r->jobs.ndone, r->jobs.njobs);
	status = refer_end(&r->refer, r->mode->told, r->mode->ntold);
	return interrupt_came() && status != STATUS_USAGE ? STATUS_BROKEN
							  : status;
}

static int open_all(struct reference_run *r, char **why)
{
	provenance_here(&r->refer.here);
	r->native = host_load("native", why);
	if (!r->native || host_check(r->native, why) < 0 ||
	    lobby_open(&r->lobby, why) < 0 || repeat_begin(&r->repeat, why) < 0)
		return -1;
	r->pairs = (struct pair_config){.lobby = &r->lobby,
					.host = r->native,
					.native = r->native,
					.gate = gate_new(r->workers)};
	return 0;
}

static void close_all(struct reference_run *r)
{
	gate_free(r->pairs.gate);
	lobby_close(&r->lobby);
	host_free(r->native);
	refer_jobs_free(&r->jobs);
	select_free(&r->select);
	refer_free(&r->refer);
}

int cmd_reference(int argc, char **argv)
{
	struct reference_run r = {.mode = &mode_write};
	int status = STATUS_USAGE, mistakes;
	char *why = NULL;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&reference_argp, argc, argv, 0, NULL, &r);
	if (!r.refer.dir)
		r.refer.dir = path_reference();
	if (!r.workers)
		r.workers = (int)sysconf(_SC_NPROCESSORS_ONLN);
	mistakes = refer_jobs_load(&r.jobs, &r.select, r.mode->whole, &why);
	if (mistakes >= 0 && r.jobs.njobs)
		status = open_all(&r, &why) < 0 ? STATUS_BROKEN
			 : r.witness            ? witness_all(&r, &why)
						: play_all(&r);
	if (mistakes && status < STATUS_USAGE)
		status = STATUS_USAGE;
	if (why)
		fprintf(stderr, "sockdiff: %s\n", why);
	free(why);
	close_all(&r);
	return status;
}
