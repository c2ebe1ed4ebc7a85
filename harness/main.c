/* SPDX-License-Identifier: Apache-2.0 */
/*
 * main.c: which command is meant.
 */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "report.h"
#include "util.h"
#include "words.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{ "run", cmd_run, "play cases on a host and report where it differs" },
	{ "show", cmd_show, "play one case and show both plays side by side" },
	{ "reference", cmd_reference,
	  "record what Linux answers, or check what is recorded" },
	{ "list", cmd_list, "list the cases, one line for each variant" },
	{ "lint", cmd_lint, "find mistakes in cases without playing them" },
	{ "coverage", cmd_coverage,
	  "tell what the cases reach, and what they do not" },
	{ "ops", cmd_ops, "the manual of operations, options and words" },
	{ "hosts", cmd_hosts, "list the hosts that can be played on" },
	{ "schema", cmd_schema, "a JSON schema of cases, for editors" },
};

static void usage(FILE *out)
{
	fprintf(out,
		"Usage: sockdiff COMMAND [ARGUMENT...]\n"
		"Find out where a WebAssembly host's sockets are not "
		"Linux's.\n\n");
	for (size_t i = 0; i < COUNT(commands); i++)
		fprintf(out, "  %-9s %s\n", commands[i].name,
			commands[i].help);
	fprintf(out,
		"\nExamples:\n"
		"  sockdiff run                      all cases on the embedded "
		"host\n"
		"  sockdiff run -H native cases/udp  a folder, on Linux "
		"itself\n"
		"  sockdiff show udp/recv-msg-trunc[AF_INET6]\n"
		"\n`sockdiff COMMAND --help` explains a command.\n"
		"Exit status: 0 all is as on Linux, 1 there are gaps, 2 bad "
		"usage or a mistake in a\ncase, 3 sockdiff itself could not "
		"play a case.\n");
}

static int unknown(const char *name)
{
	struct words w = { .wrong = name };

	for (size_t i = 0; i < COUNT(commands); i++)
		words_try(&w, commands[i].name);
	fprintf(stderr,
		"sockdiff: there is no command %s%s\n"
		"Try `sockdiff --help`.\n",
		name, words_hint(&w));
	return STATUS_USAGE;
}

int main(int argc, char **argv)
{
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
	for (size_t i = 0; i < COUNT(commands); i++) {
		if (strcmp(argv[1], commands[i].name) == 0) {
			char *name = xasprintf("sockdiff %s", argv[1]);

			/* argp names the command in its messages by argv[0];
			 * it lives as long as the program. */
			argv[1] = name;
			return commands[i].run(argc - 1, argv + 1);
		}
	}
	return unknown(argv[1]);
}
