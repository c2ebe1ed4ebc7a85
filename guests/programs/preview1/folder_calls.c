/* SPDX-License-Identifier: Apache-2.0 */
/* What is done with files does not work with a folder. */
#include "say.h"

int program_folder_calls(void)
{
	char byte = 'x';
	const __wasi_iovec_t in = {(uint8_t *)&byte, 1};
	const __wasi_ciovec_t out = {(uint8_t *)&byte, 1};
	__wasi_filesize_t at;
	__wasi_size_t n;
	__wasi_fd_t fd;

	mkdir("d", 0777);
	fd = (__wasi_fd_t)open("d", O_RDONLY | O_DIRECTORY);
	say_wasi("seek, set", __wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &at));
	say_wasi("seek, here", __wasi_fd_seek(fd, 0, __WASI_WHENCE_CUR, &at));
	say_wasi("seek, end", __wasi_fd_seek(fd, 0, __WASI_WHENCE_END, &at));
	say_wasi("tell", __wasi_fd_tell(fd, &at));
	say_wasi("write", __wasi_fd_write(fd, &out, 1, &n));
	say_wasi("pwrite", __wasi_fd_pwrite(fd, &out, 1, 0, &n));
	say_wasi("allocate", __wasi_fd_allocate(fd, 0, 1));
	say_wasi("read", __wasi_fd_read(fd, &in, 1, &n));
	say_wasi("pread", __wasi_fd_pread(fd, &in, 1, 0, &n));
	say_wasi("set size", __wasi_fd_filestat_set_size(fd, 0));
	say_wasi("prestat of what was opened",
		 __wasi_fd_prestat_get(fd, &(__wasi_prestat_t){0}));
	say_wasi("readdir of a file",
		 __wasi_fd_readdir(
			 (__wasi_fd_t)open("a", O_RDWR | O_CREAT, 0666),
			 (uint8_t *)&byte, 1, 0, &n));
	return 0;
}
