/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff merge: the results of shards become those of the run.
 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "result/merge.h"
#include "result/results.h"
#include "result/dir.h"
#include "report/summary.h"
#include "result/sources.h"
#include "base/util.h"

/* Largest file that is kept of a case. */
#define KEPT_MAX ((size_t)256 << 20)

struct merge_args {
	const char *out;
	char **names;
	int n;
};

static const struct argp_option options[] = {
	{"output", 'o', "DIR", 0,
	 "Write the merged run to DIR (default: reports/HOST)", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct merge_args *a = state->input;

	switch (key) {
	case 'o':
		a->out = arg;
		return 0;
	case ARGP_KEY_ARG:
		GROW(a->names, a->n);
		a->names[a->n++] = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "name the folders of the shards");
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp merge_argp = {
	options,
	parse,
	"DIR...",
	"Merge the results of all shards of a run (`sockdiff run --shard`) "
	"into the results.json that a run without shards writes.\vExample:\n"
	"  sockdiff run --shard 1/2 -o a; sockdiff run --shard 2/2 -o b\n"
	"  sockdiff merge a b\n"
	"\n"
	"Exit status: that of the whole run: 0 no gaps, 1 gaps, 3 a case could "
	"not be played; 2 if these are not all shards of one run.",
	NULL,
	NULL,
	NULL};

/* What was kept of a case beside the results: see report/kept.h. */
static void case_copy(const char *dir, const char *from, const char *id)
{
	static const char *const suffixes[] = {".txt", ".json", ".native.pcap",
					       ".host.pcap"};

	for (size_t i = 0; i < COUNT(suffixes); i++) {
		char *name = report_dir_name(id, suffixes[i]), *why = NULL;
		char *path = xasprintf("%s/%s", from, name), *text = NULL;
		size_t len;

		if (access(path, R_OK) == 0)
			text = file_read(path, KEPT_MAX, &len, &why);
		if (text)
			report_dir_write(dir, name, text, len, &why);
		/* Results are whole without it. */
		free(why);
		free(text);
		free(path);
		free(name);
	}
}

static void cases_copy(const char *dir, const struct report_input *in)
{
	for (int i = 0; i < in->n; i++) {
		const struct report_run *run = &in->runs[i];
		const char *slash = strrchr(run->file, '/');
		char *from =
			slash ? xstrndup(run->file, (size_t)(slash - run->file))
			      : xstrdup(".");
		size_t k;
		json_t *c;

		json_array_foreach (report_cases(run), k, c)
			case_copy(dir, from, report_str(c, "id"));
		free(from);
	}
}

static int write_json(const char *dir, const char *name, const json_t *o,
		      char **why)
{
	char *text = report_text(o);
	int err = report_dir_write(dir, name, text, strlen(text), why);

	free(text);
	return err;
}

static int store(const char *dir, const struct report_input *in,
		 const json_t *results, char **why)
{
	const struct report_end_style style = {.width = 80, .durations = 5};
	json_t *times = merge_times(in), *sources = sources_merge(in);
	char *file = xasprintf("%s/results.json", dir);
	struct buf end = {0};
	char *stage = report_dir_stage(dir);
	int err = report_dir_open(dir, why);

	if (err == 0)
		err = report_dir_open(stage, why);
	if (err == 0)
		err = report_dir_clean(stage, why);
	if (err == 0)
		err = write_json(stage, "results.json", results, why);
	if (err == 0)
		err = write_json(stage, "times.json", times, why);
	if (err == 0)
		err = write_json(stage, "sources.json", sources, why);
	if (err == 0) {
		cases_copy(stage, in);
		err = report_dir_publish(dir, false, why);
	}
	if (err == 0) {
		report_end(&end, &style, results, times, file);
		fputs(end.s, stdout);
	}
	buf_free(&end);
	free(file);
	free(stage);
	json_decref(times);
	json_decref(sources);
	return err;
}

/* The folder that is written to must not be one that is read. */
static int is_apart(const char *dir, const struct report_input *in, char **why)
{
	char *out = realpath(dir, NULL);
	int err = 0;

	for (int i = 0; out && i < in->n && err == 0; i++) {
		char *file = realpath(in->runs[i].file, NULL);
		size_t n = strlen(out);

		if (file && strncmp(file, out, n) == 0 && file[n] == '/')
			err = fail(why,
				   "the output folder %s contains a shard: "
				   "choose another with -o",
				   dir);
		free(file);
	}
	free(out);
	return err;
}

int cmd_merge(int argc, char **argv)
{
	struct merge_args a = {0};
	struct report_input in = {0};
	json_t *results = NULL;
	char *why = NULL, *dir = NULL;
	int status = STATUS_USAGE;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&merge_argp, argc, argv, 0, NULL, &a);
	if (report_input_load(&in, a.names, a.n, &why) == 0)
		results = merge(&in, &why);
	if (results) {
		dir = a.out ? xstrdup(a.out)
			    : xasprintf("reports/%s", report_host(&in.runs[0]));
		if (is_apart(dir, &in, &why) == 0 &&
		    store(dir, &in, results, &why) == 0)
			status = report_status(results);
	}
	if (why)
		cmd_complain(why);
	json_decref(results);
	report_input_free(&in);
	free(a.names);
	free(dir);
	return status;
}
