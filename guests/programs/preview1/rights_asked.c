/* SPDX-License-Identifier: Apache-2.0 */
/* path_open gives the rights that it is asked for, and calls need them. */
#include "say.h"

static void try(const char *what, __wasi_rights_t rights)
{
	char byte = 'x';
	const __wasi_iovec_t in = {(uint8_t *)&byte, 1};
	const __wasi_ciovec_t out = {(uint8_t *)&byte, 1};
	__wasi_filesize_t at;
	__wasi_filestat_t st;
	__wasi_size_t n;
	__wasi_fd_t fd = (__wasi_fd_t)open_rights("a", 0, rights, 0);

	printf("%s\n", what);
	say("  all are there",
	    (stat_fd((int)fd).fs_rights_base & rights) == rights);
	say("  and no others", stat_fd((int)fd).fs_rights_base == rights);
	say_wasi("  fd_read", __wasi_fd_read(fd, &in, 1, &n));
	say_wasi("  fd_write", __wasi_fd_write(fd, &out, 1, &n));
	say_wasi("  fd_seek", __wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &at));
	say_wasi("  fd_tell", __wasi_fd_tell(fd, &at));
	say_wasi("  fd_pread", __wasi_fd_pread(fd, &in, 1, 0, &n));
	say_wasi("  fd_filestat_get", __wasi_fd_filestat_get(fd, &st));
	say_wasi("  fd_sync", __wasi_fd_sync(fd));
	say_wasi("  fd_datasync", __wasi_fd_datasync(fd));
	say_wasi("  set size", __wasi_fd_filestat_set_size(fd, 4));
	say_wasi("  set flags", __wasi_fd_fdstat_set_flags(fd, 0));
	say_wasi("  fd_close", __wasi_fd_close(fd));
}

int program_rights_asked(void)
{
	make("a", "text");
	try("none", 0);
	try("read", __WASI_RIGHTS_FD_READ);
	try("write", __WASI_RIGHTS_FD_WRITE);
	try("read, write", __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_WRITE);
	try("read, seek", __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_SEEK |
				  __WASI_RIGHTS_FD_TELL);
	try("sync", __WASI_RIGHTS_FD_SYNC | __WASI_RIGHTS_FD_DATASYNC);
	return 0;
}
