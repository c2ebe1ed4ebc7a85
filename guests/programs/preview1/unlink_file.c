/* SPDX-License-Identifier: Apache-2.0 */
/* unlink(2). */
#include "say.h"

int program_unlink_file(void)
{
	struct stat st;
	char text[8] = "";
	int fd;

	make("a", "text");
	mkdir("d", 0777);
	say("missing", unlink("none"));
	say("a folder", unlink("d"));
	say("a folder with a slash", unlink("d/"));
	say("with a slash", unlink("a/"));
	say("beneath a file", unlink("a/b"));
	fd = open("a", O_RDWR);
	say("while it is open", unlink("a"));
	say("again", unlink("a"));
	say("read what is gone", pread(fd, text, 8, 0));
	say("fstat", fstat(fd, &st));
	say("links", (long long)st.st_nlink);
	make("b", "b");
	say("link", symlink("b", "l"));
	say("unlink the link", unlink("l"));
	show("b");
	say("dangling", symlink("none", "l"));
	say("unlink it", unlink("l"));
	say(".", unlink("."));
	return 0;
}
