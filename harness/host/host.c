/* SPDX-License-Identifier: Apache-2.0 */
#include "host.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules.h"
#include "base/paths.h"
#include "base/tree.h"
#include "marks.h"
#include "base/words.h"

static bool is_file(const char *path, int how)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       access(path, how) == 0;
}

static int name_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **host_names(char **why)
{
	DIR *dir = opendir(path_hosts());
	struct dirent *e;
	char **v = NULL;
	int n = 0;

	if (!dir) {
		fail(why, "cannot read %s: %s", path_hosts(), strerror(errno));
		return NULL;
	}
	while ((e = readdir(dir))) {
		size_t len = strlen(e->d_name);

		if (len <= 5 || strcmp(e->d_name + len - 5, ".yaml") != 0)
			continue;
		GROW(v, n);
		v[n++] = xstrndup(e->d_name, len - 5);
	}
	closedir(dir);
	if (n)
		qsort(v, (size_t)n, sizeof(*v), name_order);
	v = xrealloc(v, (size_t)n + 1, sizeof(*v));
	v[n] = NULL;
	return v;
}

/* NULL, and what is wrong with the path of a manifest. */
static struct host *path_wrong(const char *path, char **why)
{
	struct stat st;

	if (stat(path, &st) < 0)
		fail(why, "cannot read the manifest %s: %s", path,
		     strerror(errno));
	else if (S_ISDIR(st.st_mode))
		fail(why,
		     "%s is a folder: name a manifest in it, "
		     "HOST.yaml",
		     path);
	else
		fail(why, "%s: the name of a manifest must end with .yaml",
		     path);
	return NULL;
}

static struct host *host_unknown(const char *name, char **why)
{
	struct words w = {.wrong = name};
	struct buf b = {0};
	char **all = host_names(why);

	for (int i = 0; all && all[i]; i++)
		words_try(&w, all[i]);
	words_hint(&w);
	for (int i = 0; all && all[i]; i++) {
		buf_printf(&b, "%s%s", i ? ", " : "", all[i]);
		free(all[i]);
	}
	free(all);
	fail(why, "unknown host %s%s (known: %s)", name, w.hint,
	     b.s ? b.s : "none");
	buf_free(&b);
	return NULL;
}

/* All of them, a line each. */
static void mistakes_tell(struct mistakes *m, const char *path, char **why)
{
	char **lines = NULL;
	struct buf b = {0};
	int n = 0;

	mistakes_move(m, path, &lines, &n);
	for (int i = 0; i < n; i++) {
		buf_printf(&b, "%s%s", i ? "\n" : "", lines[i]);
		free(lines[i]);
	}
	free(lines);
	fail(why, "%s", b.s);
	buf_free(&b);
}

struct host *host_read(const char *name, const char *path, char **why)
{
	struct host *h = xcalloc(1, sizeof(*h));
	struct mistakes m = {0};
	struct tree t = {0};

	h->name = xstrdup(name);
	h->path = xstrdup(path);
	if (tree_load(&t, path, &m) == 0)
		manifest_read(h, t.root, &m);
	tree_free(&t);
	if (m.n == 0)
		return h;
	mistakes_tell(&m, path, why);
	host_free(h);
	return NULL;
}

/* Of a file that lies anywhere: its name is that of the host. */
static struct host *host_elsewhere(const char *path, char **why)
{
	const char *base = strrchr(path, '/');
	struct host *h;
	char *name;

	base = base ? base + 1 : path;
	name = xstrndup(base, strlen(base) - strlen(".yaml"));
	h = host_read(name, path, why);
	free(name);
	return h;
}

struct host *host_load(const char *name, char **why)
{
	char *path = xasprintf("%s/%s.yaml", path_hosts(), name);
	size_t len = strlen(name);
	bool yaml = len > 5 && strcmp(name + len - 5, ".yaml") == 0;
	struct host *h;

	if (yaml && is_file(name, F_OK))
		h = host_elsewhere(name, why);
	else if (strchr(name, '/'))
		h = path_wrong(name, why);
	else if (access(path, F_OK) < 0)
		h = host_unknown(name, why);
	else
		h = host_read(name, path, why);
	free(path);
	return h;
}

struct host *host_from_command(const char *command, const char *abi, char **why)
{
	struct host *h = xcalloc(1, sizeof(*h));
	char *word;
	int n = 0, got;

	h->name = xstrdup("custom");
	h->abi = xstrdup(abi);
	while ((got = host_command_word(&command, &word, why)) > 0) {
		got = marks_check_word(word, why) < 0
			      ? -1
			      : host_command_add(h, &n, word, why);
		free(word);
		if (got < 0)
			break;
	}
	if (got == 0 && n > 0)
		return h;
	fail(why, "--host-cmd is empty");
	host_free(h);
	return NULL;
}

/* As execvp(3) would find it. */
static bool in_path(const char *program)
{
	const char *path = getenv("PATH");
	char *copy, *save = NULL, *dir;
	bool found = false;

	if (strchr(program, '/'))
		return access(program, X_OK) == 0;
	copy = xstrdup(path ? path : "/usr/bin:/bin");
	for (dir = strtok_r(copy, ":", &save); dir && !found;
	     dir = strtok_r(NULL, ":", &save)) {
		char *file = xasprintf("%s/%s", dir, program);

		found = access(file, X_OK) == 0;
		free(file);
	}
	free(copy);
	return found;
}

int host_check(const struct host *h, char **why)
{
	if (!in_path(h->argv[0]))
		return fail(why, "cannot run host %s: program %s not found%s%s",
			    h->name, h->argv[0],
			    h->install ? "; to install it: " : "",
			    h->install ? h->install : "");
	for (int i = 1; h->argv[i]; i++) {
		const char *file = h->argv[i];
		size_t n = strlen(file);

		if (n > 5 && strcmp(file + n - 5, ".wasm") == 0 &&
		    access(file, R_OK) < 0)
			return fail(why,
				    "cannot run host %s: player %s not found; "
				    "is %s an ABI that sockdiff supports?",
				    h->name, file, h->abi);
	}
	return 0;
}

void host_free(struct host *h)
{
	if (!h)
		return;
	manifest_free(h);
	free(h->name);
	free(h->path);
	free(h->guest);
	free(h->lacks);
	free(h);
}
