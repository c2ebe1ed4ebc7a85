/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preview1_file.c: files and folders that are open.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/errnos.h"
#include "core/host.h"
#include "preview1.h"
#include "preview1_rights.h"

/* A folder's position is in its cookies, see fd_readdir: it has no other. */
static uint32_t preview1_lseek(struct sockhost *h, uint32_t fd, int64_t offset,
			       int whence, uint32_t out_offset)
{
	struct fd *f = fds_get(h, fd);
	off_t r;

	if (!mem_at(h, out_offset, 8))
		return errnos_wasi(h, EFAULT);
	if (f && fds_type(f) == FD_DIRECTORY)
		return errnos_wasi(h, EBADF);
	r = lseek(fds_host(h, fd), offset, whence);
	if (r == -1)
		return errnos_wasi(h, errno);
	mem_put64(h, out_offset, (uint64_t)r);
	return WASI_SUCCESS;
}

uint32_t preview1_fd_seek(struct sockhost *h, uint32_t fd, uint64_t offset,
			  uint32_t whence, uint32_t out_offset)
{
	static const int linux_whence[] = {SEEK_SET, SEEK_CUR, SEEK_END};
	struct fd *f = fds_get(h, fd);

	if (whence > 2)
		return errnos_wasi(h, EINVAL);
	if (f && (offset || linux_whence[whence] != SEEK_CUR) &&
	    !rights_held(f, RIGHT_FD_SEEK))
		return WASI_NOTCAPABLE;
	return preview1_lseek(h, fd, (int64_t)offset, linux_whence[whence],
			      out_offset);
}

uint32_t preview1_fd_tell(struct sockhost *h, uint32_t fd, uint32_t out_offset)
{
	return preview1_lseek(h, fd, 0, SEEK_CUR, out_offset);
}

uint32_t preview1_fd_sync(struct sockhost *h, uint32_t fd)
{
	return errnos_result(h, host_result(fsync(fds_host(h, fd))));
}

uint32_t preview1_fd_datasync(struct sockhost *h, uint32_t fd)
{
	return errnos_result(h, host_result(fdatasync(fds_host(h, fd))));
}

uint32_t preview1_fd_advise(struct sockhost *h, uint32_t fd, uint64_t offset,
			    uint64_t len, uint32_t advice)
{
	static const int linux_advice[] = {
		POSIX_FADV_NORMAL,   POSIX_FADV_SEQUENTIAL, POSIX_FADV_RANDOM,
		POSIX_FADV_WILLNEED, POSIX_FADV_DONTNEED,   POSIX_FADV_NOREUSE};

	if (advice > 5)
		return errnos_wasi(h, EINVAL);
	return errnos_wasi(h, posix_fadvise(fds_host(h, fd), (off_t)offset,
					    (off_t)len, linux_advice[advice]));
}

uint32_t preview1_fd_allocate(struct sockhost *h, uint32_t fd, uint64_t offset,
			      uint64_t len)
{
	return errnos_result(h,
			     host_result(fallocate(fds_host(h, fd), 0,
						   (off_t)offset, (off_t)len)));
}

void preview1_put_filestat(struct sockhost *h, uint32_t out,
			   const struct stat *st)
{
	uint8_t stat[FILESTAT_SIZE] = {0};

	mem_set64(stat, st->st_dev);
	mem_set64(stat + 8, st->st_ino);
	stat[16] = (uint8_t)fds_type_of_file(st->st_mode);
	mem_set64(stat + 24, st->st_nlink);
	mem_set64(stat + 32, (uint64_t)st->st_size);
	mem_set64(stat + 40, preview1_ns(&st->st_atim));
	mem_set64(stat + 48, preview1_ns(&st->st_mtim));
	mem_set64(stat + 56, preview1_ns(&st->st_ctim));
	mem_put(h, out, stat, sizeof(stat));
}

uint32_t preview1_fd_filestat_get(struct sockhost *h, uint32_t fd,
				  uint32_t out_filestat)
{
	struct stat st;

	if (!mem_at(h, out_filestat, FILESTAT_SIZE))
		return errnos_wasi(h, EFAULT);
	if (fstat(fds_host(h, fd), &st) == -1)
		return errnos_wasi(h, errno);
	preview1_put_filestat(h, out_filestat, &st);
	return WASI_SUCCESS;
}

uint32_t preview1_fd_filestat_set_size(struct sockhost *h, uint32_t fd,
				       uint64_t size)
{
	return errnos_result(
		h, host_result(ftruncate(fds_host(h, fd), (off_t)size)));
}

/* fstflags: which time, and whether it is told or now */
enum { ATIM = 1, ATIM_NOW = 2, MTIM = 4, MTIM_NOW = 8 };

static struct timespec preview1_time(uint64_t ns, bool told, bool now)
{
	struct timespec ts = preview1_timespec(ns);

	if (!told)
		ts = (struct timespec){.tv_nsec = now ? UTIME_NOW : UTIME_OMIT};
	return ts;
}

int preview1_times(struct timespec ts[2], uint64_t atim, uint64_t mtim,
		   uint32_t flags)
{
	if (flags > (ATIM | ATIM_NOW | MTIM | MTIM_NOW) ||
	    ((flags & ATIM) && (flags & ATIM_NOW)) ||
	    ((flags & MTIM) && (flags & MTIM_NOW)))
		return -EINVAL;
	ts[0] = preview1_time(atim, flags & ATIM, flags & ATIM_NOW);
	ts[1] = preview1_time(mtim, flags & MTIM, flags & MTIM_NOW);
	return 0;
}

uint32_t preview1_fd_filestat_set_times(struct sockhost *h, uint32_t fd,
					uint64_t atim, uint64_t mtim,
					uint32_t flags)
{
	struct timespec ts[2];

	if (preview1_times(ts, atim, mtim, flags) < 0)
		return errnos_wasi(h, EINVAL);
	if (fds_read_only(h, fd))
		return errnos_wasi(h, EROFS);
	return errnos_result(h, host_result(futimens(fds_host(h, fd), ts)));
}
