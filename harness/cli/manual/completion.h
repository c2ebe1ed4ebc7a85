/* SPDX-License-Identifier: Apache-2.0 */
/*
 * completion.h: what a shell offers after "sockdiff run --b".
 *
 * Made from commands.def and every command's argp, so that no option can be
 * forgotten; completion.def says what stands for an argument.
 */
#ifndef COMPLETION_H
#define COMPLETION_H

#include "base/command.h"
#include "base/util.h"

/* Append a script that the shell is to source, or finds by its name. */
void completion_bash(struct buf *b, const struct program_help *h);
void completion_zsh(struct buf *b, const struct program_help *h);
/* The same for sockhost-run, which has no commands, only options. */
void completion_bash_run(struct buf *b, const struct program_help *h);
void completion_zsh_run(struct buf *b, const struct program_help *h);

/* What can stand for an argument; all of it or none may be there. */
struct candidates {
	const char *words; /* separated by blanks, or NULL */
	const char *lines; /* a shell command that prints them, or NULL */
	enum { NOTHING, FILES, FOLDERS } paths;
};
/* arg: "HOST", or a usage, "[CASE...]", "A B", of which all words count. */
struct candidates candidates_of(const char *command, const char *arg);

#endif
