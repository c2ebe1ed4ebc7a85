/* SPDX-License-Identifier: Apache-2.0 */
/*
 * folders.h: the folders that are a room's own, and can be written.
 *
 *	tmpfs, ROOM_FOLDER_BYTES
 *	  here/    where actors are: seen where the lobby says, `room`
 *	  shm/     /dev/shm
 *	  tmp/     /tmp, unless what is played is in the machine's
 *
 * All three are of one tmpfs, so that one limit holds for them together. It
 * goes with the room.
 */
#ifndef ROOM_FOLDERS_H
#define ROOM_FOLDERS_H

#include "world.h"

/* In the room's first process, which is then in `here`. -1 with errno. */
int room_folders_mount(const struct lobby *l, const struct world *w);
/*
 * Before the actors of a plan (room.h) start: if their command lines name
 * something below /tmp, the machine's is shown again, read-only.
 */
void room_folders_fit(const struct lobby *l, const char *plan, size_t len);

#endif
