/* SPDX-License-Identifier: Apache-2.0 */
#include "manual.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guests/lang/rows.h"
#include "lang/optkinds.h"
#include "case/args.h"
#include "base/text.h"

#define WIDTH 79

void manual_row(const char *word, int width, const char *text)
{
	struct buf b = {0};

	text_wrap(&b, text, width + 3, width + 3, WIDTH);
	printf("  %-*s %s\n", width, word, b.s ? b.s : "");
	buf_free(&b);
}

void manual_option(const struct sockopt *o)
{
	ROWS_BEGIN(access);
	static const char *const access[] = {
		[ROW(OPT_RW)] = "",
		[ROW(OPT_RO)] = ", get only",
		[ROW(OPT_WO)] = ", set only",
	};
	ROWS_END(access, OPT_ACCESS_COUNT);

	printf("  %-26s %-13s %s%s%s%s%s\n", o->name, o->level,
	       optkinds[o->kind].name, access[o->access],
	       o->is_volatile ? ", varies" : "", *o->help ? ": " : "", o->help);
}

/* Where the example of a kind does not do for an argument. */
static const char *example_of(const struct arg_spec *a)
{
	if (!strcmp(a->name, "service"))
		return "\"80\"";
	if (!strcmp(a->name, "controllen"))
		return "64";
	return args_kinds[a->kind].example;
}

char *manual_example(const struct op *op)
{
	struct buf b = {0};
	/* Pieces stand instead of data and len. */
	bool iov = op_arg(op, "iov") && !op_arg(op, "len");
	const char *comma = "";

	buf_printf(&b, "%s%s: {", op->flags & OP_PEERS ? "peer." : "",
		   op->name);
	for (const struct arg_spec *a = op->args; a->name; a++) {
		bool pieces = a->kind == ARG_IOVIN || a->kind == ARG_IOVOUT;

		if (!a->need && a->kind != ARG_STR &&
		    (!args_kinds[a->kind].shown || (pieces && !iov)))
			continue;
		buf_printf(&b, "%s%s: %s", comma, a->name, example_of(a));
		comma = ", ";
	}
	buf_puts(&b, "}");
	return buf_take(&b);
}

/* The constants that an argument takes. */
static void print_group(const char *group)
{
	struct buf all = {0}, b = {0};

	for (int i = 0; i < names_count; i++) {
		if (!strcmp(names[i].group, group))
			buf_printf(&all, "%s%s", all.len ? " " : "",
				   names[i].name);
	}
	text_wrap(&b, all.s, 17, 17, WIDTH);
	printf("%17s%s\n", "", b.s);
	buf_free(&all);
	buf_free(&b);
}

static void print_arg(const struct arg_spec *a)
{
	const struct args_kind *kind = &args_kinds[a->kind];
	char *text = xasprintf("%s%s: %s", a->need ? "" : "(optional) ",
			       a->help, kind->form);

	manual_row(a->name, 14, text);
	free(text);
	if (arg_group(a->kind))
		print_group(arg_group(a->kind));
}

void manual_op(const struct op *op)
{
	char *example = manual_example(op);

	printf("%s: %s\n", op->name, op->help);
	if (op->flags & OP_PEERS)
		printf("Only for named actors; hosts do not have it.\n");
	if (op->flags & OP_HOSTS)
		printf("It needs net: two-hosts.\n");
	printf("\n");
	for (const struct arg_spec *a = op->args; a->name; a++)
		print_arg(a);
	printf("\n"
	       "  returns: ret, errno");
	for (const struct ans_spec *a = op->ans; a->name; a++)
		printf(", %s", a->name);
	printf("\n  example: - %s\n", example);
	free(example);
}
