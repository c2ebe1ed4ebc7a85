/* SPDX-License-Identifier: Apache-2.0 */
/* Ways of having another process do it. */
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ways.h"

/* What a child is to do, and what came of it; shared with the parent. */
struct job {
	int fd, domain, type, protocol;
	const void *data;
	void *room;
	size_t n;
	int flags;
	long ret;
	int err;
	int pair[2];
};

static struct job *job(void)
{
	static struct job *shared;

	if (!shared)
		shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	memset(shared, 0, sizeof(*shared));
	return shared;
}

static long came_of(struct job *j, pid_t pid)
{
	int status;

	waitpid(pid, &status, __WALL);
	errno = j->err;
	return j->ret;
}

static void note(struct job *j, long ret)
{
	j->ret = ret;
	j->err = errno;
}

/* --- what the child has a copy of -----------------------------------------*/

static ssize_t send_forked(int fd, const void *data, size_t n, int flags)
{
	struct job *j = job();
	pid_t pid = fork();

	(void)flags;
	if (pid == 0) {
		note(j, write(fd, data, n));
		_exit(0);
	}
	return came_of(j, pid);
}

static ssize_t send_vforked(int fd, const void *data, size_t n, int flags)
{
	struct job *j = job();
	/* clone3 as a libc's posix_spawn calls it, and no memory shared. */
	struct clone_args a = {.flags = CLONE_VFORK, .exit_signal = SIGCHLD};
	pid_t pid = (pid_t)syscall(SYS_clone3, &a, sizeof(a));

	if (pid == 0) {
		note(j, plain_send(fd, data, n, flags));
		_exit(0);
	}
	return came_of(j, pid);
}

/* Another program, which has what does not close on exec. */
static ssize_t send_by_a_program(int fd, const void *data, size_t n, int flags)
{
	char number[16],
		text[256] = "",
		*argv[] = {(char *)"ways", (char *)"send", number, text, NULL};
	int status;
	pid_t pid;

	(void)flags;
	snprintf(number, sizeof(number), "%d", fd);
	memcpy(text, data, n);
	pid = fork();
	if (pid == 0) {
		execv("/proc/self/exe", argv);
		_exit(1);
	}
	waitpid(pid, &status, 0);
	errno = EIO;
	return status == 0 ? (ssize_t)n : -1;
}

/* --- a table that two processes share -------------------------------------*/

/* A child with SIGCHLD, and so a fork to ptrace(2), that shares the table. */
static pid_t share(unsigned long flags)
{
	return (pid_t)syscall(SYS_clone, flags | CLONE_FILES | SIGCHLD, 0, 0, 0,
			      0);
}

static int socket_shared(int domain, int type, int protocol)
{
	struct job *j = job();
	pid_t pid = share(0);

	if (pid == 0) {
		note(j, plain_socket(domain, type, protocol));
		_exit(0);
	}
	return (int)came_of(j, pid);
}

static int accept_shared(int fd)
{
	struct job *j = job();
	pid_t pid = share(0);

	if (pid == 0) {
		note(j, plain_accept(fd));
		_exit(0);
	}
	return (int)came_of(j, pid);
}

static int close_shared(int fd)
{
	struct job *j = job();
	pid_t pid = share(0);

	if (pid == 0) {
		note(j, plain_close(fd));
		_exit(0);
	}
	return (int)came_of(j, pid);
}

/* The child leaves the table before it closes, and then sends on its copy. */
static ssize_t send_unshared(int fd, const void *data, size_t n, int flags)
{
	struct job *j = job();
	pid_t pid = share(0);

	if (pid == 0) {
		unshare(CLONE_FILES);
		note(j, plain_send(fd, data, n, flags));
		plain_close(fd);
		_exit(0);
	}
	return came_of(j, pid);
}

/* --- from process to process ----------------------------------------------*/

static int send_right(int to, int fd)
{
	char byte = 'r';
	struct iovec v = {&byte, 1};
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} u = {.head = {.cmsg_len = CMSG_LEN(sizeof(int)),
			.cmsg_level = SOL_SOCKET,
			.cmsg_type = SCM_RIGHTS}};
	struct msghdr m = {.msg_iov = &v,
			   .msg_iovlen = 1,
			   .msg_control = u.room,
			   .msg_controllen = sizeof(u.room)};

	memcpy(CMSG_DATA(&u.head), &fd, sizeof(fd));
	return (int)syscall(SYS_sendmsg, to, &m, 0);
}

static int take_right(int from)
{
	char byte;
	struct iovec v = {&byte, 1};
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} u;
	struct msghdr m = {.msg_iov = &v,
			   .msg_iovlen = 1,
			   .msg_control = u.room,
			   .msg_controllen = sizeof(u.room)};
	int fd;

	if (syscall(SYS_recvmsg, from, &m, MSG_CMSG_CLOEXEC) != 1 ||
	    !CMSG_FIRSTHDR(&m))
		return -1;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(fd));
	return fd;
}

/* A helper makes it, sends it, and has ended before it arrives. */
static int helped(long (*make)(const struct job *), struct job *j)
{
	int pair[2], fd, err;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		note(j, make(j));
		if (j->ret >= 0)
			send_right(pair[1], (int)j->ret);
		_exit(0);
	}
	came_of(j, pid);
	fd = j->ret >= 0 ? take_right(pair[0]) : -1;
	err = j->err;
	plain_close(pair[0]);
	plain_close(pair[1]);
	errno = err;
	return fd;
}

static long make_socket(const struct job *j)
{
	return plain_socket(j->domain, j->type, j->protocol);
}

static long make_accepted(const struct job *j)
{
	return plain_accept(j->fd);
}

static int socket_helped(int domain, int type, int protocol)
{
	struct job *j = job();

	j->domain = domain;
	j->type = type;
	j->protocol = protocol;
	return helped(make_socket, j);
}

static int accept_helped(int fd)
{
	struct job *j = job();

	j->fd = fd;
	return helped(make_accepted, j);
}

/* The socket stays in a child until its parent has taken it out of there. */
static int socket_taken(int domain, int type, int protocol)
{
	struct job *j = job();
	int done[2], pidfd, fd, err;
	char byte;
	pid_t pid;

	if (pipe(done) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		note(j, plain_socket(domain, type, protocol));
		plain_close(done[0]);
		write(done[1], "", 1) < 0 ? (void)0 : (void)pause();
		_exit(0);
	}
	if (read(done[0], &byte, 1) != 1)
		return -1;
	pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	fd = (int)syscall(SYS_pidfd_getfd, pidfd, (int)j->ret, 0);
	err = j->err;
	kill(pid, SIGKILL);
	came_of(j, pid);
	plain_close(pidfd);
	plain_close(done[0]);
	plain_close(done[1]);
	errno = err;
	return j->ret < 0 ? -1 : fd;
}

const struct way ways_of_processes[] = {
	{.name = "fork", .send = send_forked},
	{.name = "clone3", .send = send_vforked},
	{.name = "exec", .send = send_by_a_program},
	{.name = "clone-files",
	 .socket = socket_shared,
	 .accept = accept_shared,
	 .close = close_shared},
	{.name = "unshare", .send = send_unshared},
	{.name = "rights", .socket = socket_helped, .accept = accept_helped},
	{.name = "pidfd_getfd", .socket = socket_taken},
	{.name = NULL},
};
