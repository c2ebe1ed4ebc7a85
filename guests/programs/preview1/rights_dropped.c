/* SPDX-License-Identifier: Apache-2.0 */
/* Rights that were dropped are gone for good, for calls and for F_GETFL. */
#include "say.h"

int program_rights_dropped(void)
{
	char byte = 'x';
	int fd;
	__wasi_fdstat_t st;

	make("a", "text");
	fd = open("a", O_RDWR);
	st = stat_fd(fd);
	say_wasi("keep all",
		 __wasi_fd_fdstat_set_rights((__wasi_fd_t)fd, st.fs_rights_base,
					     st.fs_rights_inheriting));
	say("mode", fcntl(fd, F_GETFL) & O_ACCMODE);
	say_wasi("drop write",
		 __wasi_fd_fdstat_set_rights((__wasi_fd_t)fd,
					     st.fs_rights_base &
						     ~__WASI_RIGHTS_FD_WRITE,
					     st.fs_rights_inheriting));
	say("mode", (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDONLY);
	say("write", write(fd, &byte, 1));
	say("read", read(fd, &byte, 1));
	say_wasi("take it back",
		 __wasi_fd_fdstat_set_rights((__wasi_fd_t)fd, st.fs_rights_base,
					     st.fs_rights_inheriting));
	say_wasi("take what it never had",
		 __wasi_fd_fdstat_set_rights((__wasi_fd_t)fd,
					     __WASI_RIGHTS_PATH_OPEN, 0));
	say_wasi("drop all",
		 __wasi_fd_fdstat_set_rights((__wasi_fd_t)fd, 0, 0));
	say("read", read(fd, &byte, 1));
	say("none is left", stat_fd(fd).fs_rights_base == 0);
	say_wasi("closed", __wasi_fd_fdstat_set_rights(77, 0, 0));
	show("a");
	return 0;
}
