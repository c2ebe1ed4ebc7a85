/* SPDX-License-Identifier: Apache-2.0 */
#include "coverage_follow.h"

#include <stdlib.h>
#include <string.h>

#include "guests/lang/rows.h"
#include "lang/preopen.h"
#include "base/util.h"

/* What a successful operation makes of a descriptor. */
static const struct {
	const char *op;
	enum coverage_sock state;
} moves[] = {
	{"bind", SOCK_BOUND},        {"listen", SOCK_LISTENING},
	{"connect", SOCK_CONNECTED}, {"shutdown", SOCK_SHUT},
	{"close", SOCK_CLOSED},
};

struct follow_fd *follow_find(const struct follow *f, const char *name)
{
	for (int i = f->n; name && i-- > 0;) {
		if (!strcmp(f->v[i].name, name))
			return &f->v[i];
	}
	return NULL;
}

static struct follow_fd *add(struct follow *f, const char *name,
			     enum coverage_kind kind, enum coverage_sock state)
{
	GROW(f->v, f->n);
	f->v[f->n] = (struct follow_fd){
		.name = name,
		.kind = kind,
		.state = state,
		.set = xcalloc((size_t)sockopts_count, sizeof(bool)),
	};
	return &f->v[f->n++];
}

void follow_begin(struct follow *f, const struct tcase *t)
{
	ROWS_BEGIN(states);
	static const enum coverage_sock states[] = {
		[ROW(PREOPEN_listen)] = SOCK_LISTENING,
		[ROW(PREOPEN_connect)] = SOCK_CONNECTED,
		[ROW(PREOPEN_datagram)] = SOCK_BOUND,
	};
	ROWS_END(states, PREOPEN_KINDS);

	*f = (struct follow){0};
	for (int i = 0; i < t->npreopens; i++) {
		const struct preopen *p = &t->preopens[i];
		enum coverage_kind kind = coverage_kind_of(
			preopen_domain(p), preopen_rows[p->kind].type);

		add(f, p->name, kind,
		    p->peer ? SOCK_CONNECTED : states[p->kind]);
	}
}

void follow_end(struct follow *f)
{
	for (int i = 0; i < f->n; i++)
		free(f->v[i].set);
	free(f->v);
}

/* What an accepted or doubled descriptor has of the one that it is from. */
static void take_after(struct follow *f, const char *from, const char *name,
		       bool accepted)
{
	const struct follow_fd *p = follow_find(f, from);
	size_t n = (size_t)sockopts_count * sizeof(bool);

	if (!p)
		return;
	int parent = (int)(p - f->v);
	struct follow_fd *child =
		add(f, name, p->kind, accepted ? SOCK_CONNECTED : p->state);

	child->inherited = accepted;
	memcpy(child->set, f->v[parent].set, n);
}

static void make(struct follow *f, const struct step *s)
{
	const char *domain = step_arg(s, "domain"), *type = step_arg(s, "type");

	for (int i = 0; i < s->nas; i++) {
		if (domain && type)
			add(f, s->as[i], coverage_kind_of(domain, type),
			    s->nas == 2 ? SOCK_CONNECTED : SOCK_NEW);
		else if (step_arg(s, "fd"))
			take_after(f, step_arg(s, "fd"), s->as[i],
				   s->op->calls == CALL_ACCEPT);
	}
}

static void move(struct follow_fd *fd, const struct step *s)
{
	const char *addr = step_arg(s, "addr");

	for (size_t i = 0; i < COUNT(moves); i++) {
		if (strcmp(s->op->name, moves[i].op) != 0)
			continue;
		fd->state = moves[i].state;
		if (fd->state == SOCK_CONNECTED && !strcmp(addr, "unspec"))
			fd->state = SOCK_BOUND;
	}
}

/* Whoever asks whether it is connected sees that it is. */
static void settle(struct follow *f, const struct step *s)
{
	const char *fds = step_arg(s, "fds");

	for (int i = 0; fds && i < f->n; i++) {
		if (f->v[i].state == SOCK_CONNECTING &&
		    strstr(fds, f->v[i].name))
			f->v[i].state = SOCK_CONNECTED;
	}
}

void follow_step(struct follow *f, const struct step *s, const char *err)
{
	struct follow_fd *fd = follow_find(f, step_arg(s, "fd"));

	if (err && fd && !strcmp(err, "EINPROGRESS"))
		fd->state = SOCK_CONNECTING;
	if (err)
		return;
	if (fd)
		move(fd, s);
	settle(f, s);
	if (s->op->flags & OP_MAKES)
		make(f, s);
}
