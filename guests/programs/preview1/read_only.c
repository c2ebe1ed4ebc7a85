/* SPDX-License-Identifier: Apache-2.0 */
/* A folder that was given read-only: nothing in it changes. */
#include "say.h"

static void try_open(const char *what, int flags)
{
	int fd = open("a", flags, 0666);

	say(what, fd == -1 ? -1 : close(fd));
}

int program_read_only(void)
{
	const struct timespec old[] = {{1, 0}, {2, 0}};
	int fd;

	show("a");
	try_open("to read", O_RDONLY);
	try_open("to write", O_WRONLY);
	try_open("to do both", O_RDWR);
	try_open("create what is there", O_RDONLY | O_CREAT);
	try_open("exclusive", O_RDONLY | O_CREAT | O_EXCL);
	try_open("truncate", O_RDONLY | O_TRUNC);
	say("create", open("new", O_RDWR | O_CREAT, 0666));
	say("mkdir", mkdir("new", 0777));
	say("mkdir where one is", mkdir("d", 0777));
	say("rmdir", rmdir("d"));
	say("unlink", unlink("a"));
	say("unlink what is not there", unlink("none"));
	say("rename", rename("a", "b"));
	say("link", link("a", "b"));
	say("symlink", symlink("a", "l"));
	say("times", utimensat(AT_FDCWD, "a", old, 0));
	fd = open("a", O_RDONLY);
	say("times of a file", futimens(fd, old));
	say("write", write(fd, "x", 1));
	say("size", ftruncate(fd, 0));
	fd = open("d", O_RDONLY | O_DIRECTORY);
	say("in a folder", openat(fd, "x", O_WRONLY | O_CREAT, 0666));
	say("in a folder", mkdirat(fd, "y", 0777));
	show("a");
	return 0;
}
