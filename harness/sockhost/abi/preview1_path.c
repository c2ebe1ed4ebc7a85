/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preview1_path.c: paths. They are beneath the folder whose descriptor the
 * guest names, and cannot lead out of it, see beneath.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/beneath.h"
#include "core/errnos.h"
#include "core/host.h"
#include "preview1.h"

#define LOOKUP_SYMLINK_FOLLOW 1

/* oflags */
enum { CREAT = 1, DIRECTORY = 2, EXCL = 4, TRUNC = 8 };

/* Where a path leads: the folder that it is in, opened, and its last part. */
struct preview1_place {
	int dir;
	const char *name;
	char room[PATH_MAX];
};

/* A string in the guest's memory; 0 or -errno. */
static int preview1_path(struct sockhost *h, char path[PATH_MAX],
	uint32_t ptr, uint32_t len)
{
	if (!mem_at(h, ptr, len))
		return -EFAULT;
	if (len >= PATH_MAX)
		return -ENAMETOOLONG;
	mem_get(h, path, ptr, len);
	path[len] = '\0';
	return strlen(path) == len ? 0 : -EINVAL;
}

static int preview1_place(struct sockhost *h, struct preview1_place *p,
	uint32_t fd, uint32_t ptr, uint32_t len)
{
	char path[PATH_MAX];
	int r = preview1_path(h, path, ptr, len);

	if (r < 0)
		return r;
	p->dir = beneath_parent(fds_host(h, fd), path, p->room, &p->name);
	return p->dir < 0 ? p->dir : 0;
}

/* Done with it; `ret` is what the system call returned. */
static long preview1_leave(struct preview1_place *p, long ret)
{
	long r = host_result(ret);

	close(p->dir);
	return r;
}

static int preview1_access(uint64_t rights)
{
	bool read = rights & RIGHT_FD_READ;
	bool write = rights & (RIGHT_FD_WRITE | RIGHT_FD_ALLOCATE |
		RIGHT_FD_FILESTAT_SET_SIZE);

	return read && write ? O_RDWR : write ? O_WRONLY : O_RDONLY;
}

static int preview1_how(uint32_t lookup, uint32_t oflags, uint64_t rights,
	uint32_t fdflags)
{
	int flags = preview1_access(rights) | preview1_open_flags(fdflags);

	if (!(lookup & LOOKUP_SYMLINK_FOLLOW))
		flags |= O_NOFOLLOW;
	if (oflags & CREAT)
		flags |= O_CREAT;
	if (oflags & DIRECTORY)
		flags |= O_DIRECTORY;
	if (oflags & EXCL)
		flags |= O_EXCL;
	if (oflags & TRUNC)
		flags |= O_TRUNC;
	return flags;
}

uint32_t preview1_path_open(struct sockhost *h, uint32_t fd, uint32_t lookup,
	uint32_t path, uint32_t len, uint32_t oflags, uint64_t rights,
	uint64_t inheriting, uint32_t fdflags, uint32_t out_fd)
{
	char name[PATH_MAX];
	int r;

	(void)inheriting;
	if (!mem_at(h, out_fd, 4))
		return errnos_wasi(h, EFAULT);
	r = preview1_path(h, name, path, len);
	if (r == 0 && fds_get(h, fd) && !fds_room(h, 1))
		r = -EMFILE;
	if (r == 0)
		r = beneath_open(fds_host(h, fd), name,
			preview1_how(lookup, oflags, rights, fdflags), 0666);
	if (r >= 0)
		r = fds_add(h, r);
	if (r < 0)
		return errnos_result(h, r);
	mem_put32(h, out_fd, (uint32_t)r);
	return WASI_SUCCESS;
}

/* Opened just to be looked at: a descriptor or -errno. */
static int preview1_look(struct sockhost *h, uint32_t fd, uint32_t lookup,
	uint32_t ptr, uint32_t len)
{
	char path[PATH_MAX];
	int r = preview1_path(h, path, ptr, len);

	if (r < 0)
		return r;
	return beneath_open(fds_host(h, fd), path, O_PATH |
		(lookup & LOOKUP_SYMLINK_FOLLOW ? 0 : O_NOFOLLOW), 0);
}

uint32_t preview1_path_filestat_get(struct sockhost *h, uint32_t fd,
	uint32_t lookup, uint32_t path, uint32_t len, uint32_t out_filestat)
{
	struct stat st;
	int file, r;

	if (!mem_at(h, out_filestat, FILESTAT_SIZE))
		return errnos_wasi(h, EFAULT);
	file = preview1_look(h, fd, lookup, path, len);
	if (file < 0)
		return errnos_result(h, file);
	r = (int)host_result(fstat(file, &st));
	close(file);
	if (r == 0)
		preview1_put_filestat(h, out_filestat, &st);
	return errnos_result(h, r);
}

uint32_t preview1_path_filestat_set_times(struct sockhost *h, uint32_t fd,
	uint32_t lookup, uint32_t path, uint32_t len, uint64_t atim,
	uint64_t mtim, uint32_t flags)
{
	struct timespec ts[2];
	int file, r;

	if (preview1_times(ts, atim, mtim, flags) < 0)
		return errnos_wasi(h, EINVAL);
	file = preview1_look(h, fd, lookup, path, len);
	if (file < 0)
		return errnos_result(h, file);
	r = (int)host_result(utimensat(file, "", ts, AT_EMPTY_PATH));
	close(file);
	return errnos_result(h, r);
}

uint32_t preview1_path_create_directory(struct sockhost *h, uint32_t fd,
	uint32_t path, uint32_t len)
{
	struct preview1_place p;
	long r = preview1_place(h, &p, fd, path, len);

	if (r == 0)
		r = preview1_leave(&p, mkdirat(p.dir, p.name, 0777));
	return errnos_result(h, r);
}

static uint32_t preview1_unlink(struct sockhost *h, uint32_t fd,
	uint32_t path, uint32_t len, int flags)
{
	struct preview1_place p;
	long r = preview1_place(h, &p, fd, path, len);

	if (r == 0)
		r = preview1_leave(&p, unlinkat(p.dir, p.name, flags));
	return errnos_result(h, r);
}

uint32_t preview1_path_remove_directory(struct sockhost *h, uint32_t fd,
	uint32_t path, uint32_t len)
{
	return preview1_unlink(h, fd, path, len, AT_REMOVEDIR);
}

uint32_t preview1_path_unlink_file(struct sockhost *h, uint32_t fd,
	uint32_t path, uint32_t len)
{
	return preview1_unlink(h, fd, path, len, 0);
}

uint32_t preview1_path_rename(struct sockhost *h, uint32_t fd, uint32_t path,
	uint32_t len, uint32_t to_fd, uint32_t to, uint32_t to_len)
{
	struct preview1_place p, q;
	long r = preview1_place(h, &p, fd, path, len);

	if (r < 0)
		return errnos_result(h, r);
	r = preview1_place(h, &q, to_fd, to, to_len);
	if (r == 0)
		r = preview1_leave(&q,
			renameat(p.dir, p.name, q.dir, q.name));
	close(p.dir);
	return errnos_result(h, r);
}

/* What is linked to is never followed to, so that it stays beneath. */
uint32_t preview1_path_link(struct sockhost *h, uint32_t fd, uint32_t lookup,
	uint32_t path, uint32_t len, uint32_t to_fd, uint32_t to,
	uint32_t to_len)
{
	struct preview1_place p, q;
	long r;

	if (lookup & LOOKUP_SYMLINK_FOLLOW)
		return errnos_wasi(h, EINVAL);
	r = preview1_place(h, &p, fd, path, len);
	if (r < 0)
		return errnos_result(h, r);
	r = preview1_place(h, &q, to_fd, to, to_len);
	if (r == 0 && strchr(p.name, '/'))
		r = preview1_leave(&q, (errno = ENOTDIR, -1));
	else if (r == 0)
		r = preview1_leave(&q,
			linkat(p.dir, p.name, q.dir, q.name, 0));
	close(p.dir);
	return errnos_result(h, r);
}

/* A link may point anywhere beneath: an absolute one never does. */
uint32_t preview1_path_symlink(struct sockhost *h, uint32_t target,
	uint32_t target_len, uint32_t fd, uint32_t path, uint32_t len)
{
	struct preview1_place p;
	char old[PATH_MAX];
	long r = preview1_path(h, old, target, target_len);

	if (r == 0 && *old == '/')
		r = -EPERM;
	if (r == 0)
		r = preview1_place(h, &p, fd, path, len);
	if (r == 0)
		r = preview1_leave(&p, symlinkat(old, p.dir, p.name));
	return errnos_result(h, r);
}

uint32_t preview1_path_readlink(struct sockhost *h, uint32_t fd,
	uint32_t path, uint32_t len, uint32_t out_bytes, uint32_t room,
	uint32_t out_used)
{
	char *to = mem_at(h, out_bytes, room);
	long r;
	int file;

	if (!to || !mem_at(h, out_used, 4))
		return errnos_wasi(h, EFAULT);
	file = preview1_look(h, fd, 0, path, len);
	if (file < 0)
		return errnos_result(h, file);
	r = host_result(readlinkat(file, "", to, room));
	close(file);
	/* of an opened file that is no link, Linux says ENOENT */
	if (r < 0)
		return errnos_wasi(h, r == -ENOENT ? EINVAL : (int)-r);
	mem_put32(h, out_used, (uint32_t)r);
	return WASI_SUCCESS;
}
