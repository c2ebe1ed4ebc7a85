/* SPDX-License-Identifier: Apache-2.0 */
/*
 * completion_bash.c: for bash's `complete -F`, see bash(1), Programmable
 * Completion. It needs no bash-completion package.
 */
#include "base/command.h"
#include "completion.h"
#include "base/options.h"

/* Both scripts have these: it is the same whichever is read last. */
#define HELPERS                                                            \
	"# Offer the lines that begin as the word does; bash quotes them " \
	"as files.\n"                                                      \
	"_sockdiff_lines() {\n"                                            \
	"\tlocal line\n"                                                   \
	"\tcompopt -o filenames 2>/dev/null\n"                             \
	"\twhile IFS= read -r line; do\n"                                  \
	"\t\t[[ $line != \"$cur\"* ]] || COMPREPLY+=(\"$line\")\n"         \
	"\tdone\n"                                                         \
	"}\n"                                                              \
	"\n"                                                               \
	"_sockdiff_paths() {\n"                                            \
	"\t_sockdiff_lines < <(compgen \"$1\" -- \"$cur\")\n"              \
	"}\n"

#define WORDS                                                    \
	"() {\n"                                                 \
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]}\n"                \
	"\tlocal prev=${COMP_WORDS[COMP_CWORD-1]}\n"             \
	"\tlocal before=\" ${COMP_WORDS[*]:1:COMP_CWORD-1} \"\n" \
	"\tCOMPREPLY=()\n"                                       \
	"\t# --host=x is three words: --host, = and x.\n"        \
	"\tif [[ $cur == = ]]; then\n"                           \
	"\t\tcur=\n"                                             \
	"\telif [[ $prev == = ]]; then\n"                        \
	"\t\tprev=${COMP_WORDS[COMP_CWORD-2]}\n"                 \
	"\tfi\n"

/* Up to the words of the function, which are its own. */
static void put_head(struct buf *b, const char *made_by, const char *function)
{
	buf_printf(b,
		   "# SPDX-License-Identifier: Apache-2.0\n"
		   "# Made by `sockdiff completion %s`.\n\n%s\n%s%s",
		   made_by, HELPERS, function, WORDS);
}

static void put_indent(struct buf *b, int indent)
{
	while (indent-- > 0)
		buf_puts(b, "\t");
}

/* The statements that offer candidates, each on a line so indented. */
static void put_candidates(struct buf *b, const struct candidates *c,
			   int indent)
{
	if (c->words) {
		put_indent(b, indent);
		buf_printf(b,
			   "COMPREPLY+=($(compgen -W \"%s\" -- "
			   "\"$cur\"))\n",
			   c->words);
	}
	if (c->lines) {
		put_indent(b, indent);
		buf_printf(b, "_sockdiff_lines < <(%s)\n", c->lines);
	}
	if (c->paths != NOTHING) {
		put_indent(b, indent);
		buf_printf(b, "_sockdiff_paths %s\n",
			   c->paths == FILES ? "-f" : "-d");
	}
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
	int indent;
};

static void put_argument(const struct argp_option *o, void *ctx)
{
	const struct branch *br = ctx;
	struct candidates c;

	if (!o->arg)
		return;
	c = candidates_of(br->command, o->arg);
	put_indent(br->b, br->indent);
	if (option_is_short(o))
		buf_printf(br->b, "-%c|", o->key);
	buf_printf(br->b, "--%s)\n", o->name);
	put_candidates(br->b, &c, br->indent + 1);
	put_indent(br->b, br->indent + 1);
	buf_puts(br->b, "return ;;\n");
}

/* Behind -- there are no options. */
static void put_options(struct buf *b, const struct argp *a, int indent)
{
	put_indent(b, indent);
	buf_puts(b, "if [[ $cur == -* && $before != *\" -- \"* ]]; then\n");
	put_indent(b, indent + 1);
	buf_puts(b, "COMPREPLY=($(compgen -W \"");
	option_walk(a, put_names, b);
	buf_puts(b, "\" -- \"$cur\"))\n");
	put_indent(b, indent + 1);
	buf_puts(b, "return\n");
	put_indent(b, indent);
	buf_puts(b, "fi\n");
}

/* What stands behind the program's name, or behind a command's. */
static void put_line(struct buf *b, const char *command, const struct argp *a,
		     int indent)
{
	const char *args = a->args_doc ? a->args_doc : "";
	struct candidates c = candidates_of(command, args);
	struct branch br = {b, command, indent};

	put_indent(b, indent);
	buf_puts(b, "case $prev in\n");
	option_walk(a, put_argument, &br);
	put_indent(b, indent);
	buf_puts(b, "esac\n");
	put_options(b, a, indent);
	put_candidates(b, &c, indent);
}

static void put_command(struct buf *b, const struct command *c)
{
	buf_printf(b, "\t%s)\n", c->name);
	put_line(b, c->name, c->argp, 2);
	buf_puts(b, "\t\t;;\n");
}

void completion_bash(struct buf *b, const struct program_help *h)
{
	put_head(b, "bash", "_sockdiff");
	buf_puts(b, "\tif ((COMP_CWORD == 1)); then\n"
		    "\t\tCOMPREPLY=($(compgen -W \"--help --version");
	for (const struct command *c = h->commands; c->name; c++)
		buf_printf(b, " %s", c->name);
	buf_puts(b, "\" -- \"$cur\"))\n"
		    "\t\treturn\n"
		    "\tfi\n"
		    "\tcase ${COMP_WORDS[1]} in\n");
	for (const struct command *c = h->commands; c->name; c++)
		put_command(b, c);
	buf_puts(b, "\tesac\n}\ncomplete -F _sockdiff sockdiff\n");
}

void completion_bash_run(struct buf *b, const struct program_help *h)
{
	put_head(b, "--run bash", "_sockhost_run");
	put_line(b, "sockhost-run", h->run_argp, 1);
	buf_puts(b, "}\ncomplete -F _sockhost_run sockhost-run\n");
}
