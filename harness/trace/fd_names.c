/* SPDX-License-Identifier: Apache-2.0 */
#include "fd_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *fd_name(const struct fd_names *f, int fd)
{
	static const char *const std[] = { "stdin", "stdout", "stderr" };

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
}

void fd_names_made(struct fd_names *f, const struct step *s,
		   const struct call *c, int fd, int k)
{
	char ours[32];
	const char *name = ours;

	snprintf(ours, sizeof(ours), "#%d", fd);
	if (s && k < s->nas &&
	    (s->op->calls == c->calls || c->calls == CALL_RECV))
		name = s->as[k];
	fd_names_set(f, fd, name);
}

void fd_names_returned(struct fd_names *f, const struct step *s,
		       struct call *c, int fd)
{
	const char *name;

	fd_names_made(f, s, c, fd, 0);
	name = fd_name(f, fd);
	free(c->made);
	c->made = name ? xstrdup(name) : NULL;
}

void fd_names_given(struct fd_names *f, const struct tcase *t,
		    const struct call *c, int fd)
{
	const char *addr = c->calls == CALL_BIND || c->calls == CALL_CONNECT ?
				   call_arg_get(c, "addr") : NULL;

	for (int i = 0; i < t->npreopens && addr; i++)
		if (strcmp(t->preopens[i].known, addr) == 0)
			fd_names_set(f, fd, t->preopens[i].name);
}

void fd_names_free(struct fd_names *f)
{
	for (int fd = 0; fd < FDS_MAX; fd++)
		fd_names_set(f, fd, NULL);
}
