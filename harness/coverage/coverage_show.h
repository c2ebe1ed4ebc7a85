/* SPDX-License-Identifier: Apache-2.0 */
/*
 * coverage_show.h: coverage.h for people and for programs.
 */
#ifndef COVERAGE_SHOW_H
#define COVERAGE_SHOW_H

#include <jansson.h>

#include "coverage.h"
#include "base/util.h"

/*
 * A grid's numbers, then its holes, a row of them in a line, then how much
 * makes no sense and why. With cells, all rows before that, a mark for each
 * cell. Lines are at most width columns, as far as words allow.
 */
void coverage_text(struct buf *b, const struct coverage_grid *g, bool cells,
		   int width);
/* A row: every cell, and the case that covers it or the reason. */
void coverage_row_text(struct buf *b, const struct coverage_grid *g, int row,
		       int width);
/* The last lines: errnos provoked, cases without a recording. */
void coverage_end_text(struct buf *b, const struct coverage *c, int width);
/* {"schema": 1, "grids": [{"name", "rows": [{"name", "cells": [..]}]}]} */
json_t *coverage_json(const struct coverage *c);

#endif
