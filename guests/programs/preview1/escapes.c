/* SPDX-License-Identifier: Apache-2.0 */
/* No path leads out of the folder. */
#include "say.h"

static void try(const char *path)
{
	__wasi_filestat_t st;
	__wasi_fd_t fd;

	printf("%s\n", path);
	say_wasi("  open",
		 __wasi_path_open(FOLDER, __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW,
				  path, 0, __WASI_RIGHTS_FD_READ, 0, 0, &fd));
	say_wasi("  stat",
		 __wasi_path_filestat_get(
			 FOLDER, __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW, path, &st));
	say("  mkdir fails", __wasi_path_create_directory(FOLDER, path) != 0);
	say("  unlink fails", __wasi_path_unlink_file(FOLDER, path) != 0);
	say("  rmdir fails", __wasi_path_remove_directory(FOLDER, path) != 0);
	say("  rename fails",
	    __wasi_path_rename(FOLDER, "a", FOLDER, path) != 0);
	say("  link fails",
	    __wasi_path_link(FOLDER, 0, "a", FOLDER, path) != 0);
	say("  symlink fails", __wasi_path_symlink("a", FOLDER, path) != 0);
}

int program_escapes(void)
{
	make("a", "text");
	mkdir("d", 0777);
	say_wasi("a link up", __wasi_path_symlink("..", FOLDER, "up"));
	say_wasi("a link far up",
		 __wasi_path_symlink("d/../../..", FOLDER, "far"));
	say_wasi("an absolute link",
		 __wasi_path_symlink("/etc", FOLDER, "etc"));
	try("..");
	try("../x");
	try("/");
	try("/etc/passwd");
	try("d/../../x");
	try("up/x");
	try("far/x");
	show("a");
	return 0;
}
