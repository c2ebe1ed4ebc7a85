/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd.h: the commands of sockdiff, one file each.
 *
 * argv[0] is the command's name as its help shows it, "sockdiff run". The
 * answer is the exit status, one of those in result/results.h.
 */
#ifndef CMD_H
#define CMD_H

#include <argp.h>

#define SOCKDIFF_VERSION "0.1.0"

#define COMMAND(name, help)                                             \
	int cmd_##name(int argc, char **argv);                          \
	extern const struct argp name##_argp;
#include "commands.def"
#undef COMMAND

struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const struct argp *argp; /* its options: the manual tells them too */
	const char *help;        /* half a line */
};

/* All of them, as `sockdiff --help` lists them; ended by one without name. */
extern const struct command commands[];

/* The options of sockhost-run, a program of its own; there is no parser. */
extern const struct argp sockhost_run_argp;

/* What --help and the manual say of the program as a whole. */
extern const char program_summary[], program_description[],
	program_examples[], program_status[];

/* Write a file whole or not at all, or stdout if it is NULL; -1 and why. */
int cmd_output(const char *file, const char *text, size_t len, char **why);
/* Print a function's sentence, or several lines of them, and free it. */
void cmd_complain(char *why);

#endif
