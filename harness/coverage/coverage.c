/* SPDX-License-Identifier: Apache-2.0 */
#include "coverage.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "coverage_follow.h"
#include "coverage_grid.h"
#include "reference/reference.h"
#include "base/util.h"

/* One case, while it is gone through. */
struct tour {
	struct coverage *c;
	const struct tcase *t;
	struct follow fds;
	const char *answers[CASE_STEPS_MAX]; /* errnos, NULL: it succeeded */
};

struct coverage_cell *coverage_at(const struct coverage_grid *g, int row,
				  int column)
{
	return &g->cells[row * g->ncolumns + column];
}

int coverage_row(const struct coverage_grid *g, const char *name)
{
	for (int i = 0; i < g->nrows; i++) {
		if (!strcmp(g->rows[i], name))
			return i;
	}
	return -1;
}

int coverage_count(const struct coverage_grid *g, enum coverage_state state)
{
	int n = 0;

	for (int i = 0; i < g->nrows * g->ncolumns; i++)
		n += g->cells[i].state == state;
	return n;
}

/* The errno of an answer's line, "  = -1 EAGAIN (waited)"; NULL if none. */
static const char *line_errno(const char *line)
{
	static const char failed[] = "  = -1 ";
	const struct errno_row *e = NULL;

	if (strncmp(line, failed, strlen(failed)) != 0)
		return NULL;
	line += strlen(failed);
	char *name = xstrndup(line, strcspn(line, " \n"));
	e = errno_find(name);
	free(name);
	return e ? e->name : NULL;
}

/* What Linux answered to each step, from a section of reference.h. */
static void read_answers(struct tour *tour, const char *text)
{
	int step = -1;

	for (; text && *text; text += *text == '\n') {
		if (*text >= '1' && *text <= '9')
			step = atoi(text) - 1;
		const char *err = line_errno(text);
		if (err && step >= 0 && step < CASE_STEPS_MAX)
			tour->answers[step] = err;
		text += strcspn(text, "\n");
	}
}

/* The option that a step names at its own level, or NULL. */
static const struct sockopt *step_option(const struct step *s)
{
	const char *name = step_arg(s, "name"), *level = step_arg(s, "level");
	const struct sockopt *o = name ? sockopt_find(name) : NULL;
	const struct name *l = level ? name_find("LEVEL", level) : NULL;

	if (o && level && strcmp(level, o->level) != 0)
		return NULL;
	if (!o && l && name)
		o = sockopt_of(l->number, strtol(name, NULL, 0));
	return o;
}

static void visit_option(struct tour *tour, const struct step *s,
			 struct follow_fd *fd, const char *err)
{
	const struct sockopt *o = step_option(s);
	bool sets = s->op->calls == CALL_SETSOCKOPT;

	if (!o)
		return;
	coverage_option(tour->c, tour->t, o, sets ? USE_SET : USE_GET,
			fd->kind);
	if (sets && !err)
		fd->set[o - sockopts] = true;
	else if (!sets && fd->inherited && fd->set[o - sockopts])
		coverage_option(tour->c, tour->t, o, USE_EFFECT, fd->kind);
}

/* Control messages are options too, for one datagram. */
static void visit_control(struct tour *tour, const struct step *s,
			  const struct follow_fd *fd)
{
	const char *control = step_arg(s, "control");

	for (int i = 0; control && i < sockopts_count; i++) {
		const char *at = strstr(control, sockopts[i].name);

		if (at && at[strlen(sockopts[i].name)] == ':')
			coverage_option(tour->c, tour->t, &sockopts[i],
					USE_EFFECT, fd->kind);
	}
}

/* A call at which an option that was set before can be felt. */
static void visit_effect(struct tour *tour, const struct step *s,
			 const struct follow_fd *fd)
{
	static const bool silent[CALL_COUNT] = {
		[CALL_GETSOCKOPT] = true,  [CALL_SETSOCKOPT] = true,
		[CALL_CLOSE] = true,       [CALL_FCNTL] = true,
		[CALL_GETSOCKNAME] = true,
	};

	if (silent[s->op->calls])
		return;
	for (int i = 0; i < sockopts_count; i++) {
		if (fd->set[i])
			coverage_option(tour->c, tour->t, &sockopts[i],
					USE_EFFECT, fd->kind);
	}
}

static void visit_fd(struct tour *tour, const struct step *s,
		     struct follow_fd *fd, const char *err)
{
	coverage_op(tour->c, tour->t, s->op, fd->kind, fd->state);
	visit_option(tour, s, fd, err);
	visit_control(tour, s, fd);
	visit_effect(tour, s, fd);
}

/* The descriptors of a poll: NAME:EVENTS,... */
static void visit_poll(struct tour *tour, const struct step *s)
{
	const char *p = step_arg(s, "fds");

	for (; p && *p; p += *p == ',') {
		char *name = xstrndup(p, strcspn(p, ":"));
		struct follow_fd *fd = follow_find(&tour->fds, name);

		if (fd)
			visit_fd(tour, s, fd, NULL);
		free(name);
		p += strcspn(p, ",");
	}
}

static void visit_step(struct tour *tour, int i)
{
	const struct step *s = &tour->t->steps[i];
	const char *domain = step_arg(s, "domain"), *type = step_arg(s, "type");
	const char *err = s->inject ? s->inject->name : tour->answers[i];
	struct follow_fd *fd = follow_find(&tour->fds, step_arg(s, "fd"));

	if (err)
		coverage_errno(tour->c, tour->t, s->op, errno_find(err),
			       s->inject != NULL);
	if (fd)
		visit_fd(tour, s, fd, err);
	else if (s->op->calls == CALL_POLL)
		visit_poll(tour, s);
	else if (domain && type && s->op->flags & OP_MAKES)
		coverage_op(tour->c, tour->t, s->op,
			    coverage_kind_of(domain, type), SOCK_NEW);
	follow_step(&tour->fds, s, err);
}

static void visit_case(struct coverage *c, const struct tcase *t,
		       const struct reference *r)
{
	struct tour tour = {.c = c, .t = t};
	const struct section *stored = r ? reference_find(r, t->id) : NULL;

	if (t->program)
		return;
	c->nrecorded += stored != NULL;
	if (stored)
		read_answers(&tour, stored->text);
	follow_begin(&tour.fds, t);
	for (int i = 0; i < t->nsteps; i++) {
		if (t->steps[i].actor == 0)
			visit_step(&tour, i);
	}
	follow_end(&tour.fds);
}

void coverage_measure(struct coverage *c, const struct corpus *corpus,
		      const char *reference)
{
	struct reference *r = NULL;

	*c = (struct coverage){.ncases = corpus->n};
	coverage_grids(c);
	for (int i = 0; i < corpus->n; i++) {
		const struct tcase *t = &corpus->cases[i];

		/* All variants of a file are in one recording. */
		if (i == 0 || strcmp(t->base, t[-1].base) != 0) {
			char *path = reference_path(reference, t->base);
			char *why = NULL;

			reference_free(r);
			r = reference_load(path, &why);
			free(why);
			free(path);
		}
		visit_case(c, t, r);
	}
	reference_free(r);
	coverage_count_named(c);
}

void coverage_free(struct coverage *c)
{
	for (int i = 0; i < COVERAGE_GRIDS; i++) {
		struct coverage_grid *g = &c->grids[i];

		for (int j = 0; i == COVERAGE_ERRNOS && j < g->ngroups; j++)
			free((void *)(uintptr_t)g->groups[j].columns);
		free(g->rows);
		free(g->groups);
		free(g->cells);
	}
}
