/* SPDX-License-Identifier: Apache-2.0 */
/* mkdir(2). */
#include "say.h"

int program_make_folder(void)
{
	make("file", "");
	say("new", mkdir("a", 0777));
	say("again", mkdir("a", 0777));
	say("where a file is", mkdir("file", 0777));
	say("within", mkdir("a/b", 0777));
	say("with a slash", mkdir("a/c/", 0777));
	say("with slashes", mkdir("a/d///", 0777));
	say("in none", mkdir("none/b", 0777));
	say("beneath a file", mkdir("file/b", 0777));
	say(".", mkdir(".", 0777));
	say("a/.", mkdir("a/.", 0777));
	say("a/..", mkdir("a/..", 0777));
	say("link", symlink("nowhere", "l"));
	say("where a link is", mkdir("l", 0777));
	say("where a link is, with a slash", mkdir("l/", 0777) == -1);
	return 0;
}
