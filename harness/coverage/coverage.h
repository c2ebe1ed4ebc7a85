/* SPDX-License-Identifier: Apache-2.0 */
/*
 * coverage.h: what the cases reach, and what they do not.
 *
 * A grid has a row for each thing of the language and columns in groups:
 *
 *	grid        row           group          column
 *	operations  an operation  kind of socket state of the socket
 *	options     an option     get, set, effect   kind of socket
 *	errnos      an errno      sort of operation  operation
 *
 * A cell is covered by a case of which the guest does it. All is read from
 * the cases, without playing them; whether a call succeeds, and with which
 * errno Linux itself answers it, is in their stored recordings (reference.h).
 * A case that has none is taken to succeed in everything.
 *
 * What makes no sense says why, in coverage.def; all else is a hole. What is
 * covered counts as covered, whatever coverage.def says.
 */
#ifndef COVERAGE_H
#define COVERAGE_H

#include "case/case.h"

enum coverage_state {
	COVERAGE_HOLE,
	COVERAGE_NONSENSE, /* see reason */
	COVERAGE_INJECTED, /* an errno that no case provokes */
	COVERAGE_DONE,
	COVERAGE_STATES
};

struct coverage_cell {
	enum coverage_state state;
	const struct tcase *by; /* the first case that covers it, or NULL */
	const char *reason;     /* why it makes no sense, or NULL */
};

struct coverage_group {
	const char *name;
	const char *const *columns;
	int n, first; /* its cells in a row: first .. first + n - 1 */
};

struct coverage_grid {
	const char *name;  /* operations */
	const char *title; /* what its rows and columns are */
	const char **rows;
	int nrows;
	struct coverage_group *groups;
	int ngroups, ncolumns;
	struct coverage_cell *cells; /* row after row */
};

/* In this order they are told. */
enum { COVERAGE_OPERATIONS, COVERAGE_OPTIONS, COVERAGE_ERRNOS, COVERAGE_GRIDS };

struct coverage {
	struct coverage_grid grids[COVERAGE_GRIDS];
	/* Errnos that manual pages name, and how many of them Linux itself
	 * is made to answer. */
	int named, provoked;
	int ncases, nrecorded; /* cases, and those with a recording */
};

/* Measure cases; reference is the folder of their recordings. */
void coverage_measure(struct coverage *c, const struct corpus *corpus,
		      const char *reference);
void coverage_free(struct coverage *c);

struct coverage_cell *coverage_at(const struct coverage_grid *g, int row,
				  int column);
/* -1 when the grid has no such row. */
int coverage_row(const struct coverage_grid *g, const char *name);
int coverage_count(const struct coverage_grid *g, enum coverage_state state);

#endif
