/* SPDX-License-Identifier: Apache-2.0 */
/* fdflags, at path_open and afterwards. */
#include "say.h"

static void try(const char *what, __wasi_fdflags_t flags)
{
	__wasi_fd_t fd;
	unsigned e = __wasi_path_open(FOLDER, 0, "a", __WASI_OFLAGS_CREAT,
				      __WASI_RIGHTS_FD_READ |
					      __WASI_RIGHTS_FD_WRITE |
					      __WASI_RIGHTS_FD_FDSTAT_SET_FLAGS,
				      0, flags, &fd);

	say_wasi(what, e);
	if (e)
		return;
	say("  has it", (stat_fd((int)fd).fs_flags & flags) == flags);
	say_wasi("  the same again", __wasi_fd_fdstat_set_flags(fd, flags));
	say_wasi("  none", __wasi_fd_fdstat_set_flags(fd, 0));
	say("  append", !!(stat_fd((int)fd).fs_flags & __WASI_FDFLAGS_APPEND));
}

int program_file_flags(void)
{
	__wasi_fd_t fd;

	try("none", 0);
	try("append", __WASI_FDFLAGS_APPEND);
	try("nonblock", __WASI_FDFLAGS_NONBLOCK);
	try("dsync", __WASI_FDFLAGS_DSYNC);
	try("sync", __WASI_FDFLAGS_SYNC);
	fd = (__wasi_fd_t)open("a", O_RDWR);
	say_wasi("set append",
		 __wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_APPEND));
	say("has it", stat_fd((int)fd).fs_flags);
	say("set sync fails",
	    __wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_SYNC) != 0);
	say("still has it", stat_fd((int)fd).fs_flags);
	say_wasi("closed", __wasi_fd_fdstat_set_flags(77, 0));
	return 0;
}
