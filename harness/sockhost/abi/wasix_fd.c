/* SPDX-License-Identifier: Apache-2.0 */
/* WASIX: more numbers for descriptors, and pipes, see wasix.h. */
#include <errno.h>

#include "core/errnos.h"
#include "core/host.h"
#include "core/make.h"
#include "wasix.h"

#define FDFLAGSEXT_CLOEXEC 0x1

static uint32_t wasix_dup(struct sockhost *h, uint32_t fd, uint32_t least,
			  uint32_t cloexec, uint32_t out_fd)
{
	int r;

	if (!mem_at(h, out_fd, 4))
		return errnos_wasi(h, EFAULT);
	if (cloexec > 1)
		return errnos_wasi(h, EINVAL);
	r = make_dup(h, fd, least);
	if (r < 0)
		return errnos_result(h, r);
	fds_get(h, (uint32_t)r)->cloexec = cloexec;
	mem_put32(h, out_fd, (uint32_t)r);
	return WASI_SUCCESS;
}

uint32_t wasix_fd_dup(struct sockhost *h, uint32_t fd, uint32_t out_fd)
{
	return wasix_dup(h, fd, 0, 0, out_fd);
}

/* fcntl(2)'s F_DUPFD in spite of its name. */
uint32_t wasix_fd_dup2(struct sockhost *h, uint32_t fd, uint32_t least,
		       uint32_t cloexec, uint32_t out_fd)
{
	return wasix_dup(h, fd, least, cloexec, out_fd);
}

uint32_t wasix_fd_pipe(struct sockhost *h, uint32_t out_fd, uint32_t out_other)
{
	uint32_t made[2];
	int r;

	if (!mem_at(h, out_fd, 4) || !mem_at(h, out_other, 4))
		return errnos_wasi(h, EFAULT);
	r = make_pipe(h, made);
	if (r < 0)
		return errnos_result(h, r);
	mem_put32(h, out_fd, made[0]);
	mem_put32(h, out_other, made[1]);
	return WASI_SUCCESS;
}

uint32_t wasix_fd_fdflags_get(struct sockhost *h, uint32_t fd,
			      uint32_t out_roflags)
{
	const struct fd *f = fds_get(h, fd);

	if (!mem_at(h, out_roflags, 2))
		return errnos_wasi(h, EFAULT);
	if (!f)
		return errnos_wasi(h, EBADF);
	mem_put16(h, out_roflags, f->cloexec ? FDFLAGSEXT_CLOEXEC : 0);
	return WASI_SUCCESS;
}

uint32_t wasix_fd_fdflags_set(struct sockhost *h, uint32_t fd, uint32_t fdflags)
{
	struct fd *f = fds_get(h, fd);

	if (!f)
		return errnos_wasi(h, EBADF);
	if (fdflags & ~(uint32_t)FDFLAGSEXT_CLOEXEC)
		return errnos_wasi(h, EINVAL);
	f->cloexec = fdflags != 0;
	return WASI_SUCCESS;
}
