/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff completion: scripts that complete command lines.
 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "cli/manual/completion.h"
#include "lang/tables.h"
#include "result/results.h"

enum { KEY_WORDS = 1000, KEY_RUN };

typedef void writer(struct buf *b, const struct program_help *h);

static const struct shell {
	const char *name;
	writer *sockdiff, *run;
} shells[] = {
	{"bash", completion_bash, completion_bash_run},
	{"zsh", completion_zsh, completion_zsh_run},
};

struct completion {
	const struct shell *shell;
	bool words, run;
};

/* What completions of `sockdiff ops` offer: the scripts ask for it. */
static void words(struct buf *b, const struct program_help *h)
{
	(void)h;
	for (int i = 0; i < ops_count; i++)
		buf_printf(b, "%s\n", ops[i].name);
	for (int i = 0; i < sockopts_count; i++)
		buf_printf(b, "%s\n", sockopts[i].name);
}

static const struct argp_option options[] = {
	{"run", KEY_RUN, 0, 0, "Complete sockhost-run instead of sockdiff", 0},
	{"words", KEY_WORDS, 0, OPTION_HIDDEN,
	 "The words that `sockdiff ops` explains", 0},
	{0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct completion *c = state->input;

	switch (key) {
	case KEY_WORDS:
		c->words = true;
		return 0;
	case KEY_RUN:
		c->run = true;
		return 0;
	case ARGP_KEY_ARG:
		for (size_t i = 0; i < COUNT(shells); i++)
			if (strcmp(shells[i].name, arg) == 0)
				c->shell = &shells[i];
		if (!c->shell || state->arg_num > 0)
			argp_error(state,
				   "unknown shell %s: bash and zsh are "
				   "supported",
				   arg);
		return 0;
	case ARGP_KEY_END:
		if (!c->shell && !c->words)
			argp_error(state, "name a shell, bash or zsh");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp completion_argp = {
	options,
	parse,
	"SHELL",
	"Print a script that completes the command lines of sockdiff in bash "
	"or zsh.\v`make install` installs the scripts. To load one by hand:\n"
	"  source <(sockdiff completion bash)\n"
	"  source <(sockdiff completion --run bash)",
	NULL,
	NULL,
	NULL};

int cmd_completion(int argc, char **argv)
{
	struct completion c = {0};
	writer *write = words;
	struct buf b = {0};

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&completion_argp, argc, argv, 0, NULL, &c);
	if (!c.words)
		write = c.run ? c.shell->run : c.shell->sockdiff;
	write(&b, &program_help);
	fwrite(b.s, 1, b.len, stdout);
	buf_free(&b);
	return STATUS_GOOD;
}
