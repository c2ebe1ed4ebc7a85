/* SPDX-License-Identifier: Apache-2.0 */
#include "scene.h"

#include <stdlib.h>
#include <string.h>

#include "subst.h"
#include "base/words.h"

void scene_free(struct scene *s)
{
	for (int i = 0; i < s->n; i++)
		free(s->fds[i].name);
	free(s->fds);
	*s = (struct scene){0};
}

int scene_actor(struct scene *s, const char *name, char **why)
{
	struct tcase *t = s->t;

	for (int i = 0; i < t->nactors; i++) {
		if (!strcmp(t->actors[i], name))
			return i;
	}
	if (!subst_is_name(name) || strlen(name) > SCENE_NAME_MAX)
		return fail(why,
			    "%s cannot name an actor: use letters, "
			    "digits and _",
			    name);
	if (t->nactors == CASE_ACTORS_MAX)
		return fail(why,
			    "%s is one actor too many: at most %d with the "
			    "guest",
			    name, CASE_ACTORS_MAX);
	t->actors[t->nactors] = xstrdup(name);
	return t->nactors++;
}

/* An actor as the subject of a sentence. */
static const char *who(const struct scene *s, int actor)
{
	return actor ? s->t->actors[actor] : "the guest";
}

static struct scene_fd *find(const struct scene *s, int actor, const char *name)
{
	for (int i = 0; i < s->n; i++) {
		if (s->fds[i].actor == actor && !strcmp(s->fds[i].name, name))
			return &s->fds[i];
	}
	return NULL;
}

int scene_make(struct scene *s, int actor, const char *name, int line,
	       char **why)
{
	const struct scene_fd *old = find(s, actor, name);

	if (old)
		return fail(why,
			    "%s already created a descriptor %s in line %d",
			    who(s, actor), name, old->line);
	if (s->n == SCENE_FDS_MAX)
		return fail(why, "more than %d descriptors", SCENE_FDS_MAX);
	GROW(s->fds, s->n);
	s->fds[s->n++] = (struct scene_fd){actor, xstrdup(name), line, false};
	return 0;
}

int scene_need(const struct scene *s, int actor, const char *name, char **why)
{
	struct words w = {.wrong = name};
	int other = -1;

	if (s->unsure || find(s, actor, name))
		return 0;
	for (int i = 0; i < s->n; i++) {
		if (s->fds[i].actor == actor)
			words_try(&w, s->fds[i].name);
		else if (!strcmp(s->fds[i].name, name))
			other = s->fds[i].actor;
	}
	if (other >= 0)
		return fail(why,
			    "the descriptor %s belongs to %s; %s has none of "
			    "that name",
			    name, who(s, other), who(s, actor));
	return fail(why, "%s has not created a descriptor %s yet%s",
		    who(s, actor), name, words_hint(&w));
}

void scene_tell(struct scene *s, int actor, const char *name)
{
	struct scene_fd *fd = find(s, actor, name);

	if (fd)
		fd->told = true;
}

/* Does it fit "s", or "peer.s"? */
static bool is_meant(const struct scene *s, const struct scene_fd *fd,
		     const char *name)
{
	const char *dot = strchr(name, '.');
	const char *actor = s->t->actors[fd->actor];

	if (!dot)
		return !strcmp(fd->name, name);
	return !strcmp(fd->name, dot + 1) &&
	       strlen(actor) == (size_t)(dot - name) &&
	       !strncmp(actor, name, (size_t)(dot - name));
}

int scene_told(const struct scene *s, const char *name, struct buf *wire,
	       char **why)
{
	const struct scene_fd *found = NULL;

	for (int i = 0; i < s->n; i++) {
		const struct scene_fd *fd = &s->fds[i];

		if (!fd->told || !is_meant(s, fd, name))
			continue;
		if (found)
			return fail(why,
				    "of:%s is ambiguous, it belongs to both %s "
				    "and %s: write of:%s.%s",
				    name, s->t->actors[found->actor],
				    s->t->actors[fd->actor],
				    s->t->actors[found->actor], fd->name);
		found = fd;
	}
	if (!found && !s->unsure)
		return fail(why, "of:%s needs an earlier getsockname of %s",
			    name, name);
	if (found)
		buf_printf(wire, "of:%s.%s", s->t->actors[found->actor],
			   found->name);
	return 0;
}

void scene_port(struct scene *s, int port)
{
	struct tcase *t = s->t;

	for (int i = 0; i < t->nports; i++) {
		if (t->ports[i] == port)
			return;
	}
	if (port == 0)
		return;
	GROW(t->ports, t->nports);
	t->ports[t->nports++] = port;
}
