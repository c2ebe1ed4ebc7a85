/* SPDX-License-Identifier: Apache-2.0 */
#include "cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kit.h"
#include "tools.h"
#include "why.h"

/* A folder is older than this when its maker must have taken its lock. */
#define CACHE_YOUNG_S 60

char *cache_default(char **why)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (xdg && *xdg == '/') /* others are to be ignored, the rule says */
		return why_text("%s/sockdiff", xdg);
	if (home && *home)
		return why_text("%s/.cache/sockdiff", home);
	why_set(why, "HOME is not set; name a cache folder with --cache DIR");
	return NULL;
}

int cache_open(char **dir, char **why)
{
	char *path = *dir, *real;

	for (char *p = path + 1; *path && *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		mkdir(path, 0777); /* the last one tells */
		*p = '/';
	}
	if (mkdir(path, 0700) == -1 && errno != EEXIST)
		return why_set(why,
			       "cannot create the cache %s: %s; use --cache "
			       "DIR",
			       path, strerror(errno));
	real = realpath(path, NULL);
	if (!real)
		return why_set(why,
			       "cannot use the cache %s: %s; use --cache DIR",
			       path, strerror(errno));
	free(path);
	*dir = real;
	return 0;
}

/* --- keys ----------------------------------------------------------------- */

/* Lengths go in too, so that no two lists of things are the same bytes. */
static void key_add(struct sha256_ctx *c, const void *bytes, size_t n)
{
	uint64_t length = n;

	sha256_update(c, sizeof(length), (const uint8_t *)&length);
	sha256_update(c, n, bytes);
}

static int key_add_file(struct sha256_ctx *c, const char *dir, const char *name,
			char **why)
{
	char *path = why_text("%s/%s", dir, name);
	size_t n;
	uint8_t *bytes = tools_read(path, &n, why);

	if (bytes)
		key_add(c, bytes, n);
	free(bytes);
	free(path);
	return bytes ? 0 : -1;
}

/* A tool counts as another one when its file has changed. */
static void key_add_tool(struct sha256_ctx *c, const char *tool)
{
	struct stat st = {0};
	char *path = tools_find(tool);

	if (path && stat(path, &st) == 0) {
		key_add(c, path, strlen(path));
		key_add(c, &st.st_size, sizeof(st.st_size));
		key_add(c, &st.st_mtim, sizeof(st.st_mtim));
	}
	free(path);
}

static void key_text(struct sha256_ctx *c, char key[CACHE_KEY])
{
	uint8_t digest[SHA256_DIGEST_SIZE];

	sha256_digest(c, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		sprintf(key + 2 * i, "%02x", digest[i]);
}

int cache_keys(struct cache_keys *k, const char *kit, const uint8_t *module,
	       size_t n, char **why)
{
	struct sha256_ctx c;

	sha256_init(&c);
	key_add(&c, module, n);
	for (size_t i = 0; tools_needed[i]; i++)
		key_add_tool(&c, tools_needed[i]);
	if (key_add_file(&c, kit, "flags", why) == -1)
		return -1;
	key_text(&c, k->module); /* and begins anew */
	key_add(&c, k->module, sizeof(k->module));
	for (size_t i = 0; kit_files[i]; i++)
		if (key_add_file(&c, kit, kit_files[i], why) == -1)
			return -1;
	key_text(&c, k->program);
	return 0;
}

char *cache_path(const char *dir, const char *key, const char *suffix)
{
	return why_text("%s/%s%s", dir, key, suffix);
}

/* --- making --------------------------------------------------------------- */

/* A maker's folder has files only. */
static void folder_remove(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *e;

	while (dir && (e = readdir(dir)))
		unlinkat(dirfd(dir), e->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(path);
}

/* Is it a maker's, and its maker gone? */
static bool is_left_over(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	bool left;

	if (fd == -1)
		return false;
	left = fstat(fd, &st) == 0 &&
	       time(NULL) - st.st_mtime > CACHE_YOUNG_S &&
	       flock(fd, LOCK_EX | LOCK_NB) == 0;
	close(fd);
	return left;
}

static void cache_sweep(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;

	while (d && (e = readdir(d))) {
		char *path;

		if (strlen(e->d_name) != CACHE_KEY - 1 + strlen(".XXXXXX") ||
		    e->d_name[CACHE_KEY - 1] != '.')
			continue;
		path = why_text("%s/%s", dir, e->d_name);
		if (is_left_over(path))
			folder_remove(path);
		free(path);
	}
	if (d)
		closedir(d);
}

char *cache_begin(const char *dir, const char *key, int *lock, char **why)
{
	char *work = why_text("%s/%s.XXXXXX", dir, key);

	cache_sweep(dir);
	if (!mkdtemp(work)) {
		why_set(why,
			"cannot write to the cache %s: %s; use --cache DIR",
			dir, strerror(errno));
		free(work);
		return NULL;
	}
	*lock = open(work, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*lock != -1)
		flock(*lock, LOCK_EX | LOCK_NB);
	return work;
}

int cache_put(const char *work, const char *file, const char *path, char **why)
{
	char *from = why_text("%s/%s", work, file);
	int failed = 0;

	if (rename(from, path) == -1)
		failed = why_set(why, "cannot rename %s into place: %s", path,
				 strerror(errno));
	free(from);
	return failed;
}

void cache_end(char *work, int lock)
{
	folder_remove(work);
	close(lock);
	free(work);
}
