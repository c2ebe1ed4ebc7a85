/* SPDX-License-Identifier: Apache-2.0 */
#include "paths.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util.h"

/* The folder that the program itself is in. */
static const char *program_dir(void)
{
	static char dir[PATH_MAX];
	ssize_t n;
	char *slash;

	if (dir[0])
		return dir;
	n = readlink("/proc/self/exe", dir, sizeof(dir) - 1);
	dir[n > 0 ? n : 0] = '\0';
	slash = strrchr(dir, '/');
	if (slash)
		*slash = '\0';
	else
		strcpy(dir, ".");
	return dir;
}

/*
 * The first of some places, seen from the program, that is there. Installed
 * ones come first: what is called cases beside a prefix is somebody else's.
 */
static const char *place(char **known, const char *const *places)
{
	char *path = NULL;

	for (int i = 0; !*known && places[i]; i++) {
		path = xasprintf("%s/%s", program_dir(), places[i]);
		*known = realpath(path, NULL);
		if (*known || places[i + 1])
			free(path);
	}
	if (!*known) /* the sentence that it is missing needs a name */
		*known = path;
	return *known;
}

const char *path_build(void)
{
	static const char *const places[] = {"guests", "../lib/sockdiff/guests",
					     NULL};
	static char *known, *players;

	/* The build folder is the one with the players in it. */
	if (!known) {
		known = xstrdup(place(&players, places));
		*strrchr(known, '/') = '\0';
	}
	return known;
}

const char *path_hosts(void)
{
	static const char *const places[] = {"../share/sockdiff/hosts",
					     "../harness/hosts",
					     "../../harness/hosts", NULL};
	static char *known;

	return place(&known, places);
}

const char *path_cases(void)
{
	static const char *const places[] = {"../share/sockdiff/cases",
					     "../cases", "../../cases", NULL};
	static char *known;

	return place(&known, places);
}

const char *path_reference(void)
{
	static const char *const places[] = {"../share/sockdiff/reference",
					     "../reference", "../../reference",
					     NULL};
	static char *known;

	/* CASEs are looked for here first, too. */
	if (access("cases", F_OK) == 0)
		return "reference";
	return place(&known, places);
}
