/* SPDX-License-Identifier: Apache-2.0 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "coverage/coverage_show.h"
#include "coverage/coverage_unsaid.h"
#include "base/paths.h"
#include "result/results.h"
#include "report/term.h"
#include "case/selection.h"
#include "base/words.h"

enum { KEY_FORMAT = 0x100, KEY_REFERENCE, KEY_ABI };

struct arguments {
	struct select select;
	char **what; /* grids and rows, n of them */
	int n;
	bool cells, json;
	const char *reference, *abi;
};

static const struct argp_option options[] = {
	{"abi", KEY_ABI, "ABI", 0,
	 "Report instead which cases the last runs on the hosts of that ABI "
	 "(reports/HOST) could not express although the ABI can",
	 0},
	{"cells", 'c', NULL, 0,
	 "Print every row too, with a mark for each cell", 0},
	{"reference", KEY_REFERENCE, "DIR", 0,
	 "The folder of the recordings (default: reference)", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	if (key == ARGP_KEY_INIT)
		state->child_inputs[0] = &a->select;
	else if (key == 'c')
		a->cells = true;
	else if (key == KEY_REFERENCE)
		a->reference = arg;
	else if (key == KEY_ABI)
		a->abi = arg;
	else if (key == KEY_FORMAT && !strcmp(arg, "json"))
		a->json = true;
	else if (key == KEY_FORMAT && strcmp(arg, "text") != 0)
		argp_error(state, "--format must be text or json, not %s", arg);
	else if (key == ARGP_KEY_ARG) {
		GROW(a->what, a->n);
		a->what[a->n++] = arg;
	} else if (key != KEY_FORMAT)
		return ARGP_ERR_UNKNOWN;
	return 0;
}

static int unknown(const struct coverage *c, const char *name)
{
	struct words w = {.wrong = name};

	for (int i = 0; i < COVERAGE_GRIDS; i++) {
		words_try(&w, c->grids[i].name);
		for (int r = 0; r < c->grids[i].nrows; r++)
			words_try(&w, c->grids[i].rows[r]);
	}
	fprintf(stderr,
		"sockdiff: %s is not operations, options, errnos or the name "
		"of one%s\n",
		name, words_hint(&w));
	return STATUS_USAGE;
}

/* A pipe has no end of line. */
static int width(void)
{
	return isatty(STDOUT_FILENO) ? report_term_width(stdout) : 1 << 20;
}

/* A grid or a row by its name, appended to b. */
static int show(struct buf *b, const struct coverage *c, const char *name,
		bool cells)
{
	for (int i = 0; i < COVERAGE_GRIDS; i++) {
		const struct coverage_grid *g = &c->grids[i];
		int row = coverage_row(g, name);

		if (!strcmp(g->name, name))
			coverage_text(b, g, cells, width());
		else if (row >= 0)
			coverage_row_text(b, g, row, width());
		else
			continue;
		return coverage_count(g, COVERAGE_HOLE) ? STATUS_GAPS
							: STATUS_GOOD;
	}
	return unknown(c, name);
}

static int print_text(const struct coverage *c, const struct arguments *a)
{
	struct buf b = {0};
	int status = STATUS_GOOD;

	for (int i = 0; i < (a->n ? a->n : COVERAGE_GRIDS); i++) {
		const char *name = a->n ? a->what[i] : c->grids[i].name;
		int s = show(&b, c, name, a->cells);

		if (s > status)
			status = s;
		buf_puts(&b, "\n");
	}
	if (!a->n)
		coverage_end_text(&b, c, width());
	else
		b.s[--b.len] = '\0';
	fputs(b.s, stdout);
	buf_free(&b);
	return status;
}

static int print_json(const struct coverage *c)
{
	json_t *o = coverage_json(c);
	int holes = 0;

	json_dumpf(o, stdout, JSON_INDENT(1));
	putchar('\n');
	json_decref(o);
	for (int i = 0; i < COVERAGE_GRIDS; i++)
		holes += coverage_count(&c->grids[i], COVERAGE_HOLE);
	return holes ? STATUS_GAPS : STATUS_GOOD;
}

static int measure(const struct arguments *a)
{
	struct corpus corpus = {0};
	struct coverage c;
	char *why = NULL;

	if (select_load(&a->select, &corpus, &why)) {
		fprintf(stderr, "sockdiff: %s\n", why);
		free(why);
		return STATUS_USAGE;
	}
	coverage_measure(&c, &corpus,
			 a->reference ? a->reference : path_reference());
	int status = a->json ? print_json(&c) : print_text(&c, a);
	if (select_complain(&corpus))
		status = STATUS_USAGE;
	coverage_free(&c);
	corpus_free(&corpus);
	return status;
}

static int show_unsaid(const char *abi)
{
	struct buf b = {0};
	char *why = NULL;
	int n = coverage_unsaid(&b, abi, "reports", &why);

	if (n < 0) {
		fprintf(stderr, "sockdiff: %s\n", why);
		free(why);
		buf_free(&b);
		return STATUS_USAGE;
	}
	fputs(b.s, stdout);
	buf_free(&b);
	return n ? STATUS_GAPS : STATUS_GOOD;
}

static const struct argp_child children[] = {
	{&select_argp, 0, NULL, 0},
	{NULL, 0, NULL, 0},
};
const struct argp coverage_argp = {
	.options = options,
	.parser = parse,
	.args_doc = "[GRID|ROW...]",
	.doc = "Report what the cases cover and what they do not: every "
	       "operation on every kind of socket in every state, every option "
	       "read, set and in effect, every errno returned by every "
	       "operation.\vGRID is operations, options or errnos; ROW is one "
	       "operation, option or errno: each of its cells is printed with "
	       "the case that covers it.\n"
	       "\n"
	       "An option is in effect when it was set and a later call could "
	       "show it, when an accepted socket has inherited it, or when it "
	       "is passed in a control message. Cells that make no sense are "
	       "listed in harness/coverage/coverage.def with the reason; every "
	       "other cell without a case is a hole.\n"
	       "\n"
	       "Exit status: 0 no holes in what is shown, 1 holes, 2 bad usage "
	       "or a mistake in a case.\n"
	       "\n"
	       "Examples:\n"
	       "  sockdiff coverage                  all, holes only\n"
	       "  sockdiff coverage -c options       every cell\n"
	       "  sockdiff coverage SO_LINGER accept which cases\n"
	       "  sockdiff coverage --abi wasmedge2  what a manifest or the\n"
	       "                                     player could not say\n"
	       "  sockdiff coverage -k 'udp/*'       of these cases only",
	.children = children,
};

int cmd_coverage(int argc, char **argv)
{
	struct arguments a = {0};

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&coverage_argp, argc, argv, 0, NULL, &a);
	int status = a.abi ? show_unsaid(a.abi) : measure(&a);
	select_free(&a.select);
	free(a.what);
	return status;
}
