/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff reference: records what Linux answers into reference/, or checks
 * that it still answers that.
 */
#include <argp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "gate.h"
#include "option.h"
#include "paths.h"
#include "pool.h"
#include "refer.h"
#include "repeat.h"
#include "report.h"
#include "select.h"
#include "witness.h"

enum { KEY_CHECK = 1000, KEY_DIR, KEY_FORCE, KEY_PRUNE, KEY_WITNESS };

/*
 * What plays are made for. A play's answer is a text, or a trouble; when all
 * of a file are there, `file` gets them.
 */
static const struct mode {
	void (*play)(char **text, char **trouble, int n, struct stage *s,
		     const struct pair_config *c, const struct tcase *t);
	void (*file)(struct refer *r, const struct refer_file *f);
	bool whole;      /* files are played whole, whatever was chosen */
	enum refer_count told[6]; /* which counts, even when they are 0 */
	int ntold;
} mode_write = {
	repeat_native, refer_write, true,
	{ REFER_NEW, REFER_CHANGED, REFER_UNCHANGED }, 3,
}, mode_check = {
	repeat_native, refer_check, false,
	{ REFER_SAME, REFER_DRIFT, REFER_MISSING, REFER_STALE }, 4,
};

struct reference_run {
	struct select select;
	struct repeat repeat;
	struct refer refer;
	const struct mode *mode;
	int workers;              /* plays at a time */
	bool witness;             /* write and check nothing: see witness.h */
	/* While it runs: */
	struct corpus corpus;     /* whole files */
	struct refer_play *plays; /* one of each case */
	int *jobs, njobs;         /* the cases to play */
	bool *done;               /* of each case */
	int ndone, told;          /* cases done; cases handed over */
	struct lobby lobby;
	struct host *native;
	struct pair_config pairs;
	struct stage stage;       /* of a worker */
};

static const struct argp_option options[] = {
	{ "check", KEY_CHECK, 0, 0,
	  "Write nothing: play again, and tell what is not as stored", 2 },
	{ "witness", KEY_WITNESS, 0, 0,
	  "Write nothing: play under strace too, which must see the same calls",
	  2 },
	{ "dir", KEY_DIR, "DIR", 0,
	  "Where the .rec files are (default: reference)", 2 },
	{ "force", KEY_FORCE, 0, 0,
	  "Replace files that were edited by hand, too", 2 },
	{ "prune", KEY_PRUNE, 0, 0,
	  "Remove files that no file of cases belongs to", 2 },
	{ "jobs", 'j', "N", 0, "Play N cases at a time (default: CPUs)", 2 },
	{ "verbose", 'v', 0, 0, "Tell also what is the same", 2 },
	{ 0 }
};

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

static void usage_check(struct argp_state *state,
			const struct reference_run *r)
{
	if (r->mode == &mode_check && (r->refer.force || r->refer.prune))
		argp_error(state, "--check and --witness write nothing: "
				  "neither --force nor --prune goes with "
				  "them");
	if (r->witness && (r->repeat.n || r->repeat.loaded))
		argp_error(state, "--witness plays each case as often as it "
				  "needs: neither --repeat nor --load goes "
				  "with it");
	if (r->refer.prune && !is_everything(&r->select.sel))
		argp_error(state, "--prune goes with all cases: name none");
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
	{ &select_argp, 0, NULL, 0 },
	{ &repeat_argp, 0, NULL, 3 },
	{ 0 }
};

static const struct argp argp = {
	options, parse, "[CASE...]",
	"Record what Linux answers, as text to be reviewed: one file in "
	"reference/ for each file of cases.\v"
	"CASE is a file, a folder or an id; all cases if there is none. A "
	"file is always recorded whole. Nothing is replaced that was edited "
	"by hand, and nothing is recorded that breaks or that differs from "
	"play to play.\n\n"
	"Examples:\n"
	"  sockdiff reference --repeat 10 cases/udp/recv-msg-trunc.yaml\n"
	"  sockdiff reference --check\n\n"
	"Exit status: 0 all is well, 1 drift on the machine that recorded, a "
	"case without a recording or a recording without a case, 2 bad usage, "
	"a mistake in a case or a file that could not be used, 3 nothing can "
	"be played.",
	children, NULL, NULL
};

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
		      &r->corpus.cases[r->jobs[job]]);
	answer = trouble ? xasprintf("-%s", trouble) : xasprintf("+%s", text);
	free(text);
	free(trouble);
	return answer;
}

/* --- in the main process --------------------------------------------------*/

static volatile sig_atomic_t interrupted;

static void interrupt(int sig)
{
	(void)sig;
	interrupted = 1;
}

/* How many cases, from this one, are of its file. */
static int file_length(const struct corpus *c, int from)
{
	int n = 1;

	while (from + n < c->n &&
	       strcmp(c->cases[from].base, c->cases[from + n].base) == 0)
		n++;
	return n;
}

static bool all_done(const struct reference_run *r, int from, int n)
{
	for (int i = from; i < from + n; i++)
		if (!r->done[i])
			return false;
	return true;
}

/* In order, so that the same plays print the same. */
static void hand_over(struct reference_run *r)
{
	while (r->told < r->corpus.n) {
		int from = r->told, n = file_length(&r->corpus, from);
		struct refer_file f = { &r->corpus.cases[from],
					&r->plays[from], n };

		if (!all_done(r, from, n))
			return;
		r->mode->file(&r->refer, &f);
		for (int i = from; i < from + n; i++) {
			free(r->plays[i].text);
			free(r->plays[i].trouble);
			r->plays[i].text = r->plays[i].trouble = NULL;
		}
		r->told += n;
	}
}

static void case_done(void *ctx, int job, const char *text, const char *why)
{
	struct reference_run *r = ctx;
	const struct tcase *t = &r->corpus.cases[r->jobs[job]];
	struct refer_play *p = &r->plays[r->jobs[job]];

	if (!text)
		p->trouble = xasprintf("%s:%d: %s: %s", t->file, t->line,
				       t->id, why);
	else if (*text == '+')
		p->text = xstrdup(text + 1);
	else
		p->trouble = xstrdup(text + 1);
	r->done[r->jobs[job]] = true;
	r->ndone++;
	hand_over(r);
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
					    r->ndone, r->njobs);
	return interrupted;
}

/* --- how it ends ----------------------------------------------------------*/

static void counts_print(const struct reference_run *r)
{
	static const char *const words[REFER_COUNTS] = {
		[REFER_SAME] = "same", [REFER_DRIFT] = "drift",
		[REFER_MISSING] = "missing", [REFER_STALE] = "stale",
		[REFER_NEW] = "new", [REFER_CHANGED] = "changed",
		[REFER_UNCHANGED] = "unchanged", [REFER_REMOVED] = "removed",
		[REFER_REFUSED] = "not written", [REFER_BROKEN] = "broken",
		[REFER_UNREAD] = "not compared",
	};
	bool told[REFER_COUNTS] = { false };
	const char *comma = "";

	for (int i = 0; i < r->mode->ntold; i++)
		told[r->mode->told[i]] = true;
	for (int i = 0; i < REFER_COUNTS; i++) {
		if (!told[i] && !r->refer.counts[i])
			continue;
		printf("%s%d %s", comma, r->refer.counts[i], words[i]);
		comma = ", ";
	}
	putchar('\n');
}

static int finish(struct reference_run *r)
{
	struct refer *f = &r->refer;

	if (f->progress)
		fprintf(stderr, "\r%*s\r", f->progress, "");
	for (int i = 0; i < f->nelsewhere; i++)
		printf("recorded elsewhere: %s\n", f->elsewhere[i]);
	if (f->nelsewhere)
		printf("drift on another machine is told, and is no failure: "
		       "%d of the %d\n",
		       f->drift_elsewhere, f->counts[REFER_DRIFT]);
	if (interrupted)
		printf("interrupted: %d of %d cases were played\n", r->ndone,
		       r->njobs);
	fflush(stdout);
	for (int i = 0; i < f->ntroubles; i++)
		fprintf(stderr, "sockdiff: %s\n", f->troubles[i]);
	counts_print(r);
	if (f->ntroubles)
		return STATUS_USAGE;
	if (interrupted)
		return STATUS_BROKEN;
	return f->red ? STATUS_GAPS : STATUS_GOOD;
}

static int witness_all(struct reference_run *r, char **why)
{
	struct witness_config c = { .lobby = &r->lobby, .native = r->native,
				    .jobs = r->workers, .out = stdout };
	int status = witness_run(&c, &r->corpus, r->jobs, r->njobs, why);

	return status < 0 ? STATUS_BROKEN : status;
}

static int play_all(struct reference_run *r)
{
	struct pool pool = { .workers = r->workers * WORKERS_PER_PLAY,
			     .jobs = r->njobs, .ctx = r,
			     .begin = worker_begin, .work = worker_play,
			     .finish = worker_finish, .done = case_done,
			     .lost = worker_lost, .tick = tick };

	signal(SIGINT, interrupt);
	signal(SIGTERM, interrupt);
	pool_run(&pool);
	repeat_end(&r->repeat);
	if (!interrupted && is_everything(&r->select.sel))
		refer_stale(&r->refer, r->mode == &mode_check);
	return finish(r);
}

/* --- what to play ---------------------------------------------------------*/

static bool is_in(const struct corpus *c, const char *id)
{
	int low = 0, high = c->n;

	while (low < high) {
		int mid = (low + high) / 2;
		int order = strcmp(c->cases[mid].id, id);

		if (order == 0)
			return true;
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

/* The files of some cases, whole. */
static int load_whole(const struct corpus *some, struct corpus *whole,
		      char **why)
{
	struct selection sel = { 0 };
	int err;

	for (int i = 0; i < some->n; i += file_length(some, i)) {
		GROW(sel.what, sel.nwhat);
		sel.what[sel.nwhat++] = some->cases[i].file;
	}
	err = sel.nwhat ? corpus_load(&sel, whole, why) : 0;
	free(sel.what);
	return err;
}

static void jobs_choose(struct reference_run *r, const struct corpus *some)
{
	size_t n = (size_t)r->corpus.n;

	r->plays = xcalloc(n, sizeof(*r->plays));
	r->done = xcalloc(n, sizeof(*r->done));
	r->jobs = xcalloc(n, sizeof(*r->jobs));
	for (int i = 0; i < r->corpus.n; i++) {
		r->plays[i].chosen = is_in(some, r->corpus.cases[i].id);
		if (r->plays[i].chosen || r->mode->whole)
			r->jobs[r->njobs++] = i;
		else
			r->done[i] = true;
	}
}

/* Returns how many mistakes there are, or -1. */
static int load(struct reference_run *r, char **why)
{
	struct corpus some;
	int mistakes;

	if (select_load(&r->select, &some, why) < 0)
		return -1;
	mistakes = select_complain(&some);
	if (load_whole(&some, &r->corpus, why) < 0)
		mistakes = -1;
	else
		jobs_choose(r, &some);
	corpus_free(&some);
	return mistakes;
}

static int open_all(struct reference_run *r, char **why)
{
	provenance_here(&r->refer.here);
	r->native = host_load("native", why);
	if (!r->native || host_check(r->native, why) < 0 ||
	    lobby_open(&r->lobby, why) < 0 ||
	    repeat_begin(&r->repeat, why) < 0)
		return -1;
	r->pairs = (struct pair_config){ .lobby = &r->lobby,
					 .host = r->native,
					 .native = r->native,
					 .gate = gate_new(r->workers) };
	return 0;
}

static void close_all(struct reference_run *r)
{
	gate_free(r->pairs.gate);
	lobby_close(&r->lobby);
	host_free(r->native);
	for (int i = 0; i < r->corpus.n && r->plays; i++) {
		free(r->plays[i].text);
		free(r->plays[i].trouble);
	}
	free(r->plays);
	free(r->done);
	free(r->jobs);
	corpus_free(&r->corpus);
	select_free(&r->select);
	refer_free(&r->refer);
}

int cmd_reference(int argc, char **argv)
{
	struct reference_run r = { .mode = &mode_write };
	int status = STATUS_USAGE, mistakes;
	char *why = NULL;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&argp, argc, argv, 0, NULL, &r);
	if (!r.refer.dir)
		r.refer.dir = path_reference();
	if (!r.workers)
		r.workers = (int)sysconf(_SC_NPROCESSORS_ONLN);
	mistakes = load(&r, &why);
	if (mistakes >= 0 && r.njobs)
		status = open_all(&r, &why) < 0 ? STATUS_BROKEN :
			 r.witness ? witness_all(&r, &why) :
				     play_all(&r);
	if (mistakes && status < STATUS_USAGE)
		status = STATUS_USAGE;
	if (why)
		fprintf(stderr, "sockdiff: %s\n", why);
	free(why);
	close_all(&r);
	return status;
}
