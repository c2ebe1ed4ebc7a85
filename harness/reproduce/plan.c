/* SPDX-License-Identifier: Apache-2.0 */
#include "plan.h"

#include <string.h>

void plan_label(struct buf *b, const struct tcase *t, int step)
{
	const struct step *s = &t->steps[step];

	buf_printf(b, "%d ", step + 1);
	if (s->actor)
		buf_printf(b, "%s.", t->actors[s->actor]);
	buf_puts(b, s->op->name);
}

/* --- what a reproducer cannot do ------------------------------------------ */

static int case_cannot(const struct tcase *t, char **why)
{
	if (t->program)
		return fail(why,
			    "its guest is a program, which is a "
			    "reproducer already: %s",
			    t->file);
	if (t->net && t->net->hosts > 1)
		return fail(why, "it needs two machines; a reproducer has "
				 "one");
	if (t->has_rules)
		return fail(why, "it tests what the host is set to allow");
	if (t->descriptors >= 0)
		return fail(why, "the guest's descriptors are limited from "
				 "outside");
	for (int i = 0; i < t->npreopens; i++)
		if (t->preopens[i].kind != PREOPEN_listen ||
		    strncmp(t->preopens[i].addr_wire, "in", 2) != 0)
			return fail(why,
				    "%s is given to the guest, and a "
				    "reproducer can only give it TCP "
				    "listeners",
				    t->preopens[i].name);
	return 0;
}

static bool is_stdio(const struct step *s)
{
	const char *fd = step_arg(s, "fd"), *fds = step_arg(s, "fds");

	return (fd && strncmp(fd, "std", 3) == 0 && strcmp(fd, "stderr")) ||
	       (fds && (strstr(fds, "stdin") || strstr(fds, "stdout")));
}

static int step_cannot(const struct plan *p, int i, char **why)
{
	const struct step *s = &p->t->steps[i];

	if (s->inject)
		return fail(why,
			    "step %d: %s from the kernel is injected, "
			    "which only a tracer can do",
			    i + 1, s->inject->name);
	if (s->actor && s->blocks)
		return fail(why,
			    "step %d: a peer blocks in it, but all peers "
			    "of a reproducer are one process",
			    i + 1);
	if (!p->alone && !s->actor && is_stdio(s))
		return fail(why,
			    "step %d uses stdin or stdout, by which a "
			    "reproducer's guest and peers take turns",
			    i + 1);
	if (!s->actor && strcmp(s->op->name, "close") == 0 && is_stdio(s))
		return fail(why, "step %d closes what a reproducer prints on",
			    i + 1);
	return 0;
}

static bool is_alone(const struct tcase *t)
{
	for (int i = 0; i < t->nsteps; i++)
		if (t->steps[i].actor)
			return false;
	return true;
}

/* --- the order -------------------------------------------------------------- */

static void add(struct plan *p, enum move_kind kind, int first, int n)
{
	p->moves[p->n++] = (struct move){kind, first, n};
}

/* The guest's steps from i on; returns how many. */
static int add_guest(struct plan *p, int i)
{
	const struct tcase *t = p->t;
	int n = 0;
	bool waits = false;

	while (i + n < t->nsteps && t->steps[i + n].actor == 0)
		n++;
	if (i + n < t->nsteps)
		waits = t->steps[i + n - 1].blocks;
	add(p, waits ? MOVE_WAITS : MOVE_GUEST, i, n);
	return n;
}

int plan_make(struct plan *p, const struct tcase *t, const char *abi,
	      char **why)
{
	bool owed = false;
	int n;

	*p = (struct plan){.t = t,
			   .guest = snippets_find(abi),
			   .peers = snippets_find("native"),
			   .alone = is_alone(t)};
	if (!p->guest || p->guest == p->peers)
		return fail(why,
			    "reproducers are written for the ABIs %s, "
			    "not for %s",
			    snippets_names(), abi);
	if (case_cannot(t, why) < 0)
		return -1;
	for (int i = 0; i < t->nsteps; i += n) {
		n = 1;
		if (t->steps[i].actor) {
			add(p, MOVE_PEER, i, 1);
			continue;
		}
		if (owed)
			add(p, MOVE_LATE, 0, 0);
		n = add_guest(p, i);
		owed = p->moves[p->n - 1].kind == MOVE_WAITS;
	}
	if (owed)
		add(p, MOVE_LATE, 0, 0);
	for (int i = 0; i < t->nsteps; i++)
		if (step_cannot(p, i, why) < 0)
			return -1;
	return 0;
}
