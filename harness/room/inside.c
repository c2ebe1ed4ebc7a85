/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first process of a room. It is a fork of its maker, and it calls
 * nothing but system calls and stdio formatting, and never returns.
 */
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "packets/capture.h"
#include "folders.h"
#include "net.h"
#include "base/util.h"

/* Signals as a fresh process has them, but for SIGCHLD: nobody waits here. */
static void signals_reset(void)
{
	/* The kernel's own struct, all of it 0: SIG_DFL. signal(3) refuses
	 * the two signals that libc keeps for itself, and who started us may
	 * have ignored them too. */
	const unsigned long deflt[4] = {0};
	sigset_t set;

	for (int s = 1; s < NSIG; s++)
		syscall(SYS_rt_sigaction, s, deflt, NULL, 8);
	signal(SIGCHLD, SIG_IGN);
	sigemptyset(&set);
	/* Blocked: a signal that a traced process takes is a stop more. */
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_SETMASK, &set, NULL);
}

static void limit(int what, rlim_t n)
{
	struct rlimit r = {n, n};

	setrlimit(what, &r);
}

/*
 * A memfd grows to what RLIMIT_FSIZE allows, and there are as many as
 * descriptors: what they hold together is weighed, trace_memory().
 */
static void limits_set(void)
{
	limit(RLIMIT_NOFILE, ROOM_FILES);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 64 << 20);
	limit(RLIMIT_CPU, 60);
}

/* The native player, which is in here; see room.h. */
static int (*own_player)(void);

static bool is_player(const struct lobby *l, char **argv)
{
	return strcmp(argv[0], l->player) == 0 && !argv[1];
}

static void actor_run(const struct lobby *l, char **argv)
{
	if (is_player(l, argv)) {
		prctl(PR_SET_NAME, "player-native");
		close_range(3, ~0U, 0);
		_exit(own_player());
	}
	execvp(argv[0], argv);
	dprintf(2, "sockdiff: cannot run %s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

/*
 * In this order: its descriptors, while it can still leave the room's; then
 * limits and rights, which it can never have back; the filter last, for all of
 * that would be stopped for.
 */
static void actor_start(const struct lobby *l, const int fd[3], char **argv)
{
	struct sock_fprog filter = is_player(l, argv) ? l->filter : l->early;
	sigset_t none;

	for (int i = 0; i < 3; i++)
		if (dup2(fd[i], i) < 0)
			_exit(126);
	/* libpcap's socket, for one, is not closed by itself. */
	close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	limits_set();
	/* After room_net_leave, which needs them. */
	if (world_rights_drop() < 0) {
		dprintf(2, "sockdiff: cannot drop privileges: %s\n",
			strerror(errno));
		_exit(126);
	}
	/* Marked calls fail when nobody follows: then there is no filter. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    (filter.len &&
	     prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) < 0)) {
		dprintf(2, "sockdiff: cannot install the filter: %s\n",
			strerror(errno));
		_exit(126);
	}
	actor_run(l, argv);
}

/* Where this process could run when it began. */
static cpu_set_t cpus;

/* Fork one actor for each list of words in the plan: room/room.c made it. */
static void plan_run(const struct lobby *l, const struct room_net *net,
		     char *plan, size_t len, const int *fds)
{
	char *word = plan + 1;

	room_folders_fit(l, plan, len);
	for (int i = 0; i < plan[0]; i++) {
		char *argv[ROOM_ARGS + 1] = {NULL};
		bool far = *word++;
		int words = *word++;

		for (int k = 0; k < words; k++, word += strlen(word) + 1)
			argv[k] = word;
		if (fork() != 0)
			continue;
		if (far && room_net_leave(net) < 0)
			_exit(126);
		actor_start(l, fds + 3 * i, argv);
	}
	for (int i = 0; i < 3 * plan[0]; i++)
		close(fds[i]);
	/* They stay on their CPU (cpu.h); who takes packets must not wait
	 * until they let it. */
	sched_setaffinity(0, sizeof(cpus), &cpus);
}

/* Wait for a plan; 0 when the worker has gone. */
static ssize_t plan_wait(int control, char *plan, size_t room, int *fds)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int) * 3 * CASE_ACTORS)];
	} c;
	struct iovec iov = {plan, room};
	struct msghdr m = {.msg_iov = &iov,
			   .msg_iovlen = 1,
			   .msg_control = &c,
			   .msg_controllen = sizeof(c)};
	ssize_t n;

	do
		n = recvmsg(control, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n > 0 && m.msg_controllen >= sizeof(struct cmsghdr))
		memcpy(fds, CMSG_DATA(&c.head), c.head.cmsg_len - CMSG_LEN(0));
	return n;
}

/* What the worker has open is not this process's to keep open. */
static void inherited_close(int keep)
{
	if (keep > 3)
		close_range(3, (unsigned)keep - 1, 0);
	close_range((unsigned)keep + 1, ~0U, 0);
}

static const char *room_make(const struct lobby *l, const struct world *w,
			     int control)
{
	if (world_enter(w) < 0)
		return "cannot become the room's user";
	/* With it goes the world's /proc, which is not read-only. */
	inherited_close(control);
	/* Not before: a change of user takes it away, prctl(2). */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (room_folders_mount(l, w) < 0)
		return "cannot mount the room's folder";
	return NULL;
}

/* Answer a plan without actors: all packets go to the file that came. */
static void packets_give(struct capture *c, const struct room_net *net,
			 int control, int file)
{
	char text[512] = "";

	if (room_net_mend(net) < 0)
		snprintf(text, sizeof(text), "cannot restore the link: %s",
			 strerror(errno));
	else
		capture_finish(c, file, text, sizeof(text));
	if (!*text)
		strcpy(text, "whole");
	send(control, text, strlen(text), MSG_NOSIGNAL);
}

static char plan_space[ROOM_PLAN_MAX];

/*
 * Who the process is comes first, for what it mounts is to be the room's
 * user's; then folders; then the network, whose capture must be open before
 * anyone can send. "ready", or what could not be done, is for the worker.
 */
static void room_prepare(const struct lobby *l, const struct world *w,
			 int control, struct room_kind kind,
			 struct room_net *net, struct capture *c, char *text,
			 size_t room)
{
	const char *failed = room_make(l, w, control);

	if (failed)
		snprintf(text, room, "%s: %s", failed, strerror(errno));
	else if (room_net_make(net, kind.net, text, room) == 0 &&
		 (!kind.captures ||
		  capture_open(c, room_net_device(net), l->capture_bytes, text,
			       room) == 0))
		strcpy(text, "ready");
}

void room_main(const struct lobby *l, const struct world *w, int control,
	       struct room_kind kind, int (*player)(void))
{
	int fds[3 * CASE_ACTORS];
	struct capture capture = {0};
	struct room_net net;
	char text[512];

	own_player = player;
	sched_getaffinity(0, sizeof(cpus), &cpus);
	/* What is typed at the terminal is not for actors. */
	setsid();
	signals_reset();
	room_prepare(l, w, control, kind, &net, &capture, text, sizeof(text));
	if (send(control, text, strlen(text), MSG_NOSIGNAL) < 0 ||
	    strcmp(text, "ready") != 0)
		_exit(1);
	for (;;) {
		ssize_t n;

		capture_wait(&capture, control);
		n = plan_wait(control, plan_space, sizeof(plan_space), fds);
		if (n <= 0)
			break;
		if (plan_space[0])
			plan_run(l, &net, plan_space, (size_t)n, fds);
		else
			packets_give(&capture, &net, control, fds[0]);
	}
	_exit(0);
}
