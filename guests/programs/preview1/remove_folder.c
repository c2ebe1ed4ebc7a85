/* SPDX-License-Identifier: Apache-2.0 */
/* rmdir(2). */
#include "say.h"

int program_remove_folder(void)
{
	int fd;

	mkdir("a", 0777);
	mkdir("a/b", 0777);
	make("file", "");
	say("not empty", rmdir("a"));
	say("a file", rmdir("file"));
	say("missing", rmdir("none"));
	say("beneath a file", rmdir("file/x"));
	say("within", rmdir("a/b"));
	say("a/.", rmdir("a/."));
	say("link", symlink("a", "l"));
	say("a link to it", rmdir("l"));
	say("with a slash", rmdir("a/"));
	say("is gone", size_of("a"));
	mkdir("open", 0777);
	fd = open("open", O_RDONLY | O_DIRECTORY);
	say("while it is open", rmdir("open"));
	say("open in it", openat(fd, "x", O_WRONLY | O_CREAT, 0666));
	return 0;
}
