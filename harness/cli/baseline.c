/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff baseline: the gaps of a run become those that are known.
 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "result/baseline.h"
#include "cmd.h"
#include "host/pick.h"
#include "result/results.h"
#include "result/load.h"
#include "base/text.h"
#include "base/tree.h"

enum { KEY_FROM = 1000, KEY_PRUNE };

struct baseline_run {
	const char *host, *from, *file;
	bool prune;
	struct report_run run;
	struct baseline known;
	char *path; /* of the baseline */
	json_t *notes;
};

static const struct argp_option options[] = {
	{"host", 'H', "HOST", 0,
	 "The host (default: the host of the results, or " PICK_DEFAULT ")", 0},
	{"from", KEY_FROM, "DIR", 0,
	 "The run to take the known gaps from (default: reports/HOST)", 0},
	{"output", 'o', "FILE", 0,
	 "The file to write (default: reports/baselines/HOST.yaml)", 0},
	{"prune", KEY_PRUNE, 0, 0,
	 "Remove listed cases that the run did not play", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct baseline_run *r = state->input;

	switch (key) {
	case 'H':
		r->host = arg;
		return 0;
	case KEY_FROM:
		r->from = arg;
		return 0;
	case 'o':
		r->file = arg;
		return 0;
	case KEY_PRUNE:
		r->prune = true;
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state,
			   "unexpected argument %s: name the host with -H, the "
			   "run with --from",
			   arg);
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp baseline_argp = {
	options,
	parse,
	"",
	"Write the baseline of a host: its known gaps, taken from a run.\vThe "
	"list has an entry for each root cause, with its gaps and cases below. "
	"Entries that are still there keep their issue, reason, expires, "
	"version and kernel, which are meant to be edited by hand; cases that "
	"the run did not play are kept too. `sockdiff run --baseline FILE` "
	"then reports new gaps and listed gaps that are gone.\n"
	"\n"
	"Examples:\n"
	"  sockdiff run -H sockhost; sockdiff baseline -H sockhost\n"
	"  sockdiff run -H sockhost --baseline "
	"reports/baselines/sockhost.yaml\n"
	"\n"
	"Exit status: 0 success, 2 bad usage, a mistake in the baseline or a "
	"run that cannot be read.",
	NULL,
	NULL,
	NULL};

static int run_load(struct baseline_run *r, char **why)
{
	const char *host = r->host ? r->host : PICK_DEFAULT;
	char *dir = r->from ? xstrdup(r->from) : xasprintf("reports/%s", host);
	int err = report_run_load(&r->run, dir, why);

	free(dir);
	if (err < 0)
		return -1;
	if (r->host && strcmp(r->host, report_host(&r->run)) != 0)
		return fail(why, "%s is a run of host %s, not of %s",
			    r->run.file, report_host(&r->run), r->host);
	r->host = report_host(&r->run);
	if (strchr(r->host, '/'))
		return fail(why, "%s: %s is not a host name", r->run.file,
			    r->host);
	return 0;
}

/* What is listed so far; nothing where there is no file yet. */
static int known_load(struct baseline_run *r, char **why)
{
	const json_t *host = json_object_get(r->run.results, "host");
	const json_t *machine = json_object_get(r->run.results, "machine");

	r->path = r->file ? xstrdup(r->file) : baseline_file(r->host);
	if (access(r->path, F_OK) < 0)
		r->known = (struct baseline){.file = xstrdup(r->path),
					     .host = xstrdup(r->host)};
	else if (baseline_load(&r->known, r->path, r->host, why) < 0)
		return -1;
	r->notes = json_array();
	baseline_here(&r->known, report_str(host, "version"),
		      report_str(machine, "kernel"), time(NULL), r->notes);
	return 0;
}

/* The list is true of what was played last. */
static void version_set(struct baseline_run *r)
{
	const char *version =
		report_str(json_object_get(r->run.results, "host"), "version");

	free(r->known.version);
	r->known.version = *version ? text_cleaned(version) : NULL;
}

static int known_store(struct baseline_run *r, char **why)
{
	char *text = baseline_text(&r->known);
	char *slash = strrchr(r->path, '/');
	int err = 0;

	/* As much as is read again. */
	if (strlen(text) > TREE_FILE_MAX)
		err = fail(why,
			   "%s would be larger than %d bytes: too many gaps "
			   "for a baseline",
			   r->path, TREE_FILE_MAX);
	if (err == 0 && slash) {
		*slash = '\0';
		err = *r->path ? dir_make(r->path, why) : 0;
		*slash = '/';
	}
	if (err == 0)
		err = file_write(r->path, text, strlen(text), why);
	free(text);
	return err;
}

static void tell(const struct baseline_run *r, const struct baseline_change *c)
{
	size_t i;
	json_t *note;

	json_array_foreach (r->notes, i, note)
		printf("%s\n", json_string_value(note));
	if (json_is_true(json_object_get(r->run.results, "interrupted")))
		printf("%s was interrupted: some gaps may be missing\n",
		       r->run.file);
	if (c->absent > 0)
		printf("%d listed %s not played and kept; --prune removes "
		       "them\n",
		       c->absent, c->absent == 1 ? "case was" : "cases were");
	printf("%s: %d cause%s; %d gaps kept, %d added, %d removed\n", r->path,
	       r->known.n, r->known.n == 1 ? "" : "s", c->kept, c->added,
	       c->removed);
}

int cmd_baseline(int argc, char **argv)
{
	struct baseline_run r = {0};
	char *why = NULL;
	int status = STATUS_USAGE;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&baseline_argp, argc, argv, 0, NULL, &r);
	if (run_load(&r, &why) == 0 && known_load(&r, &why) == 0) {
		json_t *cases = json_object_get(r.run.results, "cases");
		struct baseline_change c =
			baseline_update(&r.known, cases, r.prune);

		version_set(&r);
		if (known_store(&r, &why) == 0) {
			tell(&r, &c);
			status = STATUS_GOOD;
		}
	}
	if (why)
		cmd_complain(why);
	report_run_free(&r.run);
	baseline_free(&r.known);
	json_decref(r.notes);
	free(r.path);
	return status;
}
