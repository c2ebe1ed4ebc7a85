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
#include "preview1_rights.h"

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
static int preview1_path(struct sockhost *h, char path[PATH_MAX], uint32_t ptr,
			 uint32_t len)
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

/*
 * The same for a name that is to be made there: as on Linux one that exists
 * is what is wrong even where nothing can be made.
 */
static int preview1_place_new(struct sockhost *h, struct preview1_place *p,
			      uint32_t fd, uint32_t ptr, uint32_t len)
{
	int r = preview1_place(h, p, fd, ptr, len);
	struct stat st;

	if (r < 0 || !fds_read_only(h, fd))
		return r;
	r = fstatat(p->dir, p->name, &st, AT_SYMLINK_NOFOLLOW);
	close(p->dir);
	return r == 0 ? -EEXIST : -EROFS;
}

/* The same for a name that is to go: where nothing can, it is not sought. */
static int preview1_place_old(struct sockhost *h, struct preview1_place *p,
			      uint32_t fd, uint32_t ptr, uint32_t len)
{
	int r = preview1_place(h, p, fd, ptr, len);

	if (r < 0 || !fds_read_only(h, fd))
		return r;
	close(p->dir);
	return -EROFS;
}

/* Done with it; `ret` is what the system call returned. */
static long preview1_leave(struct preview1_place *p, long ret)
{
	long r = host_result(ret);

	close(p->dir);
	return r;
}

/* What is opened, as path_open has it. */
struct preview1_open {
	uint32_t lookup, oflags, fdflags;
	uint64_t rights, inheriting;
};

static int preview1_access(uint64_t rights)
{
	if (!(rights & RIGHT_FD_WRITE))
		return O_RDONLY;
	return rights & RIGHT_FD_READ ? O_RDWR : O_WRONLY;
}

static int preview1_how(const struct preview1_open *o)
{
	static const struct {
		uint32_t oflag;
		int flag;
	} how[] = {{CREAT, O_CREAT},
		   {DIRECTORY, O_DIRECTORY},
		   {EXCL, O_EXCL},
		   {TRUNC, O_TRUNC}};
	int flags =
		preview1_access(o->rights) | preview1_open_flags(o->fdflags);

	if (!(o->lookup & LOOKUP_SYMLINK_FOLLOW))
		flags |= O_NOFOLLOW;
	for (size_t i = 0; i < sizeof(how) / sizeof(how[0]); i++)
		if (o->oflags & how[i].oflag)
			flags |= how[i].flag;
	return flags;
}

/* Has the folder the rights to open that? */
static bool preview1_may_open(struct fd *dir, const struct preview1_open *o)
{
	return rights_inherit(dir, o->rights, o->inheriting) &&
	       (!(o->oflags & CREAT) ||
		rights_held(dir, RIGHT_PATH_CREATE_FILE)) &&
	       (!(o->oflags & TRUNC) ||
		rights_held(dir, RIGHT_PATH_FILESTAT_SET_SIZE));
}

/* Open it as on a file system that is mounted read-only, see open(2). */
static int preview1_open_read_only(int dir, const char *path, int how)
{
	const int changes = O_CREAT | O_EXCL | O_TRUNC;
	int r = beneath_open(dir, path, how & ~(changes | O_ACCMODE), 0);
	struct stat st;
	int why = 0;

	if (r == -ENOENT && (how & O_CREAT))
		return -EROFS;
	if (r < 0)
		return r;
	if ((how & O_CREAT) && (how & O_EXCL))
		why = EEXIST;
	else if ((how & O_ACCMODE) != O_RDONLY || (how & (O_TRUNC | O_CREAT)))
		why = fstat(r, &st) == 0 && S_ISDIR(st.st_mode) ? EISDIR
		      : (how & O_ACCMODE) != O_RDONLY || (how & O_TRUNC) ? EROFS
									 : 0;
	if (!why)
		return r;
	close(r);
	return -why;
}

/* The guest's number of what is opened there, or -errno. */
static int preview1_open(struct sockhost *h, uint32_t fd, const char *path,
			 const struct preview1_open *o)
{
	bool read_only = fds_read_only(h, fd);
	int host = fds_host(h, fd), how = preview1_how(o);
	struct fd *f;
	int r;

	if (fds_get(h, fd) && !fds_room(h, 1))
		return -EMFILE;
	r = read_only ? preview1_open_read_only(host, path, how)
		      : beneath_open(host, path, how, 0666);
	if (r >= 0)
		r = fds_add(h, r);
	if (r < 0)
		return r;
	f = fds_get(h, (uint32_t)r);
	f->read_only = read_only;
	rights_hold(f, o->rights, o->inheriting);
	return r;
}

uint32_t preview1_path_open(struct sockhost *h, uint32_t fd, uint32_t lookup,
			    uint32_t path, uint32_t len, uint32_t oflags,
			    uint64_t rights, uint64_t inheriting,
			    uint32_t fdflags, uint32_t out_fd)
{
	const struct preview1_open o = {.lookup = lookup,
					.oflags = oflags,
					.fdflags = fdflags,
					.rights = rights,
					.inheriting = inheriting};
	struct fd *dir = fds_get(h, fd);
	char name[PATH_MAX];
	int r;

	if (!mem_at(h, out_fd, 4))
		return errnos_wasi(h, EFAULT);
	r = preview1_path(h, name, path, len);
	if (r == 0 && dir && !preview1_may_open(dir, &o))
		return WASI_NOTCAPABLE;
	if (r == 0)
		r = preview1_open(h, fd, name, &o);
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
	return beneath_open(
		fds_host(h, fd), path,
		O_PATH | (lookup & LOOKUP_SYMLINK_FOLLOW ? 0 : O_NOFOLLOW), 0);
}

uint32_t preview1_path_filestat_get(struct sockhost *h, uint32_t fd,
				    uint32_t lookup, uint32_t path,
				    uint32_t len, uint32_t out_filestat)
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
					  uint32_t lookup, uint32_t path,
					  uint32_t len, uint64_t atim,
					  uint64_t mtim, uint32_t flags)
{
	struct timespec ts[2];
	int file, r;

	if (preview1_times(ts, atim, mtim, flags) < 0)
		return errnos_wasi(h, EINVAL);
	file = preview1_look(h, fd, lookup, path, len);
	if (file < 0)
		return errnos_result(h, file);
	r = fds_read_only(h, fd)
		    ? -EROFS
		    : (int)host_result(utimensat(file, "", ts, AT_EMPTY_PATH));
	close(file);
	return errnos_result(h, r);
}

uint32_t preview1_path_create_directory(struct sockhost *h, uint32_t fd,
					uint32_t path, uint32_t len)
{
	struct preview1_place p;
	long r = preview1_place_new(h, &p, fd, path, len);

	if (r == 0)
		r = preview1_leave(&p, mkdirat(p.dir, p.name, 0777));
	return errnos_result(h, r);
}

static uint32_t preview1_unlink(struct sockhost *h, uint32_t fd, uint32_t path,
				uint32_t len, int flags)
{
	struct preview1_place p;
	long r = preview1_place_old(h, &p, fd, path, len);

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

/*
 * Is one of two folders read-only and the other not? To Linux they would be
 * two mounts, and a file of the first must get no name in the second.
 */
static bool preview1_apart(struct sockhost *h, uint32_t a, uint32_t b)
{
	return fds_get(h, a) && fds_get(h, b) &&
	       fds_read_only(h, a) != fds_read_only(h, b);
}

uint32_t preview1_path_rename(struct sockhost *h, uint32_t fd, uint32_t path,
			      uint32_t len, uint32_t to_fd, uint32_t to,
			      uint32_t to_len)
{
	struct preview1_place p, q;
	long r = preview1_place(h, &p, fd, path, len);

	if (r < 0)
		return errnos_result(h, r);
	r = preview1_apart(h, fd, to_fd)
		    ? -EXDEV
		    : preview1_place_old(h, &q, to_fd, to, to_len);
	if (r == 0)
		r = preview1_leave(&q, renameat(p.dir, p.name, q.dir, q.name));
	close(p.dir);
	return errnos_result(h, r);
}

/* What is linked to is never followed to, so that it stays beneath. */
uint32_t preview1_path_link(struct sockhost *h, uint32_t fd, uint32_t lookup,
			    uint32_t path, uint32_t len, uint32_t to_fd,
			    uint32_t to, uint32_t to_len)
{
	struct preview1_place p, q;
	long r;

	if (lookup & LOOKUP_SYMLINK_FOLLOW)
		return errnos_wasi(h, EINVAL);
	r = preview1_place(h, &p, fd, path, len);
	if (r < 0)
		return errnos_result(h, r);
	r = preview1_apart(h, fd, to_fd)
		    ? -EXDEV
		    : preview1_place_new(h, &q, to_fd, to, to_len);
	if (r == 0 && strchr(p.name, '/'))
		r = preview1_leave(&q, (errno = ENOTDIR, -1));
	else if (r == 0)
		r = preview1_leave(&q, linkat(p.dir, p.name, q.dir, q.name, 0));
	close(p.dir);
	return errnos_result(h, r);
}

/* A link may point anywhere beneath: an absolute one never does. */
uint32_t preview1_path_symlink(struct sockhost *h, uint32_t target,
			       uint32_t target_len, uint32_t fd, uint32_t path,
			       uint32_t len)
{
	struct preview1_place p;
	char old[PATH_MAX];
	long r = preview1_path(h, old, target, target_len);

	if (r == 0 && *old == '/')
		r = -EPERM;
	if (r == 0)
		r = preview1_place_new(h, &p, fd, path, len);
	if (r == 0)
		r = preview1_leave(&p, symlinkat(old, p.dir, p.name));
	return errnos_result(h, r);
}

uint32_t preview1_path_readlink(struct sockhost *h, uint32_t fd, uint32_t path,
				uint32_t len, uint32_t out_bytes, uint32_t room,
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
	/* of an opened file that is not a link Linux says ENOENT */
	if (r < 0)
		return errnos_wasi(h, r == -ENOENT ? EINVAL : (int)-r);
	mem_put32(h, out_used, (uint32_t)r);
	return WASI_SUCCESS;
}
