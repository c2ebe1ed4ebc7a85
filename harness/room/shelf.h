/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shelf.h: rooms that were made ahead, so that a play need not wait for one.
 *
 * A room takes longer to make than most cases take to play, and is used once.
 * So a worker has the next ones made beside the play that goes on; the oldest
 * is taken, for it is the likeliest to be ready.
 */
#ifndef ROOM_SHELF_H
#define ROOM_SHELF_H

#include "room/room.h"

/*
 * As many ready beside the one that is played in. Those of two hosts are
 * needed seldom, and made when they are.
 */
#define ROOMS_AHEAD 2

/* Of one lobby and one kind, in one process. Zeroed is ready to use. */
struct shelf {
	struct room *ahead[ROOMS_AHEAD];
	int n;
};

/*
 * The oldest room, which may not be ready yet, with new ones behind it; it is
 * the caller's. NULL and a sentence if none can be made.
 */
struct room *shelf_take(struct shelf *s, const struct lobby *l,
			struct room_kind kind, char **why);
/* End all that are left. */
void shelf_clear(struct shelf *s);

#endif
