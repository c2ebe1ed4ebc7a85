/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff compare: what became better or worse between two runs.
 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

#include "cmd.h"
#include "report/compare_formats.h"
#include "format.h"
#include "result/results.h"
#include "base/util.h"

struct compare_args {
	const char *format, *file;
	char *names[2];
	int n;
};

static compare_format_fn *const writers[] = {
#define FORMAT(name, help) compare_##name,
#include "report/compare_formats.def"
#undef FORMAT
};

static const struct format formats[] = {
#define FORMAT(name, help) {#name, help},
#include "report/compare_formats.def"
#undef FORMAT
	{0}};

static const struct argp_option options[] = {
	{"format", 'f', "FORMAT", 0, "Output format (default: text)", 0},
	{"output", 'o', "FILE", 0, "Write to FILE instead of stdout", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct compare_args *a = state->input;

	switch (key) {
	case 'f':
		a->format = arg;
		return 0;
	case 'o':
		a->file = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (a->n == 2)
			argp_error(state,
				   "exactly two runs are compared: unexpected "
				   "argument %s",
				   arg);
		a->names[a->n++] = arg;
		return 0;
	case ARGP_KEY_END:
		if (a->n < 2)
			argp_error(state, "name the two runs to compare, each "
					  "by a folder or a host");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static char *filter(int key, const char *text, void *input)
{
	(void)input;
	return format_filter(formats, key, text);
}

const struct argp compare_argp = {
	options,
	parse,
	"A B",
	"Report regressions and improvements from run A to run B, or the "
	"differences between host A and host B.\vA and B are each a folder "
	"with a results.json, a results.json, or a host, whose folder is "
	"reports/HOST.\n"
	"\n"
	"Examples:\n"
	"  sockdiff compare base/reports/sockhost reports/sockhost\n"
	"  sockdiff compare -f markdown sockhost wazero\n"
	"\n"
	"Exit status: 0 no regressions, 1 regressions, 2 bad usage or a file "
	"that is not a results.json, 3 B has cases that could not be played.",
	NULL,
	filter,
	NULL};

/* To the file, or to stdout. */
static int output(compare_format_fn *write, const struct comparison *c,
		  const char *file, char **why)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	int err;

	write(c, out);
	fclose(out);
	err = cmd_output(file, text, len, why);
	free(text);
	return err;
}

int cmd_compare(int argc, char **argv)
{
	struct compare_args a = {.format = "text"};
	struct report_input in = {0};
	char *why = NULL;
	int status = STATUS_USAGE, format;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&compare_argp, argc, argv, 0, NULL, &a);
	format = format_find(formats, a.format, &why);
	if (format >= 0 && report_input_load(&in, a.names, a.n, &why) == 0) {
		struct comparison c = compare(&in.runs[0], &in.runs[1]);

		if (output(writers[format], &c, a.file, &why) == 0)
			status = comparison_status(&c);
		comparison_free(&c);
	}
	if (why)
		cmd_complain(why);
	report_input_free(&in);
	return status;
}
