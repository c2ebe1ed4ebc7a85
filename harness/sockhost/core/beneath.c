/* SPDX-License-Identifier: Apache-2.0 */
#include "beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * Where someone else renames or mounts at the same time, the kernel may be
 * unable to tell whether a ".." stays beneath, and says EAGAIN: openat2(2). It
 * is asked again, and not for ever, for that someone may be the guest.
 */
#define TRIES 64

static int open_beneath(int dir, const char *path, struct open_how *how)
{
	int fd, tries = 0;

	do
		fd = (int)syscall(SYS_openat2, dir, path, how, sizeof(*how));
	while (fd == -1 && errno == EAGAIN && ++tries < TRIES);
	return fd;
}

int beneath_open(int dir, const char *path, int flags, unsigned mode)
{
	struct open_how how = {
		.flags = (unsigned)flags | O_CLOEXEC |
			 (flags & O_PATH ? 0 : O_NOCTTY),
		.mode = flags & O_CREAT ? mode : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	int fd = open_beneath(dir, path, &how);

	if (fd >= 0)
		return fd;
	return errno == EXDEV ? -EPERM : -errno;
}

int beneath_exact(int dir, const char *path)
{
	struct open_how how = {
		.flags = O_PATH | O_NOFOLLOW | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};
	int fd = open_beneath(dir, path, &how);
	struct stat st;

	if (fd == -1)
		return errno == EXDEV || errno == ELOOP ? -EACCES : -errno;
	if (fstat(fd, &st) == 0 && S_ISLNK(st.st_mode)) {
		close(fd);
		return -EACCES;
	}
	return fd;
}

int beneath_parent(int dir, const char *path, char copy[PATH_MAX],
		   const char **last)
{
	size_t n = strlen(path);
	size_t cut = n;
	const char *parent = ".";

	if (n >= PATH_MAX)
		return -ENAMETOOLONG;
	if (n == 0)
		return -ENOENT;
	memcpy(copy, path, n + 1);
	while (cut > 0 && copy[cut - 1] == '/')
		cut--;
	while (cut > 0 && copy[cut - 1] != '/')
		cut--;
	if (cut == 0 && *path == '/') /* nothing but slashes */
		return -EPERM;
	*last = copy + cut;
	if (cut > 0) {
		copy[cut - 1] = '\0';
		parent = cut > 1 ? copy : "/";
	}
	return beneath_open(dir, parent, O_PATH | O_DIRECTORY, 0);
}
