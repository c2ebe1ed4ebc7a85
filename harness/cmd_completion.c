/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockdiff completion: scripts that complete its command lines.
 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "completion.h"
#include "ops.h"
#include "report.h"

enum { KEY_WORDS = 1000 };

static const struct shell {
	const char *name;
	void (*write)(struct buf *b);
} shells[] = {
	{ "bash", completion_bash },
	{ "zsh", completion_zsh },
};

/* What completions of `sockdiff ops` offer: the scripts ask for it. */
static void words(struct buf *b)
{
	for (int i = 0; i < ops_count; i++)
		buf_printf(b, "%s\n", ops[i].name);
	for (int i = 0; i < sockopts_count; i++)
		buf_printf(b, "%s\n", sockopts[i].name);
}

static const struct argp_option options[] = {
	{ "words", KEY_WORDS, 0, OPTION_HIDDEN,
	  "The words that `sockdiff ops` explains", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	void (**write)(struct buf *b) = state->input;

	switch (key) {
	case KEY_WORDS:
		*write = words;
		return 0;
	case ARGP_KEY_ARG:
		for (size_t i = 0; i < COUNT(shells); i++)
			if (strcmp(shells[i].name, arg) == 0)
				*write = shells[i].write;
		if (!*write || state->arg_num > 0)
			argp_error(state, "the shell is bash or zsh, not %s",
				   arg);
		return 0;
	case ARGP_KEY_END:
		if (!*write)
			argp_error(state, "for which shell, bash or zsh?");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

const struct argp completion_argp = {
	options, parse, "SHELL",
	"Print a script that completes the command lines of sockdiff in bash "
	"or zsh.\v"
	"`make install` puts both where the shells look. By hand:\n"
	"  source <(sockdiff completion bash)",
	NULL, NULL, NULL
};

int cmd_completion(int argc, char **argv)
{
	void (*write)(struct buf *b) = NULL;
	struct buf b = { 0 };
	char *why = NULL;
	int err;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&completion_argp, argc, argv, 0, NULL, &write);
	write(&b);
	err = cmd_output(NULL, b.s, b.len, &why);
	if (err < 0)
		cmd_complain(why);
	buf_free(&b);
	return err < 0 ? STATUS_USAGE : STATUS_GOOD;
}
