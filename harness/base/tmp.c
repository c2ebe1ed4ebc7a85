/* SPDX-License-Identifier: Apache-2.0 */
#include "tmp.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "util.h"

#define PREFIX "sockdiff."
/* A folder without a lock: its owner may be about to make that. */
#define NEW_SECONDS 10
#define WALK_FDS 16

/* This process's own: a process is never kept out by its own lock. */
static struct tmp *live;

static const char *parent(void)
{
	const char *tmp = getenv("TMPDIR");

	return tmp && *tmp ? tmp : "/tmp";
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	remove(path);
	return 0;
}

void tree_remove(const char *path)
{
	nftw(path, remove_one, WALK_FDS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

bool file_lock(int fd, int *holder)
{
	struct flock l = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	if (fcntl(fd, F_SETLK, &l) == 0)
		return true;
	if (holder && fcntl(fd, F_GETLK, &l) == 0)
		*holder = l.l_pid;
	return false;
}

/*
 * The file gets its name when it is locked: whoever finds it unlocked knows
 * that its owner has ended.
 */
static int lock_make(const char *dir)
{
	char *fresh = xasprintf("%s/lock.new", dir);
	char *name = xasprintf("%s/lock", dir);
	int fd = open(fresh, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0 && (!file_lock(fd, NULL) || rename(fresh, name) < 0)) {
		close(fd);
		fd = -1;
	}
	free(fresh);
	free(name);
	return fd;
}

int tmp_make(struct tmp *t, char **why)
{
	char *dir = xasprintf("%s/" PREFIX "XXXXXX", parent());

	*t = (struct tmp){.lock = -1};
	if (!mkdtemp(dir)) {
		fail(why, "cannot create a temporary folder %s: %s", dir,
		     strerror(errno));
		free(dir);
		return -1;
	}
	t->dir = dir;
	t->lock = lock_make(dir);
	if (t->lock < 0 || chmod(dir, 0755) < 0) {
		fail(why, "cannot lock the temporary folder %s: %s", dir,
		     strerror(errno));
		tree_remove(dir);
		free(dir);
		*t = (struct tmp){0};
		return -1;
	}
	t->next = live;
	live = t;
	return 0;
}

void tmp_remove(struct tmp *t)
{
	struct tmp **at = &live;

	if (!t->dir)
		return;
	while (*at && *at != t)
		at = &(*at)->next;
	if (*at)
		*at = t->next;
	tree_remove(t->dir);
	close(t->lock);
	free(t->dir);
	*t = (struct tmp){0};
}

/* --- those of others ------------------------------------------------------*/

static bool is_mine(const char *dir)
{
	for (const struct tmp *t = live; t; t = t->next)
		if (strcmp(t->dir, dir) == 0)
			return true;
	return false;
}

static void sweep_one(const char *dir)
{
	char *name = xasprintf("%s/lock", dir);
	struct stat st;
	int fd;

	if (lstat(dir, &st) == 0 && S_ISDIR(st.st_mode) &&
	    st.st_uid == geteuid()) {
		fd = open(name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
		if (fd >= 0 ? file_lock(fd, NULL)
			    : errno == ENOENT &&
				      time(NULL) - st.st_mtime > NEW_SECONDS)
			tree_remove(dir);
		if (fd >= 0)
			close(fd);
	}
	free(name);
}

void tmp_sweep(void)
{
	DIR *d = opendir(parent());
	const struct dirent *e;

	while (d && (e = readdir(d))) {
		char *dir;

		if (strncmp(e->d_name, PREFIX, strlen(PREFIX)) != 0)
			continue;
		dir = xasprintf("%s/%s", parent(), e->d_name);
		if (!is_mine(dir))
			sweep_one(dir);
		free(dir);
	}
	if (d)
		closedir(d);
}
