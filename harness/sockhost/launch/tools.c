/* SPDX-License-Identifier: Apache-2.0 */
#include "tools.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "why.h"

const char *const tools_needed[] = {"wasm2c", "awk", "gcc", NULL};

#define NOT_FOUND 127

/* A command for sh, in the folder, and whose work it is. */
struct step {
	const char *tool, *command;
};

/* $1 is the kit, $2 its flags, $3 and $4 the translated header and object. */
static const struct step step_c = {
	"wasm2c", "exec wasm2c --no-debug-names guest.wasm -n guest "
		  "-o guest.w2c.c"};
static const struct step step_object = {
	"the compiler", "exec $2 -c -o guest.w2c.o guest.w2c.c"};
static const struct step step_imports = {
	"awk", "exec awk -v header=\"$3\" -f \"$1/imports.awk\" \"$3\" "
	       "> guest.imports.c"};
static const struct step step_program = {
	"the compiler", "exec $2 -I\"$1\" -o program guest.imports.c \"$4\" "
			"\"$1/run.o\" \"$1/invoke.o\" \"$1/limits.o\" "
			"\"$1/main.o\" \"$1/wasm-rt-impl.o\" "
			"\"$1/libsockhost.a\" -lm"};

/* All that steps work with. */
struct task {
	const char *work, *kit, *header, *object;
	char *flags;
};

char *tools_find(const char *name)
{
	const char *path = getenv("PATH");
	char *copy = why_text("%s", path ? path : "/usr/bin:/bin");
	char *save = NULL, *dir, *found = NULL;

	for (dir = strtok_r(copy, ":", &save); dir && !found;
	     dir = strtok_r(NULL, ":", &save)) {
		found = why_text("%s/%s", dir, name);
		if (access(found, X_OK) == 0)
			break;
		free(found);
		found = NULL;
	}
	free(copy);
	return found;
}

/* The rest of an open file, which may be a pipe. */
static uint8_t *read_rest(FILE *f, size_t *n)
{
	uint8_t *bytes = NULL;
	size_t room = 0;

	*n = 0;
	do {
		if (room - *n < 65536) {
			room = room * 2 + 65536;
			bytes = realloc(bytes, room + 1);
			if (!bytes)
				abort();
		}
		*n += fread(bytes + *n, 1, room - *n, f);
	} while (!feof(f) && !ferror(f));
	bytes[*n] = '\0';
	return bytes;
}

uint8_t *tools_read(const char *path, size_t *n, char **why)
{
	FILE *f = fopen(path, "rbe");
	uint8_t *bytes = f ? read_rest(f, n) : NULL;

	if (!f || ferror(f)) {
		why_set(why, "cannot read %s: %s", path, strerror(errno));
		free(bytes);
		bytes = NULL;
	}
	if (f)
		fclose(f);
	return bytes;
}

static int write_file(const char *path, const uint8_t *bytes, size_t n,
		      char **why)
{
	FILE *f = fopen(path, "wbe");

	if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) == EOF)
		return why_set(why, "cannot write %s: %s", path,
			       strerror(errno));
	return 0;
}

/* In the child: never returns. */
static void step_exec(const struct task *t, const char *command)
{
	int log;

	if (chdir(t->work) == -1)
		_exit(NOT_FOUND);
	log = open("log", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	dup2(log, 1);
	dup2(log, 2);
	execl("/bin/sh", "sh", "-c", command, "sh", t->kit, t->flags, t->header,
	      t->object, NULL);
	_exit(NOT_FOUND);
}

/* The line of a log that says what is wrong: the first error, else the last. */
static char *log_line(const char *work)
{
	char *path = why_text("%s/log", work), *why = NULL;
	size_t n;
	char *log = (char *)tools_read(path, &n, &why);
	char *save = NULL, *line, *best = NULL;

	line = log ? strtok_r(log, "\n", &save) : NULL;
	for (; line; line = strtok_r(NULL, "\n", &save)) {
		best = line;
		if (strstr(line, "error:"))
			break;
	}
	best = why_text("%.300s", best ? best : "no message");
	free(path);
	free(why);
	free(log);
	return best;
}

static int step_failed(const char *work, const char *tool, int status,
		       char **why)
{
	char *line = log_line(work);

	if (WIFSIGNALED(status))
		why_set(why,
			"%s was killed by signal %d (%s) while translating the "
			"module, which may use a feature that wabt 1.0.32 does "
			"not support, or be too large",
			tool, WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) == NOT_FOUND)
		why_set(why,
			"cannot run %s (%s); sockhost-run needs wabt, awk and "
			"gcc",
			tool, line);
	else
		why_set(why, "%s cannot translate the module: %s", tool, line);
	free(line);
	return -1;
}

static int step_run(const struct task *t, const struct step *s, char **why)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		step_exec(t, s->command);
	if (pid == -1)
		return why_set(why, "cannot run %s: %s", s->tool,
			       strerror(errno));
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return why_set(why, "lost %s: %s", s->tool,
				       strerror(errno));
	return status == 0 ? 0 : step_failed(t->work, s->tool, status, why);
}

/* The kit's flags, a line of the caller's. */
static char *kit_flags(const char *kit, char **why)
{
	char *path = why_text("%s/flags", kit);
	size_t n;
	char *flags = (char *)tools_read(path, &n, why);

	free(path);
	if (flags)
		flags[strcspn(flags, "\n")] = '\0';
	return flags;
}

static int task_run(struct task *t, const struct step *a, const struct step *b,
		    char **why)
{
	int failed = -1;

	t->flags = kit_flags(t->kit, why);
	if (t->flags)
		failed = step_run(t, a, why);
	if (!failed)
		failed = step_run(t, b, why);
	free(t->flags);
	return failed;
}

int tools_translate(const char *work, const char *kit, const uint8_t *module,
		    size_t n, char **why)
{
	struct task t = {.work = work, .kit = kit, .header = "", .object = ""};
	char *wasm = why_text("%s/guest.wasm", work);
	int failed = write_file(wasm, module, n, why);

	free(wasm);
	return failed ? -1 : task_run(&t, &step_c, &step_object, why);
}

int tools_link(const char *work, const char *kit, const char *header,
	       const char *object, char **why)
{
	struct task t = {
		.work = work, .kit = kit, .header = header, .object = object};

	return task_run(&t, &step_imports, &step_program, why);
}
