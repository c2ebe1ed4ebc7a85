/* SPDX-License-Identifier: Apache-2.0 */
/*
 * beneath.h: paths inside of a folder that cannot lead out of it, neither by
 * "..", nor by "/", nor by symbolic links: openat2(2), RESOLVE_BENEATH. One
 * that tries is -EPERM.
 */
#ifndef SOCKHOST_BENEATH_H
#define SOCKHOST_BENEATH_H

#include <limits.h>

/* openat2(2), close-on-exec; a descriptor or -errno. */
int beneath_open(int dir, const char *path, int flags, unsigned mode);
/*
 * The same with O_PATH, for paths that mean just what they say: where there
 * is any symbolic link, also as the last component, it is -EACCES, and so is
 * a path that leads out.
 */
int beneath_exact(int dir, const char *path);
/*
 * The folder that the last component of path is in, opened to be used with
 * unlinkat(2) and the like: a descriptor or -errno. *last, within copy, is
 * that component, with the slashes behind it.
 */
int beneath_parent(int dir, const char *path, char copy[PATH_MAX],
		   const char **last);

#endif
