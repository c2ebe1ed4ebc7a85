/* SPDX-License-Identifier: Apache-2.0 */
#include "fd_names.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What must hold. A number has a name only while it is open: whoever sees it
 * closed takes the name away (fd_names_set), and whoever sees it made writes
 * over what was there, for a close may have been missed, and the kernel gives
 * the lowest number that is free. name[fd] owns its text, so that a table's
 * copy and the case it came from live on their own; by[fd] is not older than
 * name[fd], and both go together.
 */
const char *fd_name(const struct fd_names *f, int fd)
{
	static const char *const std[] = {"stdin", "stdout", "stderr"};

	if (fd >= 0 && fd < 3 && !f->name[fd])
		return std[fd];
	return fd >= 0 && fd < FDS_MAX ? f->name[fd] : NULL;
}

void fd_names_show(struct buf *b, const struct fd_names *f, int fd)
{
	const char *name = fd_name(f, fd);

	if (name)
		buf_puts(b, name);
	else
		buf_printf(b, "#%d", fd);
}

void fd_names_set(struct fd_names *f, int fd, const char *name)
{
	if (fd < 0 || fd >= FDS_MAX)
		return;
	free(f->name[fd]);
	f->name[fd] = name ? xstrdup(name) : NULL;
	f->by[fd] = NULL;
}

bool fd_names_has(const struct fd_names *f, const char *name)
{
	for (int fd = 0; fd < FDS_MAX; fd++)
		if (f->name[fd] && strcmp(f->name[fd], name) == 0)
			return true;
	return false;
}

struct fd_names *fd_names_copy(const struct fd_names *f)
{
	struct fd_names *copy = xcalloc(1, sizeof(*copy));

	for (int fd = 0; fd < FDS_MAX; fd++) {
		fd_names_set(copy, fd, f->name[fd]);
		copy->by[fd] = f->by[fd];
	}
	return copy;
}

/*
 * Alike up to a bar, behind which flags may differ; or one is not there. A
 * case that says a number means no word that we know, but the call may have one.
 */
static bool is_like(const char *said, const char *seen)
{
	size_t n = said && seen ? strcspn(said, "|") : 0;

	return !said || !seen || isdigit((unsigned char)said[0]) ||
	       (n == strcspn(seen, "|") && strncmp(said, seen, n) == 0);
}

bool fd_names_is_steps(const struct fd_names *f, const struct step *s,
		       const struct call *c)
{
	const char *on = s ? step_arg(s, "fd") : NULL;

	if (!s || s->op->calls != c->calls)
		return false;
	/* A host may keep the guest's socket where we do not know it. */
	if (on && c->fd && strcmp(c->fd, on) != 0 && fd_names_has(f, on))
		return false;
	return c->calls != CALL_SOCKET ||
	       (is_like(step_arg(s, "domain"), call_arg_get(c, "domain")) &&
		is_like(step_arg(s, "type"), call_arg_get(c, "type")));
}

/* Has this step given its k-th name to one that is open? */
static bool is_given(const struct fd_names *f, const struct step *s, int k)
{
	for (int fd = 0; fd < FDS_MAX; fd++)
		if (f->name[fd] && f->by[fd] == s &&
		    strcmp(f->name[fd], s->as[k]) == 0)
			return true;
	return false;
}

void fd_names_made(struct fd_names *f, const struct step *s,
		   const struct call *c, int fd, int k, const char *other)
{
	char number[32], *copied;
	bool ours;

	if (fd < 0 || fd >= FDS_MAX)
		return;
	/* dup2(2) of a descriptor onto itself: `other` is what goes first. */
	copied = other ? xstrdup(other) : NULL;
	/* The number was of another that was closed unseen, if it has a name
	 * still: the kernel never gives an open one. So that goes first. */
	fd_names_set(f, fd, NULL);
	ours = s && k < s->nas && fd_names_is_steps(f, s, c) &&
	       !is_given(f, s, k);
	snprintf(number, sizeof(number), "#%d", fd);
	fd_names_set(f, fd, ours ? s->as[k] : copied ? copied : number);
	f->by[fd] = ours ? s : NULL;
	free(copied);
}

void fd_names_returned(struct fd_names *f, const struct step *s, struct call *c,
		       int fd, const char *other)
{
	const char *name;

	fd_names_made(f, s, c, fd, 0, other);
	name = fd_name(f, fd);
	free(c->made);
	c->made = name ? xstrdup(name) : NULL;
}

void fd_names_given(struct fd_names *f, const struct tcase *t,
		    const struct call *c, int fd)
{
	const char *addr = c->calls == CALL_BIND || c->calls == CALL_CONNECT
				   ? call_arg_get(c, "addr")
				   : NULL;

	for (int i = 0; i < t->npreopens && addr; i++)
		if (strcmp(t->preopens[i].known, addr) == 0)
			fd_names_set(f, fd, t->preopens[i].name);
}

void fd_names_free(struct fd_names *f)
{
	for (int fd = 0; fd < FDS_MAX; fd++)
		fd_names_set(f, fd, NULL);
}
