/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff report: earlier runs in the formats that other programs read.
 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

#include "cmd.h"
#include "format.h"
#include "result/results.h"
#include "report/formats.h"
#include "base/util.h"

enum { KEY_STATUS = 1000 };

struct report_args {
	const char *format, *file;
	bool status; /* exit with that of the runs */
	char **names;
	int n;
};

static report_format_fn *const writers[] = {
#define FORMAT(name, help) format_##name,
#include "report/formats.def"
#undef FORMAT
};

static const struct format formats[] = {
#define FORMAT(name, help) {#name, help},
#include "report/formats.def"
#undef FORMAT
	{0}};

static const struct argp_option options[] = {
	{"format", 'f', "FORMAT", 0, "Output format (default: text)", 0},
	{"output", 'o', "FILE", 0, "Write to FILE instead of stdout", 0},
	{"exit-status", KEY_STATUS, 0, 0,
	 "Exit as the run did: 1 if it has gaps, 3 if it has broken cases", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct report_args *a = state->input;

	if (key == 'f')
		a->format = arg;
	else if (key == 'o')
		a->file = arg;
	else if (key == KEY_STATUS)
		a->status = true;
	else if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	else {
		GROW(a->names, a->n);
		a->names[a->n++] = arg;
	}
	return 0;
}

static char *filter(int key, const char *text, void *input)
{
	(void)input;
	return format_filter(formats, key, text);
}

const struct argp report_argp = {
	options,
	parse,
	"[DIR...]",
	"Convert the results of finished runs to another format.\vDIR is a "
	"folder with a results.json, a results.json, or a host, whose folder "
	"is reports/HOST (default: all of reports/).\n"
	"\n"
	"Examples:\n"
	"  sockdiff report -f markdown reports/sockhost\n"
	"  sockdiff report -f junit -o junit.xml sockhost\n"
	"  sockdiff report -f html -o report.html\n"
	"\n"
	"Exit status: 0 success (see --exit-status), 2 bad usage or a file "
	"that is not a results.json.",
	NULL,
	filter,
	NULL};

static int output(report_format_fn *write, struct report_input *in,
		  const char *file, char **why)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	int err;

	in->to = file;
	err = write(in, out, why);
	fclose(out);
	if (err == 0)
		err = cmd_output(file, text, len, why);
	free(text);
	return err;
}

static int worst(const struct report_input *in)
{
	int status = STATUS_GOOD;

	for (int i = 0; i < in->n; i++) {
		int s = report_status(in->runs[i].results);

		status = s > status ? s : status;
	}
	return status;
}

int cmd_report(int argc, char **argv)
{
	struct report_args a = {.format = "text"};
	struct report_input in = {0};
	char *why = NULL;
	int status = STATUS_USAGE, format;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&report_argp, argc, argv, 0, NULL, &a);
	format = format_find(formats, a.format, &why);
	if (format >= 0 && report_input_load(&in, a.names, a.n, &why) == 0 &&
	    output(writers[format], &in, a.file, &why) == 0)
		status = a.status ? worst(&in) : STATUS_GOOD;
	if (why)
		cmd_complain(why);
	report_input_free(&in);
	free(a.names);
	return status;
}
