/* SPDX-License-Identifier: Apache-2.0 */
/* path_link to a link, with and without LOOKUPFLAGS_SYMLINK_FOLLOW. */
#include "say.h"

int program_link_flags(void)
{
	__wasi_filestat_t st;

	make("a", "text");
	symlink("a", "l");
	say_wasi("not followed", __wasi_path_link(FOLDER, 0, "l", FOLDER, "m"));
	say_wasi("stat", __wasi_path_filestat_get(FOLDER, 0, "m", &st));
	say("is a link", st.filetype == __WASI_FILETYPE_SYMBOLIC_LINK);
	say_wasi("followed",
		 __wasi_path_link(FOLDER, __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW,
				  "l", FOLDER, "n"));
	say_wasi("with a slash",
		 __wasi_path_link(FOLDER, 0, "a", FOLDER, "x/"));
	say_wasi("from a slash",
		 __wasi_path_link(FOLDER, 0, "a/", FOLDER, "x"));
	return 0;
}
