/* SPDX-License-Identifier: Apache-2.0 */
/*
 * play.h: plays a case once, in a room of its own, with one host.
 *
 * A step's command is sent; the play goes on when its answer has come, or,
 * for a step that says `blocks`, when the caller is seen asleep in the
 * kernel. A step of an actor that is still blocked waits for its answer
 * first. After every step those who are blocked are given their turn: the
 * play goes on only when each has answered or sleeps again.
 *
 * When a step is unanswered and everyone in the room sleeps, nobody is left
 * to wake it: the play has hung, and is ended at once instead of at its limit.
 * A step that has a timeout of its own is given that time too.
 */
#ifndef PLAY_H
#define PLAY_H

#include "room/gate.h"
#include "host/host.h"
#include "recording/forced.h"
#include "recording/recording.h"
#include "room/room.h"

#define PLAY_LIMIT_MS 10000   /* for one step, after the start */
#define PLAY_START_MS 30000   /* for a host to start */
#define PLAY_ASLEEP_MS 400    /* all asleep for so long: nobody will wake */
#define PLAY_STARTING_MS 5000 /* the same, before the first step */
#define PLAY_MEMORY (1LL << 30)

/* What a play may use up; 0 stands for the values above. */
struct play_limits {
	int step_ms, start_ms;
	long long memory; /* bytes, of all actors together */
};

struct play_config {
	const struct host *guest;  /* runs actor 0 */
	const struct host *native; /* runs all others */
	struct play_limits limits;
	struct gate *gate; /* limits plays at a time, or NULL */
	/*
	 * The actors' command lines, each with a tracer of its own, so that
	 * ours records no calls; NULL: those of the hosts.
	 */
	char *const *const *traced;
	const int *notes; /* open files for what those tracers say; or NULL */
	/* For each step: the kernel's answer, if not its own; or NULL. */
	const struct forced *forced;
	/* Nobody follows the actors; only their answers are recorded. */
	bool bare;
};

/*
 * Play a case in a room that is ready. The room is used up; the caller frees
 * it. Never fails: whatever happens is in the recording.
 */
struct recording *play(const struct tcase *t, const struct play_config *c,
		       struct room *r);

#endif
