/* SPDX-License-Identifier: Apache-2.0 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case/args.h"
#include "case/reader.h"
#include "cmd.h"
#include "lang/optkinds.h"
#include "cli/manual/manual.h"
#include "lang/needs.h"
#include "result/results.h"
#include "base/words.h"

struct ops_args {
	char **what;
	int n;
	void (*table)(void); /* instead of operations */
};

static void print_options(void)
{
	for (int i = 0; i < sockopts_count; i++)
		manual_option(&sockopts[i]);
	printf("\n"
	       "Values by kind of option (all options also accept {hex: 00ff} "
	       "and {int: 5}):\n");
	for (int i = 0; i < OPT_KIND_COUNT; i++)
		printf("  %-8s %s\n", optkinds[i].name, optkinds[i].example);
}

static void print_constants(void)
{
	for (int i = 0; i < names_count; i++) {
		if (i == 0 || strcmp(names[i].group, names[i - 1].group) != 0)
			printf("%s%s\n", i ? "\n" : "", names[i].group);
		printf("  %-20s %ld\n", names[i].name, names[i].number);
	}
}

static void print_errnos(void)
{
	printf("%-16s Linux  WASI\n", "");
	for (int i = 0; i < errnos_count; i++) {
		printf("%-16s %5d", errnos[i].name, errnos[i].linux_number);
		if (errnos[i].wasi < 0)
			printf("     -\n");
		else
			printf(" %5d\n", errnos[i].wasi);
	}
}

static void print_kinds(void)
{
	for (int i = 0; i < ARG_KIND_COUNT; i++)
		manual_row(args_kinds[i].name, 10, args_kinds[i].form);
}

static void print_needs(void)
{
	for (int i = 0; i < needs_count; i++)
		manual_row(needs[i].name, 12, needs[i].help);
}

static void print_gaps(void)
{
	for (int i = 0; i < GAP_COUNT; i++)
		manual_row(gap_names[i], 10, gap_meanings[i]);
}

static void print_nets(void)
{
	for (int i = 0; i < nets_count; i++)
		manual_row(nets[i].name, 12, nets[i].help);
}

static void print_keys(void)
{
	printf("Keys of a case:\n");
	for (const struct case_key *k = case_keys; k->name; k++)
		manual_row(k->name, 12, k->help);
	printf("\n"
	       "Keys of every step, in the braces with its arguments:\n");
	for (const struct case_step_key *k = case_step_keys; k->name; k++)
		manual_row(k->name, 12, k->help);
}

/* One option of the command line for each table. */
enum { KEY_TABLES = 0x100 };
static void (*const tables[])(void) = {
	print_options, print_constants, print_errnos, print_kinds,
	print_needs,   print_gaps,      print_keys,   print_nets,
};

static const struct argp_option options[] = {
	{"options", KEY_TABLES, NULL, 0, "Socket options", 0},
	{"constants", KEY_TABLES + 1, NULL, 0, "Constants, by group", 0},
	{"errnos", KEY_TABLES + 2, NULL, 0, "Errnos, with their numbers", 0},
	{"kinds", KEY_TABLES + 3, NULL, 0,
	 "Kinds of arguments, and how each is written", 0},
	{"needs", KEY_TABLES + 4, NULL, 0, "Values of the key needs", 0},
	{"gaps", KEY_TABLES + 5, NULL, 0, "Classes of gaps", 0},
	{"keys", KEY_TABLES + 6, NULL, 0, "Keys of a case and of a step", 0},
	{"nets", KEY_TABLES + 7, NULL, 0, "Values of the key net", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct ops_args *o = state->input;

	if (key >= KEY_TABLES && key < KEY_TABLES + (int)COUNT(tables))
		o->table = tables[key - KEY_TABLES];
	else if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	else {
		GROW(o->what, o->n);
		o->what[o->n++] = arg;
	}
	return 0;
}

static int unknown(const char *name)
{
	struct words w = {.wrong = name};

	for (int i = 0; i < ops_count; i++)
		words_try(&w, ops[i].name);
	for (int i = 0; i < sockopts_count; i++)
		words_try(&w, sockopts[i].name);
	fprintf(stderr, "sockdiff: no operation or option named %s%s\n", name,
		words_hint(&w));
	return STATUS_USAGE;
}

static int print_what(const struct ops_args *o)
{
	int status = STATUS_GOOD;

	for (int i = 0; i < o->n; i++) {
		const struct op *op = op_find(o->what[i]);
		const struct sockopt *opt = sockopt_find(o->what[i]);

		if (op)
			manual_op(op);
		else if (opt)
			manual_option(opt);
		else
			status = unknown(o->what[i]);
		if (op && i + 1 < o->n)
			putchar('\n');
	}
	return status;
}

static void print_all(void)
{
	for (int i = 0; i < ops_count; i++) {
		char *example = manual_example(&ops[i]);

		printf("%-13s %s\n%15s- %s\n", ops[i].name, ops[i].help, "",
		       example);
		free(example);
	}
	printf("\n"
	       "`sockdiff ops OP` describes one operation with its "
	       "arguments.\n");
}

const struct argp ops_argp = {
	.options = options,
	.parser = parse,
	.args_doc = "[OP|OPTION...]",
	.doc = "Show the reference of the language of cases: its operations, "
	       "options and keys.\vExample:\n"
	       "  sockdiff ops recvmsg SO_LINGER",
};

int cmd_ops(int argc, char **argv)
{
	struct ops_args o = {0};

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&ops_argp, argc, argv, 0, NULL, &o);
	int status = print_what(&o);
	if (o.table)
		o.table();
	else if (o.n == 0)
		print_all();
	free(o.what);
	return status;
}
