/* SPDX-License-Identifier: Apache-2.0 */
/* "." and ".." that stay inside. */
#include "say.h"

int program_dots(void)
{
	mkdir("a", 0777);
	mkdir("a/b", 0777);
	make("a/file", "1");
	make("top", "12");
	say("a/../top", size_of("a/../top"));
	say("a/b/../../top", size_of("a/b/../../top"));
	say("./a/./b/.././file", size_of("./a/./b/.././file"));
	say("a//b///../file", size_of("a//b///../file"));
	say("none/../top", size_of("none/../top"));
	say("top/../top", size_of("top/../top"));
	say("top/.", size_of("top/."));
	say("a/b/../file/", size_of("a/b/../file/"));
	say("open a/b/..", open("a/b/..", O_RDONLY | O_DIRECTORY) >= 0);
	say("make a/../new", mkdir("a/../new", 0777));
	say("rename", rename("a/b/../file", "new/../moved"));
	show("moved");
	say("unlink", unlink("a/../moved"));
	say("remove", rmdir("a/../new"));
	return 0;
}
