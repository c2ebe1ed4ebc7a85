/* SPDX-License-Identifier: Apache-2.0 */
/* Paths, as preview1 says them: below the first folder that is open. */
#include <string.h>

#include "wasi.h"

WASI_IMPORT(wasi_snapshot_preview1, fd_prestat_get)
(uint32_t fd, wasi_ptr prestat);
WASI_IMPORT(wasi_snapshot_preview1, path_open)
(uint32_t dir, uint32_t lookup, wasi_ptr path, uint32_t len, uint32_t oflags,
 uint64_t rights, uint64_t inheriting, uint32_t fdflags, wasi_ptr fd);
WASI_IMPORT(wasi_snapshot_preview1, path_unlink_file)
(uint32_t dir, wasi_ptr path, uint32_t len);

#define WASI_FIRST 3
#define WASI_PRESTAT 8
#define WASI_BADF 8
#define WASI_FOLLOW 1
#define WASI_CREAT 1

/* rights, by bit number */
#define RIGHT(n) (UINT64_C(1) << (n))
#define RIGHTS_READ RIGHT(1)
#define RIGHTS_WRITE RIGHT(6)
/* fd_seek, fd_fdstat_set_flags, fd_filestat_get, poll_fd_readwrite */
#define RIGHTS_ANY (RIGHT(2) | RIGHT(3) | RIGHT(21) | RIGHT(27))

static const char wasi_no_folder[] = "no folder is open to the guest";

/* The first folder, or -1. */
static int wasi_folder(void)
{
	struct guard *stat = guard_new("prestat", WASI_PRESTAT);
	uint32_t err = 0;

	for (uint32_t fd = WASI_FIRST; err != WASI_BADF; fd++) {
		err = wasi_snapshot_preview1_fd_prestat_get(
			fd, wasi_at(stat->bytes));
		if (err == 0 && stat->bytes[0] == 0)
			return (int)fd;
	}
	return -1;
}

struct sock_ret sock_open(const char *path, int mode)
{
	static const uint64_t rights[] = {
		RIGHTS_READ | RIGHTS_ANY,
		RIGHTS_WRITE | RIGHTS_ANY,
		RIGHTS_READ | RIGHTS_WRITE | RIGHTS_ANY,
	};
	int dir = wasi_folder();
	struct guard *fd = wasi_out_fd();
	uint32_t err;

	if (dir == -1)
		return sock_cannot(wasi_no_folder);
	err = wasi_snapshot_preview1_path_open(
		(uint32_t)dir, WASI_FOLLOW, wasi_at(path), strlen(path),
		WASI_CREAT, rights[mode], 0, 0, wasi_at(fd->bytes));
	return wasi_ret_fd(err, fd);
}

struct sock_ret sock_unlink(const char *path)
{
	int dir = wasi_folder();

	if (dir == -1)
		return sock_cannot(wasi_no_folder);
	return wasi_ret(wasi_snapshot_preview1_path_unlink_file(
				(uint32_t)dir, wasi_at(path), strlen(path)),
			0);
}
