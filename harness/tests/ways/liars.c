/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hosts that say they have done it, and have not, or have done something
 * else, by the ways of the other files: who follows those must see that.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ways.h"

/* No message at all. */
static ssize_t send_no_message(int fd, const void *data, size_t n, int flags)
{
	(void)data;
	sendmmsg(fd, NULL, 0, flags);
	return (ssize_t)n;
}

/* The second message says what the guest never did. */
static ssize_t send_other_messages(int fd, const void *data, size_t n,
				   int flags)
{
	char other[64] = "";
	struct iovec v[2] = {{other, n}, {other, n}};
	struct mmsghdr m[2] = {
		{.msg_hdr = {.msg_iov = v, .msg_iovlen = 1}},
		{.msg_hdr = {.msg_iov = v + 1, .msg_iovlen = 1}},
	};

	(void)data;
	sendmmsg(fd, m, 2, flags);
	return (ssize_t)n;
}

/* Control data with lengths that lie, before it is sent as it should be. */
static ssize_t send_bad_rights(int fd, const void *data, size_t n, int flags)
{
	static const size_t lens[] = {0,  1,    15,       16,
				      17, 4096, SIZE_MAX, SIZE_MAX - 7};
	struct iovec v = {(void *)(uintptr_t)data, n};
	struct cmsghdr c = {.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
	struct msghdr m = {.msg_iov = &v,
			   .msg_iovlen = 1,
			   .msg_control = &c,
			   .msg_controllen = sizeof(c)};

	for (size_t i = 0; i < sizeof(lens) / sizeof(*lens); i++) {
		c.cmsg_len = lens[i];
		if (syscall(SYS_sendmsg, fd, &m, flags) == (ssize_t)n)
			return (ssize_t)n;
	}
	return plain_send(fd, data, n, flags);
}

/* A range that ends just before it. */
static int close_the_one_before(int fd)
{
	syscall(SYS_close_range, fd, fd - 1, 0);
	return 0;
}

/* It closes its own, and a copy stays open. */
static int close_and_keep(int fd)
{
	if (fcntl(fd, F_DUPFD_CLOEXEC, 100) < 0)
		return -1;
	return plain_close(fd);
}

/* A child closes: its own copy, and nothing of its parent's. */
static int close_in_a_child(int fd)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		plain_close(fd);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return 0;
}

const struct way ways_of_liars[] = {
	{.name = "no-message", .send = send_no_message},
	{.name = "other-messages", .send = send_other_messages},
	{.name = "bad-rights", .send = send_bad_rights},
	{.name = "close-before", .close = close_the_one_before},
	{.name = "close-and-keep", .close = close_and_keep},
	{.name = "close-in-a-child", .close = close_in_a_child},
	{.name = NULL},
};
