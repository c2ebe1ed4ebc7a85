/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world.h: what a room sees of the machine, and as whom.
 *
 * Who runs in a room may read what whoever runs sockdiff may read, and write
 * nothing of it. That is prepared once, by the program that makes rooms, in a
 * mount namespace of its own; each room begins as a copy of it.
 *
 *	/               as it is, but read-only, without devices and set-ids
 *	/proc, /sys     the same: no sysctl, no cgroup can be written
 *	/dev            null, zero, full, random, urandom and tty
 *	/dev/shm, /tmp  each room's own, see room/folders.h
 *	/run            empty: the sockets of the machine's services are in it
 *	/etc/hosts ...  the run's own, see lobby_mount_etc()
 *
 * A room's user namespace is another than the one that owns these mounts, so
 * the kernel locks them: they can neither be taken away nor made writable in
 * a room, whatever rights are held there (mount_namespaces(7), "Restrictions
 * on mount namespaces").
 *
 * Root in a room is, outside, nobody (65534) when root runs sockdiff, else
 * the user who does. What belongs to root outside belongs to 65534 inside:
 * with CAP_DAC_READ_SEARCH, but without what world_rights_drop() takes, it
 * can be read and nothing else (capabilities(7); user_namespaces(7)).
 */
#ifndef ROOM_WORLD_H
#define ROOM_WORLD_H

#include "room.h"

#define WORLD_SHM_PAGES "16384" /* of System V's memory in a room */

struct world {
	bool made;
	size_t map;   /* who is who in its rooms: see world.c */
	bool own_tmp; /* a room can have a /tmp of its own */
	int proc;     /* /proc as it was: for what is still to be written */
};

/*
 * Have the calling process live in it, and all that it starts. -1 with errno;
 * it then is of no use. `proc` is closed by exec.
 */
int world_make(struct world *w, const struct lobby *l);
/*
 * Say who a new process, `pid`, is in its own, new user namespace: the caller
 * is the process that made the world. -1 with errno.
 */
int world_map(struct world *w, pid_t pid);
/* In that process, once it is mapped: be root of the room. -1 with errno. */
int world_enter(const struct world *w);
/*
 * Give up the rights to write where only the owner may, and to become
 * somebody else: an actor's, before it is run. -1 with errno.
 */
int world_rights_drop(void);

#endif
