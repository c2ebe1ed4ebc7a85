/* SPDX-License-Identifier: Apache-2.0 */
#include "strace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guests/lang/wire.h"

/* Does version a come before b? "5.10" is after "5.3". */
static bool is_older(const char *a, const char *b)
{
	int va[2] = {0}, vb[2] = {0};

	sscanf(a, "%d.%d", &va[0], &va[1]);
	sscanf(b, "%d.%d", &vb[0], &vb[1]);
	return va[0] != vb[0] ? va[0] < vb[0] : va[1] < vb[1];
}

int strace_check(char **why)
{
	char line[128] = "", version[32] = "";
	FILE *f = popen("strace --version 2>/dev/null", "re");

	if (f) {
		if (!fgets(line, sizeof(line), f))
			line[0] = '\0';
		pclose(f);
	}
	if (sscanf(line, "strace -- version %31s", version) != 1)
		return fail(
			why,
			"--witness needs strace: install version " STRACE_OLDEST
			" or newer");
	if (is_older(version, STRACE_OLDEST))
		return fail(
			why,
			"--witness needs a newer strace than %s: " STRACE_OLDEST
			" or newer, for --seccomp-bpf",
			version);
	return 0;
}

/* Nothing is abbreviated, constants are numbers, bytes are bytes. */
static const char *const options[] = {
	"strace", "-f", "--seccomp-bpf", "-qq", "-v", "-x", "-X", "raw", "-a",
	"1",      "-e", "signal=none",
};

static char *trace_option(void)
{
	const struct syscall_row *row;
	struct buf b = {0};

	buf_puts(&b, "trace=");
	for (size_t i = 0; (row = syscall_at(i)); i++)
		buf_printf(&b, "%s%s", i ? "," : "", row->name);
	return buf_take(&b);
}

static void word_add(char ***argv, int *n, char *word)
{
	GROW(*argv, *n);
	(*argv)[(*n)++] = word;
}

char **strace_argv(char *const *argv, const char *file,
		   const struct strace_inject *v, int n)
{
	char **words = NULL;
	int k = 0;

	for (size_t i = 0; i < COUNT(options); i++)
		word_add(&words, &k, xstrdup(options[i]));
	word_add(&words, &k, xstrdup("-s"));
	word_add(&words, &k, xasprintf("%d", DECODE_DATA_MAX + WIRE_LINE));
	word_add(&words, &k, xstrdup("-e"));
	word_add(&words, &k, trace_option());
	for (int i = 0; i < n; i++) {
		word_add(&words, &k, xstrdup("-e"));
		word_add(&words, &k,
			 xasprintf("inject=%s:error=%d:when=%d", v[i].row->name,
				   v[i].error, v[i].nth));
	}
	/* Beside its own complaints, which go to the same file. */
	word_add(&words, &k, xstrdup("-A"));
	word_add(&words, &k, xstrdup("-o"));
	word_add(&words, &k, xstrdup(file));
	word_add(&words, &k, xstrdup("--"));
	for (int i = 0; argv[i]; i++)
		word_add(&words, &k, xstrdup(argv[i]));
	word_add(&words, &k, NULL);
	return words;
}

void strace_argv_free(char **argv)
{
	for (int i = 0; argv && argv[i]; i++)
		free(argv[i]);
	free(argv);
}
