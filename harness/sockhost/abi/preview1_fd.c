/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preview1_fd.c: what can be done with any descriptor.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "core/errnos.h"
#include "core/host.h"
#include "mutants/mutants.h"
#include "preview1.h"
#include "preview1_rights.h"

#define FDSTAT_SIZE 24
#define PRESTAT_SIZE 8

/* How many bytes, told at out, which has been checked. */
static uint32_t preview1_count(struct sockhost *h, ssize_t n, uint32_t out)
{
	if (n == -1)
		return errnos_wasi(h, errno);
	mem_put32(h, out, (uint32_t)n);
	return WASI_SUCCESS;
}

uint32_t preview1_fd_read(struct sockhost *h, uint32_t fd, uint32_t iovs,
			  uint32_t niovs, uint32_t out_nread)
{
	int host = fds_host(h, fd);
	struct mem_iov iov;

	if (!mem_at(h, out_nread, 4))
		return errnos_wasi(h, EFAULT);
	mem_iov(h, &iov, iovs, niovs, MEM_IOV_32);
	if (iov.at == iov.piece && iov.n == 1)
		return preview1_count(
			h, read(host, iov.at->iov_base, iov.at->iov_len),
			out_nread);
	return preview1_count(h, readv(host, iov.at, (int)iov.n), out_nread);
}

uint32_t preview1_fd_write(struct sockhost *h, uint32_t fd, uint32_t iovs,
			   uint32_t niovs, uint32_t out_nwritten)
{
	int host = fds_host(h, fd);
	struct mem_iov iov;

	if (!mem_at(h, out_nwritten, 4))
		return errnos_wasi(h, EFAULT);
	mem_iov(h, &iov, iovs, niovs, MEM_IOV_32);
	if (iov.at == iov.piece && iov.n == 1)
		return preview1_count(
			h, write(host, iov.at->iov_base, iov.at->iov_len),
			out_nwritten);
	return preview1_count(h, writev(host, iov.at, (int)iov.n),
			      out_nwritten);
}

uint32_t preview1_fd_pread(struct sockhost *h, uint32_t fd, uint32_t iovs,
			   uint32_t niovs, uint64_t offset, uint32_t out_nread)
{
	struct mem_iov iov;

	if (!mem_at(h, out_nread, 4))
		return errnos_wasi(h, EFAULT);
	mem_iov(h, &iov, iovs, niovs, MEM_IOV_32);
	return preview1_count(
		h, preadv(fds_host(h, fd), iov.at, (int)iov.n, (off_t)offset),
		out_nread);
}

uint32_t preview1_fd_pwrite(struct sockhost *h, uint32_t fd, uint32_t iovs,
			    uint32_t niovs, uint64_t offset,
			    uint32_t out_nwritten)
{
	struct mem_iov iov;

	if (!mem_at(h, out_nwritten, 4))
		return errnos_wasi(h, EFAULT);
	mem_iov(h, &iov, iovs, niovs, MEM_IOV_32);
	return preview1_count(
		h, pwritev(fds_host(h, fd), iov.at, (int)iov.n, (off_t)offset),
		out_nwritten);
}

uint32_t preview1_fd_close(struct sockhost *h, uint32_t fd)
{
	return errnos_result(h, fds_close(h, fd));
}

uint32_t preview1_fd_renumber(struct sockhost *h, uint32_t from, uint32_t to)
{
	return errnos_result(h, fds_move(h, from, to));
}

/* fdflags and the open flags of Linux; O_SYNC includes O_DSYNC's bit. */
static const struct {
	uint32_t fdflag;
	int open_flag;
} preview1_flags[] = {
	{FDFLAG_APPEND, O_APPEND},     {FDFLAG_DSYNC, O_DSYNC},
	{FDFLAG_NONBLOCK, O_NONBLOCK}, {FDFLAG_RSYNC, O_RSYNC},
	{FDFLAG_SYNC, O_SYNC},
};

#define PREVIEW1_FLAGS (sizeof(preview1_flags) / sizeof(preview1_flags[0]))

int preview1_open_flags(uint32_t fdflags)
{
	int flags = 0;

	for (size_t i = 0; i < PREVIEW1_FLAGS; i++)
		if (fdflags & preview1_flags[i].fdflag)
			flags |= preview1_flags[i].open_flag;
	return flags;
}

static uint16_t preview1_fdflags(int flags)
{
	uint32_t fdflags = 0;

	for (size_t i = 0; i < PREVIEW1_FLAGS; i++)
		if ((flags & preview1_flags[i].open_flag) ==
		    preview1_flags[i].open_flag)
			fdflags |= preview1_flags[i].fdflag;
	return (uint16_t)fdflags;
}

uint32_t preview1_fd_fdstat_get(struct sockhost *h, uint32_t fd,
				uint32_t out_fdstat)
{
	struct fd *f = fds_get(h, fd);
	uint8_t stat[FDSTAT_SIZE] = {0};
	int flags;

	if (!mem_at(h, out_fdstat, FDSTAT_SIZE))
		return errnos_wasi(h, EFAULT);
	flags = fcntl(fds_host(h, fd), F_GETFL);
	if (flags == -1)
		return errnos_wasi(h, errno);
	stat[0] = (uint8_t)fds_type(f);
	mem_set16(stat + 2, preview1_fdflags(flags));
	mem_set64(stat + 8, rights_base(f, flags));
	mem_set64(stat + 16, rights_inheriting(f));
	mem_put(h, out_fdstat, stat, sizeof(stat));
	return WASI_SUCCESS;
}

#define FDFLAGS_FIXED (FDFLAG_DSYNC | FDFLAG_RSYNC | FDFLAG_SYNC)

/* Flags among these that only open(2) sets: F_SETFL would ignore them. */
static bool preview1_fixed(int host, uint32_t flags)
{
	int now = flags & FDFLAGS_FIXED ? fcntl(host, F_GETFL) : -1;

	return now != -1 &&
	       (flags & FDFLAGS_FIXED & ~(uint32_t)preview1_fdflags(now));
}

uint32_t preview1_fd_fdstat_set_flags(struct sockhost *h, uint32_t fd,
				      uint32_t flags)
{
	if (flags & ~(uint32_t)FDFLAGS_ALL)
		return errnos_wasi(h, EINVAL);
	if (preview1_fixed(fds_host(h, fd), flags))
		return errnos_wasi(h, EOPNOTSUPP);
	if (mutant(h, M_nonblock_ignored))
		flags &= ~(uint32_t)FDFLAG_NONBLOCK;
	return errnos_result(h, host_result(fcntl(fds_host(h, fd), F_SETFL,
						  preview1_open_flags(flags))));
}

uint32_t preview1_fd_fdstat_set_rights(struct sockhost *h, uint32_t fd,
				       uint64_t rights, uint64_t inheriting)
{
	struct fd *f = fds_get(h, fd);
	int flags = fcntl(fds_host(h, fd), F_GETFL);

	if (flags == -1)
		return errnos_wasi(h, errno);
	if ((rights & ~rights_base(f, flags)) ||
	    (inheriting & ~rights_inheriting(f)))
		return WASI_NOTCAPABLE;
	rights_hold(f, rights, inheriting);
	return WASI_SUCCESS;
}

uint32_t preview1_fd_prestat_get(struct sockhost *h, uint32_t fd,
				 uint32_t out_prestat)
{
	const struct fd *f = fds_get(h, fd);
	uint8_t stat[PRESTAT_SIZE] = {0}; /* tag 0: a folder */

	if (!f || !f->preopen)
		return errnos_wasi(h, EBADF);
	mem_set32(stat + 4, (uint32_t)strlen(f->preopen));
	return mem_put(h, out_prestat, stat, sizeof(stat))
		       ? WASI_SUCCESS
		       : errnos_wasi(h, EFAULT);
}

uint32_t preview1_fd_prestat_dir_name(struct sockhost *h, uint32_t fd,
				      uint32_t out_name, uint32_t len)
{
	const struct fd *f = fds_get(h, fd);

	if (!f || !f->preopen)
		return errnos_wasi(h, EBADF);
	if (len < strlen(f->preopen))
		return errnos_wasi(h, ENAMETOOLONG);
	return mem_put(h, out_name, f->preopen, strlen(f->preopen))
		       ? WASI_SUCCESS
		       : errnos_wasi(h, EFAULT);
}
