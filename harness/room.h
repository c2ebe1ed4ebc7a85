/* SPDX-License-Identifier: Apache-2.0 */
/*
 * room.h: what happens inside of a room; the other side of sandbox.h.
 */
#ifndef ROOM_H
#define ROOM_H

#include "case.h"
#include "sandbox.h"

#define CASE_ACTORS CASE_ACTORS_MAX
#define ROOM_PLAN_MAX 65536 /* bytes of all command lines together */

/* The first process of a room: never returns. */
void room_main(const struct lobby *l, int control, struct room_kind kind)
    __attribute__((noreturn));
/* Cover the files of /etc that name resolution reads. -1 with errno. */
int lobby_mount_etc(const struct lobby *l);

#endif
