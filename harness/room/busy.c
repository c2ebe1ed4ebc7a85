/* SPDX-License-Identifier: Apache-2.0 */
#include "busy.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/util.h"

static _Noreturn void burn(pid_t parent)
{
	volatile unsigned long n = 0;

	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* It may have died before that was set. */
	if (getppid() != parent)
		_exit(0);
	for (;;)
		n++;
}

static int cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return 1;
	return CPU_COUNT(&set) < LOAD_MAX ? CPU_COUNT(&set) : LOAD_MAX;
}

int load_begin(struct load *l, char **why)
{
	pid_t parent = getpid();
	int n = cpus();

	*l = (struct load){.n = 0};
	fflush(NULL);
	while (l->n < n) {
		pid_t pid = fork();

		if (pid == 0)
			burn(parent);
		if (pid < 0) {
			fail(why, "cannot start a busy process: %s",
			     strerror(errno));
			load_end(l);
			return -1;
		}
		l->pids[l->n++] = pid;
	}
	return 0;
}

void load_end(struct load *l)
{
	for (int i = 0; i < l->n; i++)
		kill(l->pids[i], SIGKILL);
	for (int i = 0; i < l->n; i++)
		while (waitpid(l->pids[i], NULL, 0) < 0 && errno == EINTR)
			;
	l->n = 0;
}
