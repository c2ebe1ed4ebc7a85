/* SPDX-License-Identifier: Apache-2.0 */
#include "suite.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/util.h"
#include "plays.h"
#include "scratch.h"
#include "shell.h"

char *shell_out, *shell_err;

static char source[PATH_MAX];

/* The tests are started where the sources are. */
__attribute__((constructor)) static void source_find(void)
{
	if (!realpath(".", source))
		source[0] = '\0';
}

void shell_open(void)
{
	char *path = xasprintf("%s:%s", plays_build(), getenv("PATH"));

	scratch_open();
	setenv("PATH", path, 1);
	setenv("BUILD", plays_build(), 1);
	setenv("SOURCE", source, 1);
	free(path);
}

void shell_close(void)
{
	free(shell_out);
	free(shell_err);
	shell_out = shell_err = NULL;
	scratch_close();
}

char *shell_read(const char *path)
{
	char *why = NULL, *text = file_read(path, 64 << 20, NULL, &why);

	ck_assert_msg(text, "%s", why);
	return text;
}

void shell_write(const char *path, const char *text)
{
	scratch_write(path, text, strlen(text));
}

int shell(const char *line)
{
	char *all = xasprintf("{ %s\n} >out.txt 2>err.txt </dev/null", line);
	int status = system(all);

	free(all);
	free(shell_out);
	free(shell_err);
	shell_out = shell_read("out.txt");
	shell_err = shell_read("err.txt");
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void shell_expect(const char *line, int status, const char *err)
{
	int got = shell(line);

	ck_assert_msg(got == status, "%s: status %d, not %d: %s%s", line, got,
		      status, shell_out, shell_err);
	ck_assert_msg(strstr(shell_err, err), "%s: %s", line, shell_err);
}
