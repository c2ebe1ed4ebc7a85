/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command.h: what a command of a program is. The table of sockdiff's is in
 * cli/cmd.c; manual pages and completions are handed a struct program, so that
 * they know no command by itself.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <argp.h>

struct command {
	const char *name;
	int (*run)(int argc, char **argv); /* returns the exit status */
	const struct argp *argp; /* its options: the manual lists them too */
	const char *help;        /* half a line */
};

/* What --help and the manual say of sockdiff, and of sockhost-run. */
struct program_help {
	const struct command *commands; /* ended by one without name */
	const char *summary, *description, *examples, *status;
	const struct argp *run_argp; /* sockhost-run's options; no parser */
};

#endif
