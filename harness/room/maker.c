/* SPDX-License-Identifier: Apache-2.0 */
#include "maker.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/paths.h"
#include "base/util.h"

#define ASK_MAX 65536

/*
 * On the socket: the struct as it is (both ends are of one build), then what
 * its pointers point to: three strings, each with its NUL, and two filters.
 */
union ask_rights {
	struct cmsghdr head;
	char room[CMSG_SPACE(sizeof(int))];
};

static struct {
	pid_t owner; /* whose it is; a fork inherits it and cannot use it */
	pid_t pid;
	int fd;
	char *dir; /* the lobby's of its rooms: it lives in that one's world */
} maker;

/* --- the worker's side ----------------------------------------------------*/

static int program_start(const char *program, int fd, char **why)
{
	char *argv[] = {(char *)program, NULL};
	posix_spawn_file_actions_t actions;
	int err;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd, MAKER_FD);
	err = posix_spawn(&maker.pid, program, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return err ? fail(why, "cannot run %s: %s", program, strerror(err)) : 0;
}

static int maker_start(const struct lobby *l, char **why)
{
	char *program;
	int pair[2], err;

	if (maker.owner == getpid() && strcmp(maker.dir, l->dir) == 0)
		return 0;
	maker_end();
	if (maker.owner)
		close(maker.fd);
	maker.owner = 0;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return fail(why, "cannot create a socket pair: %s",
			    strerror(errno));
	program = xasprintf("%s/room", path_build());
	err = program_start(program, pair[1], why);
	free(program);
	close(pair[1]);
	if (err < 0) {
		close(pair[0]);
		return -1;
	}
	maker.fd = pair[0];
	maker.owner = getpid();
	free(maker.dir);
	maker.dir = xstrdup(l->dir);
	return 0;
}

void maker_end(void)
{
	if (maker.owner != getpid())
		return;
	close(maker.fd);
	while (waitpid(maker.pid, NULL, 0) < 0 && errno == EINTR)
		;
	maker.owner = 0;
}

static int ask_send(const struct lobby *l, int control, struct room_kind kind)
{
	struct maker_ask ask = {*l, control, kind};
	struct iovec iov[] = {
		{&ask, sizeof(ask)},
		{l->dir, strlen(l->dir) + 1},
		{l->room, strlen(l->room) + 1},
		{l->player, strlen(l->player) + 1},
		{l->filter.filter, l->filter.len * sizeof(struct sock_filter)},
		{l->early.filter, l->early.len * sizeof(struct sock_filter)},
	};
	union ask_rights rights = {.head = {.cmsg_len = CMSG_LEN(sizeof(int)),
					    .cmsg_level = SOL_SOCKET,
					    .cmsg_type = SCM_RIGHTS}};
	struct msghdr m = {.msg_iov = iov,
			   .msg_iovlen = COUNT(iov),
			   .msg_control = &rights,
			   .msg_controllen = sizeof(rights)};

	memcpy(CMSG_DATA(&rights.head), &control, sizeof(int));
	return sendmsg(maker.fd, &m, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

pid_t maker_room(const struct lobby *l, int control, struct room_kind kind,
		 char **why)
{
	long pid = -1;
	ssize_t n = 0;

	if (maker_start(l, why) < 0)
		return -1;
	if (ask_send(l, control, kind) == 0)
		do
			n = recv(maker.fd, &pid, sizeof(pid), 0);
		while (n < 0 && errno == EINTR);
	if (n != sizeof(pid)) {
		maker_end();
		return fail(why, "the helper program that creates rooms has "
				 "exited");
	}
	if (pid > 0)
		return (pid_t)pid;
	return fail(why,
		    "cannot create a room: %s. sockdiff needs user, network, "
		    "pid, mount, ipc and uts namespaces: run it as root, or "
		    "allow them to users (sysctl user.max_user_namespaces, "
		    "kernel.unprivileged_userns_clone, "
		    "kernel.apparmor_restrict_unprivileged_userns)",
		    strerror((int)-pid));
}

/* --- the program's side ---------------------------------------------------*/

static void ask_read(struct maker_ask *ask, char *bytes)
{
	struct lobby *l = &ask->lobby;

	memcpy(ask, bytes, sizeof(*ask));
	l->dir = bytes + sizeof(*ask);
	l->room = l->dir + strlen(l->dir) + 1;
	l->player = l->room + strlen(l->room) + 1;
	/* Its bytes begin anywhere: the kernel copies them. */
	l->filter.filter = (void *)(l->player + strlen(l->player) + 1);
	l->early.filter = l->filter.filter + l->filter.len;
}

bool maker_wait(struct maker_ask *ask)
{
	static char bytes[ASK_MAX];
	union ask_rights rights;
	struct iovec iov = {bytes, sizeof(bytes)};
	struct msghdr m = {.msg_iov = &iov,
			   .msg_iovlen = 1,
			   .msg_control = &rights,
			   .msg_controllen = sizeof(rights)};
	ssize_t n;

	do
		n = recvmsg(MAKER_FD, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n < (ssize_t)sizeof(*ask) || m.msg_controllen < sizeof(rights))
		return false;
	ask_read(ask, bytes);
	memcpy(&ask->control, CMSG_DATA(&rights.head), sizeof(int));
	return true;
}

void maker_answer(long pid_or_errno)
{
	send(MAKER_FD, &pid_or_errno, sizeof(pid_or_errno), MSG_NOSIGNAL);
}
