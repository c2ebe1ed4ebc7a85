/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "case/lint.h"
#include "result/results.h"
#include "case/selection.h"
#include "base/text.h"
#include "base/util.h"

struct counts {
	int files, cases, mistakes, warnings;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	(void)arg;
	if (key != ARGP_KEY_INIT)
		return ARGP_ERR_UNKNOWN;
	state->child_inputs[0] = state->input;
	return 0;
}

static void print(const char *line)
{
	char *clean = text_cleaned(line);

	puts(clean);
	free(clean);
}

/* The variants of one file, and what looks wrong with them. */
static void print_file(const struct tcase *v, int n, struct counts *counts)
{
	struct mistakes m = {0};
	char **lines = NULL;
	int nlines = 0;

	lint_file(v, n, &m);
	mistakes_move(&m, v->file, &lines, &nlines);
	for (int i = 0; i < nlines; i++) {
		print(lines[i]);
		free(lines[i]);
	}
	free(lines);
	counts->files++;
	counts->warnings += nlines;
}

static struct counts lint(const struct corpus *c)
{
	struct counts counts = {c->nbad, c->n, c->nmistakes, 0};

	for (int i = 0; i < c->nmistakes; i++)
		print(c->mistakes[i]);
	for (int i = 0, n; i < c->n; i += n) {
		n = 1;
		while (i + n < c->n &&
		       !strcmp(c->cases[i].base, c->cases[i + n].base))
			n++;
		print_file(&c->cases[i], n, &counts);
	}
	return counts;
}

static const struct argp_child children[] = {
	{&select_argp, 0, NULL, 0},
	{NULL, 0, NULL, 0},
};

const struct argp lint_argp = {
	.parser = parse,
	.args_doc = "[CASE...]",
	.doc = "Report all mistakes in cases, and warn of what is allowed but "
	       "suspicious, without playing them.\vExit status: 0 nothing "
	       "found, 1 warnings, 2 mistakes.\n"
	       "\n"
	       "Example:\n"
	       "  sockdiff lint cases/udp",
	.children = children,
};

int cmd_lint(int argc, char **argv)
{
	struct select select = {0};
	struct corpus c = {0};
	char *why = NULL;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&lint_argp, argc, argv, 0, NULL, &select);
	int bad = select_load(&select, &c, &why);
	select_free(&select);
	if (bad) {
		fprintf(stderr, "sockdiff: %s\n", why);
		free(why);
		return STATUS_USAGE;
	}
	struct counts n = lint(&c);
	printf("%d files, %d cases, %d mistakes, %d warnings\n", n.files,
	       n.cases, n.mistakes, n.warnings);
	corpus_free(&c);
	if (n.mistakes)
		return STATUS_USAGE;
	return n.warnings ? STATUS_GAPS : STATUS_GOOD;
}
