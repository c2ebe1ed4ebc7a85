/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shell.h: sockdiff run from a shell in a scratch folder.
 *
 * shell_open and shell_close are a fixture. sockdiff is in PATH, BUILD is the
 * folder of what was built and SOURCE that of the sources.
 */
#ifndef SHELL_H
#define SHELL_H

void shell_open(void);
void shell_close(void);
/* Run a command line with an empty stdin; its exit status. */
int shell(const char *line);
/* What the last one said. */
extern char *shell_out, *shell_err;
/* Expect that status, and the text somewhere in what it said on stderr. */
void shell_expect(const char *line, int status, const char *err);

/* A file of the scratch folder; free it. */
char *shell_read(const char *path);
void shell_write(const char *path, const char *text);

#endif
