/* SPDX-License-Identifier: Apache-2.0 */
/*
 * maker.h: rooms are made by a small program of their own, build/room.
 *
 * A room is a fork, and its actors are forks of it. A fork copies the page
 * tables of all that its maker has in memory, and then every page that one
 * of the two writes to: whoever has the cases in memory pays for them with
 * each process of a play. The program `room` has nothing in memory but the
 * native player, ready to run: see room.h.
 *
 *	worker                              its maker
 *	  maker_room  -- lobby, a socket -->  clone(CLONE_PARENT), room_main
 *	              <-- pid, or -errno --
 *
 * By CLONE_PARENT (clone(2)) the room is the worker's own child, whom it may
 * trace and has to reap. A process has one maker, started with its first
 * room; it ends with the process, or by maker_end.
 */
#ifndef MAKER_H
#define MAKER_H

#include "room.h"

/* Where the program finds its end of the socket. */
#define MAKER_FD 3

/*
 * A new room whose end of its control socket is `control`; the caller closes
 * its own copy. The pid of its first process, or -1 and a sentence.
 */
pid_t maker_room(const struct lobby *l, int control, struct room_kind kind,
		 char **why);
/* End this process's maker, if it has one; its rooms stay. */
void maker_end(void);

/* What maker_room asks for; the strings of the lobby are its own. */
struct maker_ask {
	struct lobby lobby;
	int control;
	struct room_kind kind;
};
/* In the program: wait for the next. False when the worker has gone. */
bool maker_wait(struct maker_ask *ask);
void maker_answer(long pid_or_errno);

#endif
