/* SPDX-License-Identifier: Apache-2.0 */
/*
 * completion_bash.c: for bash's `complete -F`, see bash(1), Programmable
 * Completion. It needs no bash-completion package.
 */
#include "cmd.h"
#include "completion.h"
#include "option.h"

#define HEAD                                                            \
	"# SPDX-License-Identifier: Apache-2.0\n"                       \
	"# Made by `sockdiff completion bash`.\n"                       \
	"\n"                                                            \
	"# Offer the lines that begin as the word does; bash quotes them "\
	"as files.\n"                                                   \
	"_sockdiff_lines() {\n"                                         \
	"\tlocal line\n"                                                \
	"\tcompopt -o filenames 2>/dev/null\n"                          \
	"\twhile IFS= read -r line; do\n"                               \
	"\t\t[[ $line != \"$cur\"* ]] || COMPREPLY+=(\"$line\")\n"       \
	"\tdone\n"                                                      \
	"}\n"                                                           \
	"\n"                                                            \
	"_sockdiff_paths() {\n"                                         \
	"\t_sockdiff_lines < <(compgen \"$1\" -- \"$cur\")\n"           \
	"}\n"                                                           \
	"\n"                                                            \
	"_sockdiff() {\n"                                               \
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]}\n"                       \
	"\tlocal prev=${COMP_WORDS[COMP_CWORD-1]}\n"                    \
	"\tCOMPREPLY=()\n"                                              \
	"\t# --host=x is three words: --host, = and x.\n"               \
	"\tif [[ $cur == = ]]; then\n"                                  \
	"\t\tcur=\n"                                                    \
	"\telif [[ $prev == = ]]; then\n"                               \
	"\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n"                        \
	"\tfi\n"                                                        \
	"\tif ((COMP_CWORD == 1)); then\n"                              \
	"\t\tCOMPREPLY=($(compgen -W \""

#define TAIL                                                            \
	"\tesac\n"                                                      \
	"}\n"                                                           \
	"complete -F _sockdiff sockdiff\n"

/* The statements that offer candidates, each on a line so indented. */
static void put_candidates(struct buf *b, const struct candidates *c,
			   const char *indent)
{
	if (c->words)
		buf_printf(b, "%sCOMPREPLY+=($(compgen -W \"%s\" -- "
			      "\"$cur\"))\n", indent, c->words);
	if (c->lines)
		buf_printf(b, "%s_sockdiff_lines < <(%s)\n", indent, c->lines);
	if (c->paths != NOTHING)
		buf_printf(b, "%s_sockdiff_paths %s\n", indent,
			   c->paths == FILES ? "-f" : "-d");
}

static void put_names(const struct argp_option *o, void *ctx)
{
	if (option_is_short(o) && o->key != '?')
		buf_printf(ctx, " -%c", o->key);
	buf_printf(ctx, " --%s", o->name);
}

/* One branch of the case on the word before. */
struct branch {
	struct buf *b;
	const char *command;
};

static void put_argument(const struct argp_option *o, void *ctx)
{
	const struct branch *br = ctx;
	struct candidates c;

	if (!o->arg)
		return;
	c = candidates_of(br->command, o->arg);
	buf_puts(br->b, "\t\t");
	if (option_is_short(o))
		buf_printf(br->b, "-%c|", o->key);
	buf_printf(br->b, "--%s)\n", o->name);
	put_candidates(br->b, &c, "\t\t\t");
	buf_puts(br->b, "\t\t\treturn ;;\n");
}

static void put_command(struct buf *b, const struct command *cmd)
{
	const char *args = cmd->argp->args_doc ? cmd->argp->args_doc : "";
	struct candidates c = candidates_of(cmd->name, args);
	struct branch br = { b, cmd->name };

	buf_printf(b, "\t%s)\n\t\tcase $prev in\n", cmd->name);
	option_walk(cmd->argp, put_argument, &br);
	buf_puts(b, "\t\tesac\n"
		    "\t\tif [[ $cur == -* ]]; then\n"
		    "\t\t\tCOMPREPLY=($(compgen -W \"");
	option_walk(cmd->argp, put_names, b);
	buf_puts(b, "\" -- \"$cur\"))\n\t\t\treturn\n\t\tfi\n");
	put_candidates(b, &c, "\t\t");
	buf_puts(b, "\t\t;;\n");
}

void completion_bash(struct buf *b)
{
	buf_puts(b, HEAD "--help --version");
	for (const struct command *c = commands; c->name; c++)
		buf_printf(b, " %s", c->name);
	buf_puts(b, "\" -- \"$cur\"))\n"
		    "\t\treturn\n"
		    "\tfi\n"
		    "\tcase ${COMP_WORDS[1]} in\n");
	for (const struct command *c = commands; c->name; c++)
		put_command(b, c);
	buf_puts(b, TAIL);
}
