/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cmd.h: the commands of sockdiff, one file each.
 *
 * argv[0] is the command's name as its help shows it, "sockdiff run". The
 * answer is the exit status, one of those in result/results.h.
 */
#ifndef CMD_H
#define CMD_H

#include "base/command.h"
#include "base/version.h"

#define COMMAND(name, help)                    \
	int cmd_##name(int argc, char **argv); \
	extern const struct argp name##_argp;
#include "commands.def"
#undef COMMAND

/* All of them, as `sockdiff --help` lists them; ended by one without name. */
extern const struct command commands[];

/* What --help and the manual say of the program as a whole. */
extern const struct program_help program_help;

/*
 * Write a file whole or not at all; -1 and why. Or print to stdout if it is
 * NULL: what that does not take is an error at the end of the program.
 */
int cmd_output(const char *file, const char *text, size_t len, char **why);
/* Print a function's sentence, or several lines of them, and free it. */
void cmd_complain(char *why);

#endif
