/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inside.h: what happens inside of a room; the other side of room/room.h.
 *
 * An actor is a program, run by exec. The native player is one too, but the
 * most often run, and running a program costs as much as a whole play: the
 * room has that player in itself, and starts it by a fork alone. The room has
 * never called any of it, so its memory is that of a program just begun; all
 * else (pipes, limits, signals, descriptors, filter) is done as for an exec.
 */
#ifndef ROOM_INSIDE_H
#define ROOM_INSIDE_H

#include "case/case.h"
#include "room.h"
#include "world.h"

#define CASE_ACTORS CASE_ACTORS_MAX
#define ROOM_PLAN_MAX 65536 /* bytes of all command lines together */

/*
 * The first process of a room, once world_map has said who it is: never
 * returns. `player` is what stands for the
 * program that the lobby names so.
 */
void room_main(const struct lobby *l, const struct world *w, int control,
	       struct room_kind kind, int (*player)(void))
	__attribute__((noreturn));
/* Cover the files of /etc that name resolution reads, in the world of which
 * all rooms are copies. -1 with errno. */
int lobby_mount_etc(const struct lobby *l);

#endif
