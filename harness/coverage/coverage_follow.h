/* SPDX-License-Identifier: Apache-2.0 */
/*
 * coverage_follow.h: which sockets the guest of a case has, step by step.
 *
 *	new ──bind──> bound ──listen──> listening
 *	  `─connect─> connecting ─poll─> connected ──shutdown──> shut ──> closed
 *
 * Names, not numbers: what a case does to a bare number is not followed.
 */
#ifndef COVERAGE_FOLLOW_H
#define COVERAGE_FOLLOW_H

#include "coverage_grid.h"

struct follow_fd {
	const char *name;        /* the case's */
	enum coverage_kind kind; /* KIND_COUNT: none that is followed */
	enum coverage_sock state;
	bool inherited; /* it was accepted */
	bool *set;      /* options set on it, by sockopts[] */
};

struct follow {
	struct follow_fd *v;
	int n;
};

/* With what the guest starts. */
void follow_begin(struct follow *f, const struct tcase *t);
void follow_end(struct follow *f);
struct follow_fd *follow_find(const struct follow *f, const char *name);
/*
 * A step of the guest is done. err is the errno that it was answered, or
 * NULL when it succeeded.
 */
void follow_step(struct follow *f, const struct step *s, const char *err);

#endif
