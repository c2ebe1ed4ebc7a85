/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay.h: a case that differs is played once more.
 *
 *	aligned.c  Linux, with the host's answers where both parted: aligned.h
 *	again.c    Linux and the host as before, for what varies: again.h
 */
#ifndef REPLAY_H
#define REPLAY_H

#include "pair.h"

struct replay {
	struct stage *stage;
	const struct pair_config *config;
	const struct tcase *tcase;
};

/* One play each, normalised; forced: see play.h, or NULL. */
struct recording *replay_native(const struct replay *r,
				const struct forced *forced);
struct recording *replay_host(const struct replay *r);

#endif
