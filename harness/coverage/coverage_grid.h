/* SPDX-License-Identifier: Apache-2.0 */
/*
 * coverage_grid.h: the grids of coverage.h, made from tables.
 */
#ifndef COVERAGE_GRID_H
#define COVERAGE_GRID_H

#include "coverage.h"

/* The kinds of socket and the states that cases are sorted by. */
enum coverage_kind {
#define COVER_KIND(id, name, domain, type) KIND_##id,
#include "coverage.def"
	KIND_COUNT
};
enum coverage_sock {
#define COVER_STATE(id, name) SOCK_##id,
#include "coverage.def"
	SOCK_COUNT
};
enum coverage_use {
#define COVER_USE(id, name) USE_##id,
#include "coverage.def"
	USE_COUNT
};

/* KIND_COUNT for a socket that is none of them. */
enum coverage_kind coverage_kind_of(const char *domain, const char *type);

/* Empty grids, in which what makes no sense is marked. */
void coverage_grids(struct coverage *c);

/* A case does it. */
void coverage_op(struct coverage *c, const struct tcase *by,
		 const struct op *op, enum coverage_kind kind,
		 enum coverage_sock state);
void coverage_option(struct coverage *c, const struct tcase *by,
		     const struct sockopt *o, enum coverage_use use,
		     enum coverage_kind kind);
void coverage_errno(struct coverage *c, const struct tcase *by,
		    const struct op *op, const struct errno_row *e,
		    bool injected);
/* Count those that manual pages name, in the end. */
void coverage_count_named(struct coverage *c);

#endif
