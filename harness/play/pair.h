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

#include "verdict/diff.h"
#include "play.h"
#include "room/shelf.h"
#include "unsaid.h"

struct pair_config {
	const struct lobby *lobby;
	const struct host *host, *native;
	struct play_limits limits;
	struct gate *gate;
	bool no_packets; /* nothing is captured */
	bool bare;       /* see play.h */
	/* What differs is played once more, for what varies: again.h */
	bool again;
	/*
	 * Other plays go on beside it, and what hangs or waits will be asked
	 * once more when it is alone: here it is not.
	 */
	bool crowded;
	/* Natively, leave out what a host's ABI has no way to say at all. */
	bool thrifty;
};

/* A worker's own: its rooms. Zeroed is ready to use. */
struct stage {
	struct shelf shelf[2][NET_COUNT]; /* [captures][net] */
	struct unsaid unsaid; /* of the one host that it plays, if thrifty */
};
/* What waits for tracees must not miss their stops: once in each process. */
void stage_begin(void);
void stage_end(struct stage *s);

struct pair {
	struct recording *want;    /* normalised; NULL: left out, thrifty */
	struct recording *got;     /* normalised */
	struct recording *aligned; /* what it was compared with behind its
				      first gap, or NULL: aligned.h */
	struct result *result;
	long long us;
};
/* Never fails: what goes wrong is a verdict. */
void pair_play(struct pair *p, struct stage *s, const struct pair_config *c,
	       const struct tcase *t);
void pair_free(struct pair *p);
/*
 * Start the host for a guest that is asked nothing, once it has said hello:
 * does it start at all? *why, to be freed, is a sentence unless START_DONE.
 */
enum host_start pair_greet(struct stage *s, const struct pair_config *c,
			   char **why);
/*
 * Can a loaded machine have done that: something hangs or waits, the case is
 * about timeouts, or Linux itself did not play as it should?
 */
bool pair_is_timed(const struct pair *p);
/* What the host was compared with, as far as it is to be shown. */
const struct recording *pair_linux(const struct pair *p);
/* Only the native play; the same holds. */
struct recording *pair_native(struct stage *s, const struct pair_config *c,
			      const struct tcase *t);

#endif
