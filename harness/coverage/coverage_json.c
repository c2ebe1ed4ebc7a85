/* SPDX-License-Identifier: Apache-2.0 */
#include "guests/lang/rows.h"
#include "coverage_show.h"

#include "base/util.h"

ROWS_BEGIN(words);
static const char *const words[] = {
	[ROW(COVERAGE_HOLE)] = "hole",
	[ROW(COVERAGE_NONSENSE)] = "no sense",
	[ROW(COVERAGE_INJECTED)] = "injected",
	[ROW(COVERAGE_DONE)] = "covered",
};
ROWS_END(words, COVERAGE_STATES);

static json_t *cell(const struct coverage_grid *g, int row,
		    const struct coverage_group *p, int column)
{
	const struct coverage_cell *c = coverage_at(g, row, p->first + column);
	json_t *o = json_pack("{s:s, s:s, s:s}", "group", p->name, "column",
			      p->columns[column], "state", words[c->state]);

	if (c->by)
		json_object_set_new(o, "case", json_string(c->by->id));
	if (c->reason)
		json_object_set_new(o, "reason", json_string(c->reason));
	return o;
}

static json_t *row(const struct coverage_grid *g, int r)
{
	json_t *cells = json_array();

	for (int i = 0; i < g->ngroups; i++) {
		for (int j = 0; j < g->groups[i].n; j++)
			json_array_append_new(cells,
					      cell(g, r, &g->groups[i], j));
	}
	return json_pack("{s:s, s:o}", "name", g->rows[r], "cells", cells);
}

static json_t *grid(const struct coverage_grid *g)
{
	json_t *rows = json_array();
	json_t *counts = json_object();

	for (int r = 0; r < g->nrows; r++)
		json_array_append_new(rows, row(g, r));
	for (size_t i = 0; i < COUNT(words); i++)
		json_object_set_new(counts, words[i],
				    json_integer(coverage_count(
					    g, (enum coverage_state)i)));
	return json_pack("{s:s, s:s, s:o, s:o}", "name", g->name, "title",
			 g->title, "counts", counts, "rows", rows);
}

json_t *coverage_json(const struct coverage *c)
{
	json_t *grids = json_array();

	for (int i = 0; i < COVERAGE_GRIDS; i++)
		json_array_append_new(grids, grid(&c->grids[i]));
	return json_pack("{s:i, s:i, s:i, s:{s:i, s:i}, s:o}", "schema", 1,
			 "cases", c->ncases, "recorded", c->nrecorded, "manual",
			 "errnos", c->named, "provoked", c->provoked, "grids",
			 grids);
}
