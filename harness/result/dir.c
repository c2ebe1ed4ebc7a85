/* SPDX-License-Identifier: Apache-2.0 */
#include "dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MARK ".sockdiff"
/* The mark begins with this, and only then is it believed. */
#define MARK_TEXT "# made by sockdiff; it removes the files listed here\n"
/* Largest list that is believed. */
#define MARK_MAX ((size_t)64 << 20)
/* Longest part of a file's name; file systems allow 255 bytes. */
#define PART_MAX 200

static bool is_empty(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	bool empty = d != NULL;

	while (empty && (e = readdir(d)) != NULL)
		empty = strcmp(e->d_name, ".") == 0 ||
			strcmp(e->d_name, "..") == 0;
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

static void remove_all(int root, char *list)
{
	char *save;

	for (char *line = strtok_r(list, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save))
		if (line[0] != '#' && is_inside(line))
			remove_listed(root, line);
}

static int clean(const char *dir, const char *mark, char **why)
{
	size_t len;
	char *list = file_read(mark, MARK_MAX, &len, why);
	int root;

	if (list == NULL)
		return -1;
	if (strncmp(list, MARK_TEXT, strlen(MARK_TEXT)) != 0) {
		free(list);
		return fail(why, "%s was not made by sockdiff", mark);
	}
	root = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root >= 0) {
		remove_all(root, list);
		close(root);
	}
	free(list);
	return 0;
}

int report_dir_open(const char *dir, char **why)
{
	char *mark;
	int ret = 0;

	if (dir_make(dir, why) < 0)
		return -1;
	mark = xasprintf("%s/%s", dir, MARK);
	if (access(mark, F_OK) == 0)
		ret = clean(dir, mark, why);
	else if (!is_empty(dir))
		ret = fail(why,
			   "%s is not a report folder of sockdiff (it has no "
			   "%s): choose another with -o, or empty it",
			   dir, MARK);
	if (ret == 0)
		ret = file_write(mark, MARK_TEXT, strlen(MARK_TEXT), why);
	free(mark);
	return ret;
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
		return fail(why, "%s: no name for a file of a report", name);
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

static bool is_plain(char c)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+=,.";

	return c != '\0' && strchr(plain, c) != NULL;
}

/* One byte of an id; what is not plain is ~ and its number. */
static void name_char(struct buf *part, char c)
{
	bool hidden = c == '.' && part->len == 0;

	if (is_plain(c) && !hidden)
		buf_add(part, &c, 1);
	else
		buf_printf(part, "~%02x", (unsigned char)c);
}

/* Append a part of a path; one too long ends with a hash of itself. */
static void part_end(struct buf *b, struct buf *part)
{
	if (part->len <= PART_MAX) {
		buf_add(b, part->s, part->len);
	} else {
		uint32_t hash = 2166136261u; /* FNV-1a */

		for (size_t i = 0; i < part->len; i++)
			hash = (hash ^ (unsigned char)part->s[i]) * 16777619u;
		buf_add(b, part->s, PART_MAX - 9);
		buf_printf(b, "~%08x", hash);
	}
	buf_free(part);
}

/*
 * Where the bracket that opens the variant stands, or the end. It becomes @,
 * and the one that closes it, the id's last byte, is left out.
 */
static size_t variant_at(const char *id, size_t len)
{
	return len > 0 && id[len - 1] == ']' ? strcspn(id, "[") : len;
}

char *report_dir_name(const char *id, const char *suffix)
{
	struct buf b = { 0 }, part = { 0 };
	size_t len = strlen(id), variant = variant_at(id, len);

	buf_puts(&b, "cases/");
	for (size_t i = 0; i < len; i++) {
		if (i < variant && id[i] == '/' && part.len > 0) {
			part_end(&b, &part);
			buf_puts(&b, "/");
		} else if (i == variant) {
			buf_puts(&part, "@");
		} else if (i < variant || i < len - 1) {
			name_char(&part, id[i]);
		}
	}
	part_end(&b, &part);
	buf_puts(&b, suffix);
	return buf_take(&b);
}
