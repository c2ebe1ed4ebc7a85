/* SPDX-License-Identifier: Apache-2.0 */
#include "unixname.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "beneath.h"
#include "host.h"
#include "policy_path.h"

int sockhost_map(struct sockhost *h, const char *guest, const char *host,
		 char **why)
{
	struct policy *p = &h->policy;
	char *real = realpath(host, NULL);
	int dir = real ? open(real, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;

	if (dir == -1) {
		free(real);
		return host_why(why, "%s: %s", host, strerror(errno));
	}
	p->map = host_realloc(p->map, (p->maps + 1) * sizeof(*p->map));
	p->map[p->maps++] = (struct policy_map){host_strdup(guest), real, dir};
	return 0;
}

int unixname_plain(struct unixname *u, const struct addr *a)
{
	u->addr = a;
	u->fd = -1;
	return 0;
}

/* What is behind prefix in path, by whole components; NULL if not there. */
static const char *unixname_rest(const char *path, const char *prefix)
{
	size_t n = strlen(prefix);

	if (strncmp(path, prefix, n) != 0)
		return NULL;
	if (n == 0)
		return *path == '/' ? NULL : path;
	path += n;
	if (prefix[n - 1] != '/' && *path++ != '/')
		return NULL;
	return *path ? path : NULL;
}

/* The map with the longest prefix. */
static const struct policy_map *unixname_map(const struct policy *p,
					     const char *path,
					     const char **rest)
{
	const struct policy_map *best = NULL;

	for (size_t i = 0; i < p->maps; i++) {
		const struct policy_map *m = &p->map[i];
		const char *r = unixname_rest(path, m->guest);

		if (r && (!best || strlen(m->guest) > strlen(best->guest))) {
			best = m;
			*rest = r;
		}
	}
	return best;
}

static int unixname_set(struct unixname *u, const char *format, const char *a,
			const char *b)
{
	struct sockaddr_un *un = &u->changed.un;
	int n;

	memset(&u->changed, 0, sizeof(u->changed));
	un->sun_family = AF_UNIX;
	n = snprintf(un->sun_path, sizeof(un->sun_path), format, a, b);
	if ((size_t)n >= sizeof(un->sun_path))
		return -EINVAL;
	u->changed.len = ADDR_UN_NAME + (socklen_t)n + 1;
	u->addr = &u->changed;
	return 1;
}

/* The folder that rest is to be made in must be beneath the map's. */
static int unixname_bind(const struct policy_map *m, const char *rest,
			 struct unixname *u)
{
	char copy[PATH_MAX];
	const char *last;
	int dir = beneath_parent(m->dir, rest, copy, &last);

	if (dir < 0)
		return dir;
	close(dir);
	return unixname_set(u, "%s/%s", m->host, rest);
}

/* The socket that was opened, whatever becomes of its path meanwhile. */
static int unixname_opened(struct unixname *u)
{
	char number[16];

	if (u->fd < 0)
		return u->fd;
	snprintf(number, sizeof(number), "%d", u->fd);
	return unixname_set(u, "/proc/self/fd/%s%s", number, "");
}

static int unixname_connect(const struct policy_map *m, const char *rest,
			    struct unixname *u)
{
	u->fd = beneath_open(m->dir, rest, O_PATH | O_NOFOLLOW, 0);
	return unixname_opened(u);
}

/* Is the folder of `rest` where the rule says? 1 or -errno. */
static int rule_bind(const struct policy_path *rule, const char *rest)
{
	char folder[sizeof(struct sockaddr_un)] = ".";
	const char *slash = strrchr(rest, '/');
	int fd;

	if (slash)
		snprintf(folder, sizeof(folder), "%.*s",
			 (int)(slash - rest) + 1, rest);
	fd = beneath_exact(rule->dir, folder);
	if (fd < 0)
		return fd;
	close(fd);
	return 1;
}

/* By the first rule that has the path and leads to it without a link. */
static int unixname_rule(struct sockhost *h, enum policy_what what,
			 const char *path, struct unixname *u)
{
	int r = 0;

	for (size_t i = 0; i < h->policy.paths && (!r || r == -EACCES); i++) {
		const struct policy_path *rule = &h->policy.path[i];
		const char *rest = path + rule->skip;

		if (!policy_path_fits(rule, path))
			continue;
		if (what == POLICY_BIND) {
			r = rule_bind(rule, rest);
		} else {
			u->fd = beneath_exact(rule->dir, rest);
			r = unixname_opened(u);
		}
	}
	return r;
}

int unixname_find(struct sockhost *h, enum policy_what what,
		  const struct addr *a, struct unixname *u)
{
	char path[sizeof(a->un.sun_path) + 1] = "";
	const struct policy_map *m;
	const char *rest;
	int r;

	unixname_plain(u, a);
	if (a->bad || a->len <= ADDR_UN_NAME ||
	    a->len > ADDR_UN_NAME + sizeof(a->un.sun_path) ||
	    a->sa.sa_family != AF_UNIX || !a->un.sun_path[0])
		return 0;
	memcpy(path, a->un.sun_path, a->len - ADDR_UN_NAME);
	m = unixname_map(&h->policy, path, &rest);
	if (m)
		r = what == POLICY_BIND ? unixname_bind(m, rest, u)
					: unixname_connect(m, rest, u);
	else
		r = h->policy.all ? 0 : unixname_rule(h, what, path, u);
	if (r < 0)
		unixname_done(u);
	return r;
}

void unixname_done(struct unixname *u)
{
	if (u->fd >= 0)
		close(u->fd);
	u->fd = -1;
}

void unixname_told(struct sockhost *h, struct addr *a)
{
	char path[sizeof(a->un.sun_path) + 1] = "";

	if (h->policy.maps == 0 || a->bad || a->sa.sa_family != AF_UNIX ||
	    a->len <= ADDR_UN_NAME || !a->un.sun_path[0])
		return;
	memcpy(path, a->un.sun_path, sizeof(a->un.sun_path));
	for (size_t i = 0; i < h->policy.maps; i++) {
		const struct policy_map *m = &h->policy.map[i];
		const char *rest = unixname_rest(path, m->host);
		size_t n = strlen(m->guest);
		int len;

		if (!rest)
			continue;
		memset(a->un.sun_path, 0, sizeof(a->un.sun_path));
		len = snprintf(a->un.sun_path, sizeof(a->un.sun_path), "%s%s%s",
			       m->guest, n && m->guest[n - 1] != '/' ? "/" : "",
			       rest);
		a->len = ADDR_UN_NAME + (socklen_t)len + 1;
		return;
	}
}
