/* SPDX-License-Identifier: Apache-2.0 */
#include "dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/tmp.h"

#define MARK ".sockdiff"
/* The mark begins with this, and only then is it believed. */
#define MARK_TEXT "# made by sockdiff; it removes the files listed here\n"
/* Largest list that is believed. */
#define MARK_MAX ((size_t)64 << 20)
/* It is written under this name. Left by a kill, it is written over. */
#define MARK_NEW MARK ".new"

static bool is_empty(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	bool empty = d != NULL;

	while (empty && (e = readdir(d)) != NULL)
		empty = strcmp(e->d_name, ".") == 0 ||
			strcmp(e->d_name, "..") == 0 ||
			strcmp(e->d_name, MARK_NEW) == 0;
	if (d != NULL)
		closedir(d);
	return empty;
}

/* A path that stays inside: relative, without empty, . and .. parts. */
static bool is_inside(const char *name)
{
	for (const char *p = name;; p++) {
		size_t n = strcspn(p, "/");

		if (n == 0 || (n == 1 && p[0] == '.') ||
		    (n == 2 && p[0] == '.' && p[1] == '.'))
			return false;
		p += n;
		if (*p == '\0')
			return true;
	}
}

/*
 * Open the folder that holds name, and cut name down to its last part. No
 * symbolic link is followed on the way: it could lead out of our folder.
 */
static int open_parent(int root, char **name)
{
	int at = dup(root);
	char *slash;

	while (at >= 0 && (slash = strchr(*name, '/')) != NULL) {
		int next;

		*slash = '\0';
		next = openat(at, *name,
			      O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		close(at);
		at = next;
		*name = slash + 1;
	}
	return at;
}

/* Remove a file, or a folder if it is empty; what cannot be, stays. */
static void remove_at(int root, const char *name, int flags)
{
	char *copy = xstrdup(name), *last = copy;
	int at = open_parent(root, &last);

	if (at >= 0) {
		unlinkat(at, last, flags);
		close(at);
	}
	free(copy);
}

static void remove_listed(int root, char *name)
{
	char *slash;

	remove_at(root, name, 0);
	while ((slash = strrchr(name, '/')) != NULL) {
		*slash = '\0';
		remove_at(root, name, AT_REMOVEDIR);
	}
}

/* --- the list ---------------------------------------------------------------*/

struct names {
	char *text; /* what all of v point into */
	char **v;
	int n;
};

static void names_free(struct names *l)
{
	free(l->text);
	free(l->v);
	*l = (struct names){0};
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorted; a name that was listed twice is there twice. */
static int names_read(struct names *l, const char *dir, char **why)
{
	char *mark = xasprintf("%s/" MARK, dir), *save = NULL;
	size_t len;
	int err = 0;

	*l = (struct names){.text = file_read(mark, MARK_MAX, &len, why)};
	if (!l->text)
		err = -1;
	else if (strncmp(l->text, MARK_TEXT, strlen(MARK_TEXT)) != 0)
		err = fail(why, "%s was not written by sockdiff", mark);
	free(mark);
	if (err < 0) {
		names_free(l);
		return -1;
	}
	for (char *line = strtok_r(l->text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		if (line[0] == '#' || !is_inside(line))
			continue;
		GROW(l->v, l->n);
		l->v[l->n++] = line;
	}
	if (l->n)
		qsort(l->v, (size_t)l->n, sizeof(*l->v), by_name);
	return 0;
}

static bool names_have(const struct names *l, const char *name)
{
	return l->n &&
	       bsearch(&name, l->v, (size_t)l->n, sizeof(*l->v), by_name);
}

/* The mark with the names of one list or of two. */
static int names_write(const char *dir, const struct names *a,
		       const struct names *b, char **why)
{
	char *mark = xasprintf("%s/" MARK, dir);
	char *fresh = xasprintf("%s/" MARK_NEW, dir);
	struct buf text = {0};
	int err;

	buf_puts(&text, MARK_TEXT);
	for (int i = 0; i < a->n; i++)
		if (i == 0 || strcmp(a->v[i - 1], a->v[i]) != 0)
			buf_printf(&text, "%s\n", a->v[i]);
	for (int i = 0; b && i < b->n; i++)
		if (!names_have(a, b->v[i]))
			buf_printf(&text, "%s\n", b->v[i]);
	err = file_write_as(fresh, mark, text.s, text.len, why);
	buf_free(&text);
	free(fresh);
	free(mark);
	return err;
}

static int root_open(const char *dir, char **why)
{
	int root = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);

	return root >= 0 ? root : fail(why, "%s: %s", dir, strerror(errno));
}

/* Remove what `old` lists and `now` does not. */
static int names_remove(const char *dir, const struct names *old,
			const struct names *now, char **why)
{
	int root = root_open(dir, why);

	for (int i = 0; root >= 0 && i < old->n; i++) {
		char *name;

		if (now && names_have(now, old->v[i]))
			continue;
		name = xstrdup(old->v[i]);
		remove_listed(root, name);
		free(name);
	}
	if (root >= 0)
		close(root);
	return root < 0 ? -1 : 0;
}

int report_dir_open(const char *dir, char **why)
{
	struct names none = {0}, l = {0};
	char *mark;
	int err;

	if (dir_make(dir, why) < 0)
		return -1;
	mark = xasprintf("%s/%s", dir, MARK);
	if (access(mark, F_OK) == 0)
		err = names_read(&l, dir, why);
	else if (is_empty(dir))
		err = names_write(dir, &none, NULL, why);
	else
		err = fail(why,
			   "%s is not a report folder of sockdiff (it has no "
			   "%s): choose another with -o, or empty it",
			   dir, MARK);
	names_free(&l);
	free(mark);
	return err;
}

int report_dir_clean(const char *dir, char **why)
{
	struct names none = {0}, old;
	int err = names_read(&old, dir, why);

	if (err == 0)
		err = names_remove(dir, &old, NULL, why);
	if (err == 0)
		err = names_write(dir, &none, NULL, why);
	names_free(&old);
	return err;
}

/* One write to a file opened for appending: lines of workers never mix. */
static int list_add(const char *dir, const char *name, char **why)
{
	char *mark = xasprintf("%s/%s", dir, MARK);
	char *line = xasprintf("%s\n", name);
	int fd = open(mark, O_WRONLY | O_APPEND | O_CLOEXEC);
	int ret = 0;

	if (fd < 0 || write(fd, line, strlen(line)) != (ssize_t)strlen(line))
		ret = fail(why, "%s: %s", mark, strerror(errno));
	if (fd >= 0)
		close(fd);
	free(line);
	free(mark);
	return ret;
}

static int parent_make(const char *path, char **why)
{
	char *parent = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	int ret = dir_make(parent, why);

	free(parent);
	return ret;
}

int report_dir_claim(const char *dir, const char *name, char **why)
{
	char *path;
	int ret;

	if (!is_inside(name) || strchr(name, '\n') != NULL)
		return fail(why, "%s: not a valid name for a file of a report",
			    name);
	path = xasprintf("%s/%s", dir, name);
	ret = parent_make(path, why);
	if (ret == 0)
		ret = list_add(dir, name, why);
	free(path);
	return ret;
}

int report_dir_write(const char *dir, const char *name, const char *text,
		     size_t len, char **why)
{
	char *path;
	int ret;

	if (report_dir_claim(dir, name, why) < 0)
		return -1;
	path = xasprintf("%s/%s", dir, name);
	ret = file_write(path, text, len, why);
	free(path);
	return ret;
}

/* --- a run that ends --------------------------------------------------------*/

#define STAGE "unfinished"
#define LAST "results.json"

char *report_dir_stage(const char *dir)
{
	return xasprintf("%s/" STAGE, dir);
}

/* One file takes its place. It may have done so when the run was stopped. */
static int file_publish(const char *dir, const char *name, int from, int to,
			char **why)
{
	char *path = xasprintf("%s/%s", dir, name);
	char *a = xstrdup(name), *b = xstrdup(name), *x = a, *y = b;
	int src = open_parent(from, &x), dst = -1, err = 0;

	if (src >= 0 && faccessat(src, x, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
		err = parent_make(path, why);
		dst = open_parent(to, &y);
		if (err == 0 && renameat(src, x, dst, y) < 0)
			err = fail(why, "cannot write %s: %s", path,
				   strerror(errno));
	}
	if (src >= 0)
		close(src);
	if (dst >= 0)
		close(dst);
	free(path);
	free(a);
	free(b);
	return err;
}

static int files_publish(const char *dir, const char *stage,
			 const struct names *l, char **why)
{
	int from = root_open(stage, why), to = root_open(dir, why);
	int err = from < 0 || to < 0 ? -1 : 0;

	for (int i = 0; err == 0 && i < l->n; i++)
		if (strcmp(l->v[i], LAST) != 0)
			err = file_publish(dir, l->v[i], from, to, why);
	if (err == 0)
		err = file_publish(dir, LAST, from, to, why);
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return err;
}

int report_dir_publish(const char *dir, bool keep, char **why)
{
	char *stage = report_dir_stage(dir);
	struct names old = {0}, now = {0};
	int err = names_read(&old, dir, why);

	if (err == 0)
		err = names_read(&now, stage, why);
	if (err == 0)
		err = names_write(dir, &now, &old, why);
	if (err == 0)
		err = files_publish(dir, stage, &now, why);
	if (err == 0) {
		names_remove(dir, &old, &now, why);
		err = names_write(dir, &now, NULL, why);
	}
	/* It bears our mark: what else there is was left by a kill. */
	if (err == 0 && !keep)
		tree_remove(stage);
	names_free(&old);
	names_free(&now);
	free(stage);
	return err;
}
