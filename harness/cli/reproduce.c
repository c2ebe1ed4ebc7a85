/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff reproduce: a case as a small program that needs no sockdiff.
 */
#include <argp.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "case/selection.h"
#include "host/pick.h"
#include "play/pair.h"
#include "reproduce/reproduce.h"
#include "result/results.h"

struct reproduce_cmd {
	struct select select;
	struct pick pick;
	const char *dir;
};

static const struct argp_option options[] = {
	{"output", 'o', "DIR", 0, "The folder to write (default: reproducer)",
	 2},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct reproduce_cmd *r = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &r->select;
		state->child_inputs[1] = &r->pick;
		return 0;
	case 'o':
		r->dir = arg;
		return 0;
	case ARGP_KEY_END:
		if (!r->select.sel.nwhat && !r->select.sel.nglobs)
			argp_error(state, "name a case; `sockdiff list` lists "
					  "them");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_child children[] = {
	{&select_argp, 0, NULL, 0}, {&pick_argp, 0, NULL, 1}, {0}};

const struct argp reproduce_argp = {
	options,
	parse,
	"CASE",
	"Write a case as a small C program that shows a host's difference from "
	"Linux without sockdiff, for a bug report to the host's developers.\v"
	"The case is played, and a folder is written with\n"
	"\n"
	"  guest.c     the guest, which calls the imports of the host's ABI; "
	"built natively, the same file makes Linux's system calls\n"
	"  build.sh    builds both, with clang-14 and cc\n"
	"  run.sh      `run.sh linux` runs one, `run.sh host` the other\n"
	"  linux.txt   what the first prints\n"
	"  host.txt    what the second prints\n"
	"  README.txt  the difference in a sentence, the commands and both "
	"outputs: with guest.c, the text of an issue\n"
	"\n"
	"A case with peers needs no second program: the native one makes the "
	"peers' steps and starts the host, and both take turns by the guest's "
	"stdin and stdout.\n"
	"\n"
	"A reproducer has no tracer, so it cannot inject errnos; nor can it "
	"have two machines, a second guest, or options and arguments that are "
	"seldom used. For such cases nothing is written, a sentence names the "
	"step, and the status is 2.\n"
	"\n"
	"Example:\n"
	"  sockdiff reproduce -H wazero -o issue "
	"'accepted/sends-pieces[sendmsg,two]'\n"
	"  cd issue && ./build.sh && ./run.sh linux && ./run.sh host",
	children,
	NULL,
	NULL};

/* Play the case and write it. */
static int reproduce(const struct reproduce_cmd *r, const struct tcase *t,
		     const struct lobby *lobby, char **why)
{
	struct pair_config config = {
		.lobby = lobby, .host = r->pick.host, .native = r->pick.native};
	struct stage stage = {0};
	struct pair p = {0};
	int status = STATUS_GOOD;

	stage_begin();
	pair_play(&p, &stage, &config, t);
	if (p.result->verdict == BROKEN) {
		fail(why, "%s: %s", t->id, p.result->why);
		status = STATUS_BROKEN;
	} else if (p.result->verdict == INEXPRESSIBLE ||
		   p.result->verdict == UNSUPPORTED) {
		fail(why, "%s cannot be played on %s: %s", t->id,
		     r->pick.host->name, p.result->why);
		status = STATUS_USAGE;
	} else if (reproduce_write(&(struct reproduce){t, r->pick.host, p.want,
						       p.got, p.result},
				   r->dir, why) < 0) {
		status = STATUS_USAGE;
	}
	pair_free(&p);
	stage_end(&stage);
	return status;
}

static int reproduce_one(struct reproduce_cmd *r, const struct corpus *c,
			 char **why)
{
	struct lobby lobby = {0};
	int status = STATUS_BROKEN;

	if (c->n != 1) {
		fail(why,
		     "a reproducer is for one case, but these are %d: "
		     "`sockdiff list` lists them",
		     c->n);
		return STATUS_USAGE;
	}
	if (reproduce_can(&c->cases[0], r->pick.host, why) < 0)
		return STATUS_USAGE;
	if (lobby_open(&lobby, why) == 0)
		status = reproduce(r, &c->cases[0], &lobby, why);
	lobby_close(&lobby);
	return status;
}

int cmd_reproduce(int argc, char **argv)
{
	struct reproduce_cmd r = {.dir = "reproducer"};
	struct corpus corpus = {0};
	char *why = NULL;
	int status = STATUS_USAGE;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&reproduce_argp, argc, argv, 0, NULL, &r);
	if (select_load(&r.select, &corpus, &why) == 0 &&
	    select_complain(&corpus) == 0 && pick_open(&r.pick, &why) == 0)
		status = reproduce_one(&r, &corpus, &why);
	else if (r.pick.broken)
		status = STATUS_BROKEN;
	if (why)
		fprintf(stderr, "sockdiff: %s\n", why);
	free(why);
	corpus_free(&corpus);
	select_free(&r.select);
	pick_free(&r.pick);
	return status;
}
