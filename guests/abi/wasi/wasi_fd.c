/* SPDX-License-Identifier: Apache-2.0 */
/* Operations on any descriptor, as preview1 says them. */
#include "player/args.h"
#include "wasi.h"

WASI_IMPORT(wasi_snapshot_preview1, fd_close)(uint32_t fd);
WASI_IMPORT(wasi_snapshot_preview1, fd_read)
(uint32_t fd, wasi_ptr iovs, uint32_t n, wasi_ptr nread);
WASI_IMPORT(wasi_snapshot_preview1, fd_write)
(uint32_t fd, wasi_ptr iovs, uint32_t n, wasi_ptr nwritten);
WASI_IMPORT(wasi_snapshot_preview1, fd_fdstat_get)(uint32_t fd, wasi_ptr stat);
WASI_IMPORT(wasi_snapshot_preview1, fd_fdstat_set_flags)
(uint32_t fd, uint32_t flags);

/* fdstat: fs_flags is a u16 at 2, its bit 2 is O_NONBLOCK */
#define WASI_FDSTAT 24
#define WASI_FDSTAT_FLAGS 2
#define WASI_NONBLOCK 4

struct sock_ret sock_close(int fd)
{
	return wasi_ret(wasi_snapshot_preview1_fd_close((uint32_t)fd), 0);
}

wasi_ptr wasi_iovs(const struct sock_iov *iov)
{
	static uint32_t list[ARGS_PIECES][2];

	for (int i = 0; i < iov->n; i++) {
		list[i][0] = wasi_at(iov->piece[i].base);
		list[i][1] = iov->piece[i].len;
	}
	return wasi_at(hostile(iov->listptr, list));
}

struct sock_ret sock_read(int fd, const struct sock_iov *iov)
{
	struct guard *n = wasi_out("len");
	uint32_t err = wasi_snapshot_preview1_fd_read(
		(uint32_t)fd, wasi_iovs(iov), (uint32_t)iov->n,
		wasi_at(n->bytes));

	return wasi_ret(err, (long)wasi_out_u32(n));
}

struct sock_ret sock_write(int fd, const struct sock_iov *iov)
{
	struct guard *n = wasi_out("len");
	uint32_t err = wasi_snapshot_preview1_fd_write(
		(uint32_t)fd, wasi_iovs(iov), (uint32_t)iov->n,
		wasi_at(n->bytes));

	return wasi_ret(err, (long)wasi_out_u32(n));
}

/* The flags of a descriptor, as what a call returned. */
static struct sock_ret wasi_flags(int fd)
{
	struct guard *stat = guard_new("fdstat", WASI_FDSTAT);
	uint32_t err = wasi_snapshot_preview1_fd_fdstat_get(
		(uint32_t)fd, wasi_at(stat->bytes));

	return wasi_ret(err, wasi_load16(stat->bytes + WASI_FDSTAT_FLAGS));
}

__attribute__((weak)) int wasi_later_nonblock(int fd, int on)
{
	(void)fd, (void)on;
	return 0;
}

struct sock_ret sock_set_nonblock(int fd, int on)
{
	struct sock_ret r;
	uint32_t flags;

	if (wasi_later_nonblock(fd, on))
		return sock_done(0);
	r = wasi_flags(fd);
	flags = (uint32_t)r.ret;
	if (r.ret == -1)
		return r;
	flags = on ? flags | WASI_NONBLOCK : flags & ~(uint32_t)WASI_NONBLOCK;
	return wasi_ret(
		wasi_snapshot_preview1_fd_fdstat_set_flags((uint32_t)fd, flags),
		0);
}

/* A new descriptor has no flags: they are not asked for. */
struct sock_ret wasi_made(struct sock_ret r, int nonblock)
{
	struct sock_ret set;

	if (r.why != NULL || r.ret == -1 || !nonblock)
		return r;
	set = wasi_ret(wasi_snapshot_preview1_fd_fdstat_set_flags(
			       (uint32_t)r.ret, WASI_NONBLOCK),
		       r.ret);
	if (set.ret == -1)
		sock_close((int)r.ret);
	return set;
}

struct sock_ret sock_get_nonblock(int fd)
{
	struct sock_ret r = wasi_flags(fd);

	if (r.ret != -1)
		r.ret = (r.ret & WASI_NONBLOCK) != 0;
	return r;
}
