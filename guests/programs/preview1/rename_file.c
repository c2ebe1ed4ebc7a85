/* SPDX-License-Identifier: Apache-2.0 */
/* rename(2) of files. */
#include "say.h"

int program_rename_file(void)
{
	int fd;

	make("a", "one");
	make("b", "two");
	mkdir("d", 0777);
	fd = open("a", O_RDWR);
	say("to a new name", rename("a", "c"));
	say("the old one", size_of("a"));
	say("over another", rename("c", "b"));
	show("b");
	say("write by the open one", pwrite(fd, "O", 1, 0));
	show("b");
	say("into a folder", rename("b", "d/b"));
	say("over a folder", rename("d/b", "d"));
	make("e", "");
	say("a file over a folder", rename("e", "d"));
	say("missing", rename("none", "x"));
	say("to itself", rename("e", "e"));
	say("with a slash", rename("e/", "x"));
	say("to a slash", rename("e", "x/"));
	say("to a folder that is not", rename("e", "none/x"));
	say("to beneath a file", rename("e", "e/x"));
	say("link", link("e", "f"));
	say("over a link of its own", rename("e", "f"));
	say("both are there", size_of("e") + size_of("f"));
	return 0;
}
