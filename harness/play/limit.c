/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that can make only so many descriptors.
 *
 * RLIMIT_NOFILE is no number of descriptors, it is the first number that a new
 * one cannot have, and the kernel gives the lowest that is free: getrlimit(2),
 * open(2). How many a host has open by itself is its own business, so the
 * limit is set where just so many numbers below it are free.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "parts.h"
#include "room/room.h"

#define PATH_ROOM 64

static bool is_open(pid_t pid, int fd)
{
	char path[PATH_ROOM], to[1];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, fd);
	return readlink(path, to, sizeof(to)) >= 0;
}

/* The lowest limit below which n numbers are free. */
static int limit_for(pid_t pid, int n)
{
	int fd = 0;

	for (; n > 0 && fd < ROOM_FILES; fd++)
		n -= !is_open(pid, fd);
	while (fd < ROOM_FILES && is_open(pid, fd))
		fd++;
	return fd;
}

void play_limit(struct play *p)
{
	struct rlimit r = {.rlim_max = ROOM_FILES};
	pid_t pid = p->tracer.main[0];

	/* Who plays without a tracer of its own compares nothing. */
	if (p->t->descriptors < 0 || pid <= 0)
		return;
	r.rlim_cur = (rlim_t)limit_for(pid, p->t->descriptors);
	if (prlimit(pid, RLIMIT_NOFILE, &r, NULL) < 0)
		play_over(p, END_BROKEN, 0,
			  xasprintf("cannot limit the guest's descriptors: %s",
				    strerror(errno)));
}
