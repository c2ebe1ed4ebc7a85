/* SPDX-License-Identifier: Apache-2.0 */
#include "coverage_grid.h"

#include <assert.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"

#define WORD_MAX 64

static const char *const kinds[] = {
#define COVER_KIND(id, name, domain, type) name,
#include "coverage.def"
};
static const struct {
	const char *domain, *type;
} kind_rows[] = {
#define COVER_KIND(id, name, d, t) {d, t},
#include "coverage.def"
};
static const char *const states[] = {
#define COVER_STATE(id, name) name,
#include "coverage.def"
};
static const char *const uses[] = {
#define COVER_USE(id, name) name,
#include "coverage.def"
};
static const struct {
	const char *name, *list;
} sorts[] = {
#define COVER_SORT(name, list) {name, list},
#include "coverage.def"
};
static const struct {
	const char *op, *list;
} pages[] = {
#define COVER_PAGE(op, list) {#op, list},
#include "coverage.def"
};
static const struct {
	const char *grid, *row, *group, *column, *reason;
} nonsense[] = {
#define COVER_NONSENSE(grid, row, group, column, reason) \
	{#grid, row, group, column, reason},
#include "coverage.def"
};

enum coverage_kind coverage_kind_of(const char *domain, const char *type)
{
	for (int i = 0; i < KIND_COUNT; i++) {
		size_t n = strlen(kind_rows[i].type);

		if (!strcmp(domain, kind_rows[i].domain) &&
		    !strncmp(type, kind_rows[i].type, n) &&
		    (type[n] == '\0' || type[n] == '|'))
			return (enum coverage_kind)i;
	}
	return KIND_COUNT;
}

/* Copy the next word of a list; NULL when there is none. */
static const char *word_next(const char *list, char word[WORD_MAX])
{
	list += strspn(list, " ");
	size_t n = strcspn(list, " ");

	if (n == 0)
		return NULL;
	assert(n < WORD_MAX);
	memcpy(word, list, n);
	word[n] = '\0';
	return list + n;
}

static bool fits(const char *patterns, const char *name)
{
	const struct sockopt *o = sockopt_find(name);
	char word[WORD_MAX];

	while ((patterns = word_next(patterns, word))) {
		if (!strcmp(word, "@RO") ? o && o->access == OPT_RO
					 : !fnmatch(word, name, 0))
			return true;
	}
	return false;
}

/* Why a cell makes no sense, or NULL. */
static const char *reason(const struct coverage_grid *g, const char *row,
			  const char *group, const char *column)
{
	for (size_t i = 0; i < COUNT(nonsense); i++) {
		if (!strcmp(nonsense[i].grid, g->name) &&
		    fits(nonsense[i].row, row) &&
		    fits(nonsense[i].group, group) &&
		    fits(nonsense[i].column, column))
			return nonsense[i].reason;
	}
	return NULL;
}

static void add_row(struct coverage_grid *g, const char *name)
{
	GROW(g->rows, g->nrows);
	g->rows[g->nrows++] = name;
}

static void add_group(struct coverage_grid *g, const char *name,
		      const char *const *columns, int n)
{
	GROW(g->groups, g->ngroups);
	g->groups[g->ngroups++] =
		(struct coverage_group){name, columns, n, g->ncolumns};
	g->ncolumns += n;
}

/* Does an operation belong to this row of COVER_PAGE? */
static bool page_is(size_t page, const struct op *op)
{
	const char *p = pages[page].op, *name = op->name;

	while (*p && (*p == *name || (*p == '_' && *name == '-')))
		p++, name++;
	return !*p && !*name;
}

static bool is_named(const struct op *op, const char *err)
{
	for (size_t i = 0; i < COUNT(pages); i++) {
		if (page_is(i, op))
			return fits(pages[i].list, err);
	}
	return false;
}

/* WASI has a number for it, or some manual page names it. */
static bool errno_matters(const struct errno_row *e)
{
	if (e->wasi >= 0)
		return true;
	for (size_t i = 0; i < COUNT(pages); i++) {
		if (fits(pages[i].list, e->name))
			return true;
	}
	return false;
}

/* The columns of a sort of operations, as ops.def spells them. */
static void add_sort(struct coverage_grid *g, const char *name,
		     const char *list)
{
	const char **columns = NULL;
	char word[WORD_MAX];
	int n = 0;

	while ((list = word_next(list, word))) {
		const struct op *op = op_find(word);

		assert(op);
		GROW(columns, n);
		columns[n++] = op->name;
	}
	add_group(g, name, columns, n);
}

static void fill(struct coverage_grid *g)
{
	g->cells = xcalloc((size_t)(g->nrows * g->ncolumns), sizeof(*g->cells));
	for (int r = 0; r < g->nrows; r++) {
		for (int i = 0; i < g->ngroups; i++) {
			const struct coverage_group *p = &g->groups[i];

			for (int j = 0; j < p->n; j++) {
				struct coverage_cell *c =
					coverage_at(g, r, p->first + j);

				c->reason = reason(g, g->rows[r], p->name,
						   p->columns[j]);
				if (c->reason)
					c->state = COVERAGE_NONSENSE;
			}
		}
	}
}

/* An errno without a number in WASI matters where a manual page names it. */
static void fill_errnos(struct coverage_grid *g)
{
	for (int r = 0; r < g->nrows; r++) {
		if (errno_find(g->rows[r])->wasi >= 0)
			continue;
		for (int i = 0; i < g->ngroups; i++) {
			for (int j = 0; j < g->groups[i].n; j++) {
				struct coverage_cell *c = coverage_at(
					g, r, g->groups[i].first + j);

				if (is_named(op_find(g->groups[i].columns[j]),
					     g->rows[r]))
					continue;
				c->state = COVERAGE_NONSENSE;
				c->reason = "WASI has no number for it, and no "
					    "manual page lists it for this "
					    "operation";
			}
		}
	}
}

void coverage_grids(struct coverage *c)
{
	struct coverage_grid *op = &c->grids[COVERAGE_OPERATIONS],
			     *opt = &c->grids[COVERAGE_OPTIONS],
			     *err = &c->grids[COVERAGE_ERRNOS];

	*op = (struct coverage_grid){
		.name = "operations",
		.title =
			"every operation on every kind of socket in every state"};
	for (int i = 0; i < ops_count; i++)
		add_row(op, ops[i].name);
	for (int i = 0; i < KIND_COUNT; i++)
		add_group(op, kinds[i], states, SOCK_COUNT);
	*opt = (struct coverage_grid){
		.name = "options",
		.title = "every option read, set and in effect, on every kind "
			 "of socket"};
	for (int i = 0; i < sockopts_count; i++)
		add_row(opt, sockopts[i].name);
	for (int i = 0; i < USE_COUNT; i++)
		add_group(opt, uses[i], kinds, KIND_COUNT);
	*err = (struct coverage_grid){
		.name = "errnos",
		.title =
			"every errno, returned by every operation that makes a "
			"system call"};
	for (int i = 0; i < errnos_count; i++) {
		if (errno_matters(&errnos[i]))
			add_row(err, errnos[i].name);
	}
	for (size_t i = 0; i < COUNT(sorts); i++)
		add_sort(err, sorts[i].name, sorts[i].list);
	for (int i = 0; i < COVERAGE_GRIDS; i++)
		fill(&c->grids[i]);
	fill_errnos(err);
}

/* Covered from now on; a better way replaces a worse, the first case stays. */
static void cover(struct coverage_cell *cell, const struct tcase *by,
		  enum coverage_state how)
{
	if (cell->state >= how)
		return;
	*cell = (struct coverage_cell){how, by, NULL};
}

void coverage_op(struct coverage *c, const struct tcase *by,
		 const struct op *op, enum coverage_kind kind,
		 enum coverage_sock state)
{
	struct coverage_grid *g = &c->grids[COVERAGE_OPERATIONS];

	if (kind < KIND_COUNT)
		cover(coverage_at(g, (int)(op - ops),
				  g->groups[kind].first + (int)state),
		      by, COVERAGE_DONE);
}

void coverage_option(struct coverage *c, const struct tcase *by,
		     const struct sockopt *o, enum coverage_use use,
		     enum coverage_kind kind)
{
	struct coverage_grid *g = &c->grids[COVERAGE_OPTIONS];

	if (kind < KIND_COUNT)
		cover(coverage_at(g, (int)(o - sockopts),
				  g->groups[use].first + (int)kind),
		      by, COVERAGE_DONE);
}

/* The column of an operation among the errnos, or -1. */
static int errno_column(const struct coverage_grid *g, const struct op *op)
{
	for (int i = 0; i < g->ngroups; i++) {
		for (int j = 0; j < g->groups[i].n; j++) {
			if (g->groups[i].columns[j] == op->name)
				return g->groups[i].first + j;
		}
	}
	return -1;
}

void coverage_errno(struct coverage *c, const struct tcase *by,
		    const struct op *op, const struct errno_row *e,
		    bool injected)
{
	struct coverage_grid *g = &c->grids[COVERAGE_ERRNOS];
	int row = coverage_row(g, e->name), column = errno_column(g, op);

	if (row >= 0 && column >= 0)
		cover(coverage_at(g, row, column), by,
		      injected ? COVERAGE_INJECTED : COVERAGE_DONE);
}

void coverage_count_named(struct coverage *c)
{
	const struct coverage_grid *g = &c->grids[COVERAGE_ERRNOS];

	for (int r = 0; r < g->nrows; r++) {
		for (int i = 0; i < ops_count; i++) {
			int column = errno_column(g, &ops[i]);

			if (column < 0 || !is_named(&ops[i], g->rows[r]))
				continue;
			c->named++;
			c->provoked += coverage_at(g, r, column)->state ==
				       COVERAGE_DONE;
		}
	}
}
