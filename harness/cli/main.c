/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.c: which command is meant.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "result/results.h"
#include "base/util.h"
#include "base/words.h"

static void usage(FILE *out)
{
	fprintf(out,
		"Usage: sockdiff COMMAND [ARGUMENT...]\n"
		"sockdiff %s.\n\n",
		program_help.summary);
	for (const struct command *c = commands; c->name; c++)
		fprintf(out, "  %-10s %s\n", c->name, c->help);
	fprintf(out,
		"\n"
		"Examples:\n"
		"%s\n"
		"`sockdiff COMMAND --help` explains a command.\n"
		"Exit status: %s",
		program_help.examples, program_help.status);
}

static int unknown(const char *name)
{
	struct words w = {.wrong = name};

	for (const struct command *c = commands; c->name; c++)
		words_try(&w, c->name);
	fprintf(stderr,
		"sockdiff: unknown command %s%s\n"
		"Try `sockdiff --help`.\n",
		name, words_hint(&w));
	return STATUS_USAGE;
}

/*
 * What could not be printed is an error of every command, also of --help, where
 * argp(3) ends the program.
 */
static void stdout_close(void)
{
	bool bad = ferror(stdout);

	/* Here a text that could not be printed may be tried once more. */
	errno = 0;
	if (fclose(stdout) == 0 && !bad)
		return;
	fprintf(stderr, "sockdiff: cannot write to stdout%s%s\n",
		errno ? ": " : "", errno ? strerror(errno) : "");
	_exit(STATUS_BROKEN);
}

int main(int argc, char **argv)
{
	atexit(stdout_close);
	if (argc < 2) {
		usage(stderr);
		return STATUS_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		usage(stdout);
		return STATUS_GOOD;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("sockdiff %s\n", SOCKDIFF_VERSION);
		return STATUS_GOOD;
	}
	for (const struct command *c = commands; c->name; c++) {
		if (strcmp(argv[1], c->name) == 0) {
			char *name = xasprintf("sockdiff %s", argv[1]);

			/* argp names the command in its messages by argv[0];
			 * it lives as long as the program. */
			argv[1] = name;
			return c->run(argc - 1, argv + 1);
		}
	}
	return unknown(argv[1]);
}
