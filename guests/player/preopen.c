/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command `preopen` of wire.h: a socket that the player starts with.
 */
#include "preopen.h"

#include <stddef.h>

#include "answer.h"
#include "fds.h"

#define ROW(name, kind, need)                                         \
	{                                                             \
#name, KIND_##kind, need, offsetof(struct args, name) \
	}

static const struct args_row preopen_rows[] = {
	ROW(as, AS, 1),       ROW(domain, FAMILY, 1),
	ROW(fd, FD, 0),       ROW(type, TYPE, 0),
	ROW(addr, ADDR, 0),   ROW(peer, ADDR, 0),
	ROW(backlog, INT, 0), {0},
};

/* What came of the last call that was made; a descriptor in *fd. */
static struct sock_ret preopen_make(const struct args *a, int *fd)
{
	struct sock_to name = {.addr = &a->addr.addr};
	struct sock_to peer = {.addr = &a->peer.addr};
	struct sock_ret r =
		sock_socket((int)a->domain.number, (int)a->type.number, 0);
	int family;

	*fd = (int)r.ret;
	/* by its name, which an ABI may give another number to */
	fds_set(a->as.names.name[0], *fd, (int)a->domain.number);
	if (r.ret != -1 && a->addr.given)
		r = sock_bind(*fd, &name);
	if (r.ret != -1 && a->peer.given)
		r = sock_connect(*fd, &peer);
	if (r.ret != -1 && a->backlog.given)
		r = sock_listen(*fd, (int)a->backlog.number);
	fds_get(a->as.names.name[0], fd, &family);
	return r;
}

void preopen_play(struct wire_line *w)
{
	static struct args a;
	struct sock_ret r = sock_done(0);
	const char *why;
	int fd;

	answer_open(w->step);
	if (args_decode(preopen_rows, w, &a, &why) != ARGS_OK) {
		answer_instead("malformed", why);
		return;
	}
	fd = (int)a.fd.number;
	if (!a.fd.given)
		r = preopen_make(&a, &fd);
	answer_made(r, &fd, 1, &a.as, (int)a.domain.number);
}
