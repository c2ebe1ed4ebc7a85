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

static struct world world;

/*
 * The new process must not go on before it is somebody: it waits for the end
 * of a pipe of which it has no other end.
 */
static void mapped_wait(const int go[2])
{
	char byte;

	close(go[1]);
	if (read(go[0], &byte, 1) != 1)
		_exit(1);
	close(go[0]);
}

static long mapped_tell(const int go[2], long pid)
{
	long err = 0;

	if (pid < 0 || world_map(&world, (pid_t)pid) < 0 ||
	    write(go[1], "", 1) != 1)
		err = -errno;
	close(go[0]);
	close(go[1]);
	return err ? err : pid;
}

static long room_clone(const struct maker_ask *ask)
{
	/* The new process is its caller's sibling: the worker's child. */
	long flags = CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWNS |
		     CLONE_NEWIPC | CLONE_NEWUTS | CLONE_PARENT | SIGCHLD;
	int go[2];
	long pid;

	if (!world.made && world_make(&world, &ask->lobby) < 0)
		return -errno;
	if (pipe2(go, O_CLOEXEC) < 0)
		return -errno;
	pid = syscall(SYS_clone, flags, 0, 0, 0, 0);
	if (pid == 0) {
		mapped_wait(go);
		room_main(&ask->lobby, &world, ask->control, ask->kind,
			  player_main);
	}
	return mapped_tell(go, pid);
}

int main(void)
{
	struct maker_ask ask;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (fcntl(MAKER_FD, F_SETFD, FD_CLOEXEC) < 0) {
		fprintf(stderr, "room: this program is started by sockdiff "
				"only\n");
		return 2;
	}
	while (maker_wait(&ask)) {
		long pid = room_clone(&ask);

		close(ask.control);
		maker_answer(pid);
	}
	return 0;
}
