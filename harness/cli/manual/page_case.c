/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_case.c: sockdiff-case(5).
 */
#include <stdlib.h>
#include <string.h>

#include "guests/lang/rows.h"
#include "lang/optkinds.h"
#include "case/args.h"
#include "case/reader.h"
#include "manual.h"
#include "lang/needs.h"
#include "lang/tables.h"
#include "page.h"
#include "roff.h"

#define EXAMPLE                                                         \
	"title:  a datagram larger than the buffer is cut\n"            \
	"why:    recv(2); the tail of a datagram is dropped\n"          \
	"covers: [recv]\n"                                              \
	"each:   {len: [1, 4]}\n"                                       \
	"steps:\n"                                                      \
	"  - socket:      {as: s, domain: AF_INET, type: SOCK_DGRAM}\n" \
	"  - bind:        {fd: s, addr: \"127.0.0.1:7000\"}\n"          \
	"  - peer.socket: {as: p, domain: AF_INET, type: SOCK_DGRAM}\n" \
	"  - peer.sendto: {fd: p, addr: \"127.0.0.1:7000\", data: "     \
	"\"0123456789\"}\n"                                             \
	"  - recv:        {fd: s, len: $len}\n"

static void head(struct buf *b)
{
	page_head(b, "sockdiff-case", "5", "File Formats",
		  "socket calls to play on Linux and on a WebAssembly host");
	roff_example(b, EXAMPLE);
	roff_macro(b, ".SH", "DESCRIPTION");
	roff_paragraphs(
		b,
		"A case is a YAML file, cases/FAMILY/WHAT-HAPPENS.yaml: a list "
		"of steps, each a socket operation of one actor. Steps without "
		"an actor's name belong to the guest; an actor is created by "
		"being named. Cases contain no expected results: Linux is the "
		"reference.\n"
		"\n"
		"`each` makes several cases of a file, "
		"FAMILY/WHAT-HAPPENS[VALUE]; $NAME is replaced by the value. "
		"Cases use names instead of numbers: descriptors have the "
		"names that `as` gives them, constants those of Linux.\n");
}

static void keys(struct buf *b)
{
	roff_macro(b, ".SH", "KEYS OF A CASE");
	for (const struct case_key *k = case_keys; k->name; k++) {
		char *tag = xasprintf("%s%s", k->name,
				      k->need ? "" : " (optional)");

		roff_item(b, tag, k->help);
		free(tag);
	}
	roff_macro(b, ".SH", "KEYS OF A STEP");
	for (const struct case_step_key *k = case_step_keys; k->name; k++)
		roff_item(b, k->name, k->help);
}

/* All constants of a group, as a text. */
static char *group_text(const char *group)
{
	struct buf b = {0};

	for (int i = 0; i < names_count; i++)
		if (strcmp(names[i].group, group) == 0)
			buf_printf(&b, "%s%s", b.len ? " " : "", names[i].name);
	return buf_take(&b);
}

static void op_section(struct buf *b, const struct op *op)
{
	char *example = manual_example(op);
	struct buf answers = {0};

	roff_macro(b, ".SS", op->name);
	roff_paragraphs(b, op->help);
	for (const struct arg_spec *a = op->args; a->name; a++) {
		char *tag =
			xasprintf("%s: %s%s", a->name, args_kinds[a->kind].name,
				  a->need ? "" : " (optional)");

		roff_item(b, tag, a->help);
		free(tag);
	}
	buf_puts(&answers, "Returns: ret, errno");
	for (const struct ans_spec *a = op->ans; a->name; a++)
		buf_printf(&answers, ", %s", a->name);
	roff_paragraphs(b, answers.s);
	roff_example(b, example);
	buf_free(&answers);
	free(example);
}

static void kinds(struct buf *b)
{
	roff_macro(b, ".SH", "KINDS OF ARGUMENTS");
	for (int i = 0; i < ARG_KIND_COUNT; i++) {
		const char *group = arg_group((enum arg_kind)i);
		char *all = group ? group_text(group) : xstrdup("");
		char *text = xasprintf("%s%s%s", args_kinds[i].form,
				       *all ? ":\n" : "", all);

		roff_item(b, args_kinds[i].name, text);
		free(all);
		free(text);
	}
}

static void options(struct buf *b)
{
	ROWS_BEGIN(access);
	static const char *const access[] = {
		[ROW(OPT_RW)] = "",
		[ROW(OPT_RO)] = ", get only",
		[ROW(OPT_WO)] = ", set only",
	};
	ROWS_END(access, OPT_ACCESS_COUNT);

	roff_macro(b, ".SH", "SOCKET OPTIONS");
	for (int i = 0; i < sockopts_count; i++) {
		const struct sockopt *o = &sockopts[i];
		char *tag = xasprintf("%s (%s)", o->name, o->level);
		char *text = xasprintf("%s%s%s%s%s", optkinds[o->kind].name,
				       access[o->access],
				       o->is_volatile ? ", varies" : "",
				       *o->help ? ": " : "", o->help);

		roff_item(b, tag, text);
		free(tag);
		free(text);
	}
	roff_macro(b, ".SH", "VALUES OF OPTIONS");
	for (int i = 0; i < OPT_KIND_COUNT; i++)
		roff_item(b, optkinds[i].name, optkinds[i].example);
}

static void words(struct buf *b)
{
	roff_macro(b, ".SH", "WORDS OF NEEDS");
	for (int i = 0; i < needs_count; i++)
		roff_item(b, needs[i].name, needs[i].help);
	roff_macro(b, ".SH", "CLASSES OF GAPS");
	for (int i = 0; i < GAP_COUNT; i++)
		roff_item(b, gap_names[i], gap_meanings[i]);
}

void page_case(struct buf *b, const struct program_help *h)
{
	(void)h;
	head(b);
	keys(b);
	roff_macro(b, ".SH", "OPERATIONS");
	for (int i = 0; i < ops_count; i++)
		op_section(b, &ops[i]);
	kinds(b);
	options(b);
	words(b);
	roff_macro(b, ".SH", "SEE ALSO");
	buf_puts(b, ".BR sockdiff (1),\n.BR socket (7),\n.BR tcp (7),\n"
		    ".BR udp (7),\n.BR unix (7)\n");
}
