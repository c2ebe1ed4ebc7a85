/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pair.h: both plays of a case, natively and in the host under test, and
 * their verdict.
 *
 * Rooms are made ahead: while one is played in, the next ones are made by
 * their own processes.
 */
#ifndef PAIR_H
#define PAIR_H

#include "diff.h"
#include "play.h"

struct pair_config {
	const struct lobby *lobby;
	const struct host *host, *native;
	int limit_ms; /* 0: the default */
};

#define ROOMS_AHEAD 3

/* A worker's own: its rooms. Zeroed is ready to use. */
struct stage {
	struct room *ahead[ROOMS_AHEAD];
	int n;
};
/* What waits for tracees must not miss their stops: once in each process. */
void stage_begin(void);
void stage_end(struct stage *s);

struct pair {
	struct recording *want, *got; /* normalised */
	struct result *result;
	long long us;
};
/* Never fails: what goes wrong is a verdict. */
void pair_play(struct pair *p, struct stage *s, const struct pair_config *c,
	       const struct tcase *t);
void pair_free(struct pair *p);

#endif
