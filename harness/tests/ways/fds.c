/* SPDX-License-Identifier: Apache-2.0 */
/* Ways of copying and closing descriptors. */
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ways.h"

static int range(int fd, unsigned flags)
{
	return (int)syscall(SYS_close_range, fd, fd, flags);
}

static int close_by_range(int fd)
{
	return range(fd, 0);
}

static int close_by_unsharing(int fd)
{
	return range(fd, CLOSE_RANGE_UNSHARE);
}

/* That a range will close on exec closes nothing now. */
static int close_after_marking(int fd)
{
	range(fd, CLOSE_RANGE_CLOEXEC);
	return plain_close(fd);
}

/* Something else takes its number, which is closed as a file's then. */
static int close_by_dup(int fd, int flags)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (flags)
		dup3(null, fd, flags);
	else
		dup2(null, fd);
	plain_close(null);
	return plain_close(fd);
}

static int close_by_dup2(int fd)
{
	return close_by_dup(fd, 0);
}

static int close_by_dup3(int fd)
{
	return close_by_dup(fd, O_CLOEXEC);
}

static int dup_by_fcntl(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, 40);
}

static int dup_by_dup2(int fd)
{
	return dup2(fd, 50);
}

static int dup_by_dup3(int fd)
{
	return dup3(fd, 60, O_CLOEXEC);
}

/* A runtime that wants its sockets at high numbers. */
static int moved(int fd)
{
	int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 100), err = errno;

	if (fd >= 0)
		plain_close(fd);
	errno = err;
	return high;
}

static int socket_moved(int domain, int type, int protocol)
{
	return moved(plain_socket(domain, type, protocol));
}

static int accept_moved(int fd)
{
	return moved(plain_accept(fd));
}

/*
 * A runtime that counts the uses of one descriptor: the guest's duplicate is a
 * number that only the runtime knows. One at a time is enough for a case.
 */
#define COUNTED 90
static int counted = -1, uses;

static int counted_of(int fd)
{
	return fd == COUNTED ? counted : fd;
}

static int dup_counted(int fd)
{
	counted = fd;
	uses = 2;
	return COUNTED;
}

static int close_counted(int fd)
{
	if (counted_of(fd) != counted)
		return plain_close(fd);
	if (--uses > 0)
		return 0;
	fd = counted;
	counted = -1;
	return plain_close(fd);
}

static ssize_t send_counted(int fd, const void *data, size_t n, int flags)
{
	return plain_send(counted_of(fd), data, n, flags);
}

/* Every send on a copy. */
static ssize_t send_on_a_copy(int fd, const void *data, size_t n, int flags)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 70), err;
	ssize_t sent = plain_send(copy, data, n, flags);

	err = errno;
	plain_close(copy);
	errno = err;
	return sent;
}

/* A socket of the host's own is made first, and stays for the step. */
static int socket_after_another(int domain, int type, int protocol)
{
	static int own = -1;

	if (own >= 0)
		plain_close(own);
	own = plain_socket(domain == 1 ? 2 : 1, 1, 0);
	return plain_socket(domain, type, protocol);
}

const struct way ways_of_fds[] = {
	{.name = "close_range", .close = close_by_range},
	{.name = "close_range-unshare", .close = close_by_unsharing},
	{.name = "close_range-cloexec", .close = close_after_marking},
	{.name = "close-by-dup2", .close = close_by_dup2},
	{.name = "close-by-dup3", .close = close_by_dup3},
	{.name = "dup-by-fcntl", .dup = dup_by_fcntl},
	{.name = "dup-by-dup2", .dup = dup_by_dup2},
	{.name = "dup-by-dup3", .dup = dup_by_dup3},
	{.name = "dup-counted",
	 .dup = dup_counted,
	 .close = close_counted,
	 .send = send_counted},
	{.name = "moved", .socket = socket_moved, .accept = accept_moved},
	{.name = "on-a-copy", .send = send_on_a_copy},
	{.name = "own-socket", .socket = socket_after_another},
	{.name = NULL},
};
