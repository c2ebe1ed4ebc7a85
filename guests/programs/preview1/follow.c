/* SPDX-License-Identifier: Apache-2.0 */
/* Symbolic links along a path and at its end. */
#include "say.h"

static const char *type(const char *path, int follow)
{
	struct stat st;

	if (fstatat(AT_FDCWD, path, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT    ? "ENOENT"
		       : errno == ELOOP   ? "ELOOP"
		       : errno == ENOTDIR ? "ENOTDIR"
					  : "another errno";
	return S_ISREG(st.st_mode)   ? "file"
	       : S_ISDIR(st.st_mode) ? "folder"
	       : S_ISLNK(st.st_mode) ? "link"
				     : "?";
}

int program_follow(void)
{
	static const char *const paths[] = {
		"file",          "tofile",    "todir", "todir/", "todir/file",
		"chain",         "dangling",  "loop",  "self",   "tofile/",
		"todir/../file", "d/up/file", "loop/x"};

	make("file", "outer");
	mkdir("d", 0777);
	make("d/file", "inner");
	symlink("file", "tofile");
	symlink("d", "todir");
	symlink("tofile", "chain");
	symlink("nowhere", "dangling");
	symlink("loop2", "loop");
	symlink("loop", "loop2");
	symlink("self", "self");
	symlink("..", "d/up");
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		printf("%s: %s, %s\n", paths[i], type(paths[i], 0),
		       type(paths[i], 1));
	say("open a loop", open("loop", O_RDONLY));
	say("create by a dangling one",
	    open("dangling", O_WRONLY | O_CREAT, 0666) >= 0);
	say("what it made", size_of("nowhere"));
	show("chain");
	show("todir/file");
	return 0;
}
