/* SPDX-License-Identifier: Apache-2.0 */
/*
 * once.h: one play of a case, from the room it is given to the recording.
 */
#ifndef PLAY_ONCE_H
#define PLAY_ONCE_H

#include "play/play.h"
#include "room/shelf.h"

/*
 * Play t in a room of that kind, from the shelf. Never fails: a room that
 * cannot be had is a recording that is broken, and says why. The caller frees
 * it.
 */
struct recording *play_once(const struct tcase *t, const struct play_config *c,
			    struct shelf *shelf, const struct lobby *l,
			    struct room_kind kind);

#endif
