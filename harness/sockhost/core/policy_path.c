/* SPDX-License-Identifier: Apache-2.0 */
#include "policy_path.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "addr.h"
#include "host.h"

#define WILDCARDS "*?[\\"

/* --- rules ----------------------------------------------------------------*/

/* Bytes before the last slash of the first n, with that slash. */
static size_t path_parent(const char *path, size_t n)
{
	while (n > 0 && path[n - 1] != '/')
		n--;
	return n;
}

/* The first n bytes of a path as a folder, or -1. None is ".". */
static int path_folder(const char *path, size_t n)
{
	char *name = host_strdup(n ? path : ".");
	int dir;

	if (n)
		name[n] = '\0';
	dir = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	free(name);
	return dir;
}

void policy_path_add(struct policy *p, const char *pattern)
{
	struct policy_path rule = {.pattern = host_strdup(pattern)};

	rule.skip = path_parent(pattern, strcspn(pattern, WILDCARDS));
	rule.dir = path_folder(pattern, rule.skip);
	while (rule.dir == -1 && rule.skip > 0) {
		rule.skip = path_parent(pattern, rule.skip - 1);
		rule.dir = path_folder(pattern, rule.skip);
	}
	p->path = host_realloc(p->path, (p->paths + 1) * sizeof(rule));
	p->path[p->paths++] = rule;
}

void policy_paths_free(struct policy *p)
{
	for (size_t i = 0; i < p->paths; i++) {
		free(p->path[i].pattern);
		if (p->path[i].dir != -1)
			close(p->path[i].dir);
	}
	free(p->path);
}

/* --- what they grant ------------------------------------------------------*/

static bool part_is_plain(const char *part)
{
	return *part && strcmp(part, ".") != 0 && strcmp(part, "..") != 0;
}

/* One component; both end at their NUL. */
static bool part_fits(const char *pattern, const char *part)
{
	if (!pattern[strcspn(pattern, WILDCARDS)])
		return strcmp(pattern, part) == 0;
	return part_is_plain(part) && fnmatch(pattern, part, 0) == 0;
}

/* The component at *rest, which is cut off; NULL behind the last. */
static char *part_next(char **rest)
{
	char *part = *rest;

	if (part)
		*rest = strchr(part, '/');
	if (part && *rest)
		*(*rest)++ = '\0';
	return part;
}

bool policy_path_fits(const struct policy_path *rule, const char *path)
{
	char *pattern = host_strdup(rule->pattern), *copy = host_strdup(path);
	char *patterns = pattern, *parts = copy;
	const char *a, *b;
	bool fits;

	do {
		a = part_next(&patterns);
		b = part_next(&parts);
		fits = a && b && part_fits(a, b);
	} while (fits && patterns && parts);
	fits = fits && !patterns && !parts;
	free(pattern);
	free(copy);
	return fits;
}

/*
 * An abstract name with a NUL inside has no pattern that could mean it; a
 * path ends at its first.
 */
bool policy_path_name(struct sockhost *h, const struct addr *a)
{
	const struct policy *p = &h->policy;
	char name[sizeof(a->un.sun_path) + 1] = "";
	size_t n = a->len > ADDR_UN_NAME ? a->len - ADDR_UN_NAME : 0;

	if (n > sizeof(a->un.sun_path))
		return true; /* longer than Linux takes: EINVAL, by the kernel */
	memcpy(name, a->un.sun_path, n);
	if (!name[0]) {
		name[0] = '@';
		return (n <= 1 || strnlen(name, n) == n) &&
		       wordlist_match(&p->names, name);
	}
	for (size_t i = 0; i < p->paths; i++)
		if (policy_path_fits(&p->path[i], name))
			return true;
	return false;
}
