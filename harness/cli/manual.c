/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff manual: its manual pages.
 */
#include <stdlib.h>

#include "cmd.h"
#include "cli/manual/page.h"
#include "result/results.h"

enum { KEY_MAN = 1000, KEY_CASE, KEY_HOST, KEY_RUN };

static const struct argp_option options[] = {
	{"man", KEY_MAN, 0, 0, "sockdiff(1), the program", 0},
	{"case", KEY_CASE, 0, 0, "sockdiff-case(5), the language of cases", 0},
	{"host", KEY_HOST, 0, 0, "sockdiff-host(5), manifests of hosts", 0},
	{"run", KEY_RUN, 0, 0,
	 "sockhost-run(1), which runs WebAssembly programs", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	page_fn **page = state->input;

	switch (key) {
	case KEY_MAN:
		*page = page_program;
		return 0;
	case KEY_CASE:
		*page = page_case;
		return 0;
	case KEY_HOST:
		*page = page_host;
		return 0;
	case KEY_RUN:
		*page = page_run;
		return 0;
	case ARGP_KEY_ARG:
		argp_error(state, "unexpected argument %s", arg);
		return 0;
	case ARGP_KEY_END:
		if (!*page)
			argp_error(state, "name a page: --man, --case, --host "
					  "or --run");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp manual_argp = {options,
				 parse,
				 "",
				 "Print a manual page, for man(1).\v"
				 "Example:\n"
				 "  sockdiff manual --case | man -l -",
				 NULL,
				 NULL,
				 NULL};

int cmd_manual(int argc, char **argv)
{
	page_fn *page = NULL;
	struct buf b = {0};

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&manual_argp, argc, argv, 0, NULL, &page);
	page(&b, &program_help);
	fwrite(b.s, 1, b.len, stdout);
	buf_free(&b);
	return STATUS_GOOD;
}
