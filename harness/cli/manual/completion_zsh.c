/* SPDX-License-Identifier: Apache-2.0 */
/*
 * completion_zsh.c: for zsh's _arguments, see zshcompsys(1).
 */
#include <string.h>

#include "base/command.h"
#include "completion.h"
#include "base/options.h"

/*
 * Inside of single quotes and of an _arguments spec, where brackets and
 * colons end parts.
 */
static void put_text(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '\'')
			buf_puts(b, "'\\''");
		else if (strchr("[]:\\", *s))
			buf_printf(b, "\\%c", *s);
		else if (*s == '\n')
			buf_puts(b, " ");
		else
			buf_add(b, s, 1);
	}
}

/* The action of a spec: it is one word of zsh in single quotes. */
static void put_action(struct buf *b, const struct candidates *c)
{
	const char *paths = c->paths == FILES ? "_files" : "_files -/";

	if (c->words)
		buf_printf(b, "(%s)", c->words + strspn(c->words, " "));
	else if (c->lines)
		buf_printf(b, "_sockdiff_lines %s",
			   c->paths == NOTHING ? "\"\"" : "files");
	else if (c->paths != NOTHING)
		buf_puts(b, paths);
	else
		buf_puts(b, " ");
	if (!c->lines)
		return;
	/* The command goes as one more argument, quoted twice. */
	buf_puts(b, " \"");
	for (const char *p = c->lines; *p; p++) {
		if (*p == '\'')
			buf_puts(b, "'\\''");
		else
			buf_add(b, p, 1);
	}
	buf_puts(b, "\"");
}

struct spec {
	struct buf *b;
	const char *command;
};

/*
 * '(-j --jobs)'{-j+,--jobs=}'[Play N cases at a time]:N: '
 */
static void put_option(const struct argp_option *o, void *ctx)
{
	const struct spec *s = ctx;
	struct candidates c = {0};
	bool is_short = option_is_short(o) && o->key != '?';
	const char *equals = o->arg ? "=" : "";

	buf_puts(s->b, " \\\n\t\t\t");
	if (is_short)
		buf_printf(s->b, "'(-%c --%s)'{-%c%s,--%s%s}'[", o->key,
			   o->name, o->key, o->arg ? "+" : "", o->name, equals);
	else
		buf_printf(s->b, "'--%s%s[", o->name, equals);
	put_text(s->b, o->doc);
	buf_puts(s->b, "]");
	if (o->arg) {
		c = candidates_of(s->command, o->arg);
		buf_puts(s->b, ":");
		put_text(s->b, o->arg);
		buf_puts(s->b, ":");
		put_action(s->b, &c);
	}
	buf_puts(s->b, "'");
}

static void put_line(struct buf *b, const char *command, const struct argp *a)
{
	const char *args = a->args_doc ? a->args_doc : "";
	struct candidates c = candidates_of(command, args);
	struct spec s = {b, command};

	buf_puts(b, "_arguments -S");
	option_walk(a, put_option, &s);
	if (*args) {
		buf_puts(b, " \\\n\t\t\t'*:");
		put_text(b, args);
		buf_puts(b, ":");
		put_action(b, &c);
		buf_puts(b, "'");
	}
}

/* A script for one program, up to the words of its function. */
static void put_head(struct buf *b, const char *made_by, const char *program,
		     const char *function)
{
	buf_printf(b,
		   "#compdef %s\n"
		   "# SPDX-License-Identifier: Apache-2.0\n"
		   "# Made by `sockdiff completion %s`.\n"
		   "\n"
		   "# Offer what a command prints, and files beside it.\n"
		   "_sockdiff_lines() {\n"
		   "\tlocal -a lines\n"
		   "\tlines=(${(f)\"$(eval \"$2\")\"})\n"
		   "\tcompadd -a lines\n"
		   "\t[[ $1 != files ]] || _files\n"
		   "}\n"
		   "\n"
		   "%s() {\n",
		   program, made_by, function);
}

/* A function of the path is run, a file that is sourced is not. */
static void put_tail(struct buf *b, const char *program, const char *function)
{
	buf_printf(b,
		   "}\n\n"
		   "if [[ $funcstack[1] == %s ]]; then\n"
		   "\t%s \"$@\"\n"
		   "else\n"
		   "\tcompdef %s %s\n"
		   "fi\n",
		   function, function, function, program);
}

static void put_command(struct buf *b, const struct command *c)
{
	buf_printf(b, "\t%s)\n\t\t", c->name);
	put_line(b, c->name, c->argp);
	buf_puts(b, " ;;\n");
}

void completion_zsh(struct buf *b, const struct program_help *h)
{
	put_head(b, "zsh", "sockdiff", "_sockdiff");
	buf_puts(b, "\tlocal -a commands\n"
		    "\tcommands=(\n");
	for (const struct command *c = h->commands; c->name; c++) {
		buf_printf(b, "\t\t'%s:", c->name);
		put_text(b, c->help);
		buf_puts(b, "'\n");
	}
	buf_puts(b, "\t)\n"
		    "\tif ((CURRENT == 2)); then\n"
		    "\t\t_describe command commands\n"
		    "\t\treturn\n"
		    "\tfi\n"
		    "\tlocal command=$words[2]\n"
		    "\tshift words\n"
		    "\t((CURRENT--))\n"
		    "\tcase $command in\n");
	for (const struct command *c = h->commands; c->name; c++)
		put_command(b, c);
	buf_puts(b, "\tesac\n");
	put_tail(b, "sockdiff", "_sockdiff");
}

void completion_zsh_run(struct buf *b, const struct program_help *h)
{
	put_head(b, "--run zsh", "sockhost-run", "_sockhost_run");
	buf_puts(b, "\t");
	put_line(b, "sockhost-run", h->run_argp);
	buf_puts(b, "\n");
	put_tail(b, "sockhost-run", "_sockhost_run");
}
