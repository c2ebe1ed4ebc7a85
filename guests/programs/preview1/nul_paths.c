/* SPDX-License-Identifier: Apache-2.0 */
/* Paths with a NUL, and paths without an end: their length is given. */
#include "say.h"

/* The import itself: wasi-libc's wrapper would use strlen(3). */
__attribute__((import_module("wasi_snapshot_preview1"),
	       import_name("path_create_directory"))) int
raw_mkdir(int fd, const char *path, size_t len);

int program_nul_paths(void)
{
	say_wasi("a NUL within", (unsigned)raw_mkdir(FOLDER, "a\0b", 3));
	say_wasi("a NUL behind", (unsigned)raw_mkdir(FOLDER, "a", 2));
	say_wasi("two of four bytes", (unsigned)raw_mkdir(FOLDER, "abcd", 2));
	say("is there", rmdir("ab"));
	say("not more", size_of("abcd"));
	say_wasi("an empty path", (unsigned)raw_mkdir(FOLDER, "abcd", 0));
	return 0;
}
