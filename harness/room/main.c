/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program `room`: makes rooms for one worker, see ../maker.h. It stays
 * small, because every process of a room begins as a copy of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "maker.h"
#include "inside.h"

/* main of ../../guests/player.c, under another name. */
int player_main(void);

static long room_clone(const struct maker_ask *ask)
{
	/* The new process is its caller's sibling: the worker's child. */
	long flags = CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID |
		     CLONE_NEWNS | CLONE_NEWIPC | CLONE_PARENT | SIGCHLD;
	long pid = syscall(SYS_clone, flags, 0, 0, 0, 0);

	if (pid == 0)
		room_main(&ask->lobby, ask->control, ask->kind,
			  player_main);
	return pid < 0 ? -errno : pid;
}

int main(void)
{
	struct maker_ask ask;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (fcntl(MAKER_FD, F_SETFD, FD_CLOEXEC) < 0) {
		fprintf(stderr, "room: sockdiff runs this program\n");
		return 2;
	}
	while (maker_wait(&ask)) {
		long pid = room_clone(&ask);

		close(ask.control);
		maker_answer(pid);
	}
	return 0;
}
