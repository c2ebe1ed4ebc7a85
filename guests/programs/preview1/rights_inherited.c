/* SPDX-License-Identifier: Apache-2.0 */
/* What a folder may not pass on cannot be asked for through it. */
#include "say.h"

#define READ (__WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_SEEK)

static void try(int folder, const char *what, unsigned oflags,
		__wasi_rights_t rights)
{
	__wasi_fd_t fd;

	say_wasi(what,
		 __wasi_path_open((__wasi_fd_t)folder, 0, "a",
				  (__wasi_oflags_t)oflags, rights, 0, 0, &fd));
}

int program_rights_inherited(void)
{
	__wasi_rights_t base = __WASI_RIGHTS_PATH_OPEN;
	int folder;

	mkdir("d", 0777);
	make("d/a", "text");
	folder = open_rights("d", __WASI_OFLAGS_DIRECTORY, base, READ);
	try(folder, "read", 0, READ);
	try(folder, "write", 0, READ | __WASI_RIGHTS_FD_WRITE);
	try(folder, "create", __WASI_OFLAGS_CREAT, READ);
	try(folder, "truncate", __WASI_OFLAGS_TRUNC, READ);
	say_wasi("mkdir",
		 __wasi_path_create_directory((__wasi_fd_t)folder, "x"));
	say_wasi("unlink", __wasi_path_unlink_file((__wasi_fd_t)folder, "a"));
	say_wasi("rename",
		 __wasi_path_rename((__wasi_fd_t)folder, "a", FOLDER, "a"));
	say_wasi("link",
		 __wasi_path_link(FOLDER, 0, "d/a", (__wasi_fd_t)folder, "b"));
	show("d/a");
	return 0;
}
