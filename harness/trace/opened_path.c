/* SPDX-License-Identifier: Apache-2.0 */
#include "opened_path.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define OPENED "/proc/self/fd/"
#define NAME offsetof(struct sockaddr_un, sun_path)

/* The descriptor that a path names, or -1. */
static int opened_fd(const char *path)
{
	char *end;
	long fd;

	if (strncmp(path, OPENED, strlen(OPENED)) != 0)
		return -1;
	path += strlen(OPENED);
	fd = strtol(path, &end, 10);
	return *path < '0' || *path > '9' || *end || fd > INT_MAX ? -1
								  : (int)fd;
}

/* What /proc/PID/FILE is a link to, as far as it fits; false for none. */
static bool opened_link(pid_t pid, const char *file, char to[PATH_MAX])
{
	char link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/%d/%s", (int)pid, file);
	n = readlink(link, to, PATH_MAX - 1);
	to[n > 0 ? n : 0] = '\0';
	return n > 0;
}

size_t opened_path(pid_t pid, struct sockaddr_un *un, size_t len)
{
	char path[sizeof(un->sun_path) + 1] = "";
	char file[32], to[PATH_MAX], here[PATH_MAX];
	const char *name = to;
	size_t n;
	int fd;

	if (len <= NAME || len > sizeof(*un) || un->sun_family != AF_UNIX)
		return len;
	memcpy(path, un->sun_path, len - NAME);
	fd = opened_fd(path);
	snprintf(file, sizeof(file), "fd/%d", fd);
	if (fd < 0 || !opened_link(pid, file, to) ||
	    !opened_link(pid, "cwd", here))
		return len;
	n = strlen(here);
	if (strncmp(to, here, n) == 0 && to[n] == '/')
		name = to + n + 1;
	n = strlen(name);
	if (n >= sizeof(un->sun_path))
		return len;
	memcpy(un->sun_path, name, n + 1);
	return NAME + n + 1;
}
