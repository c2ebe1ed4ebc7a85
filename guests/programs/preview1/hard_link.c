/* SPDX-License-Identifier: Apache-2.0 */
/* link(2). */
#include "say.h"

static long long links(const char *path)
{
	struct stat st;

	return lstat(path, &st) == -1 ? -1 : (long long)st.st_nlink;
}

int program_hard_link(void)
{
	make("a", "text");
	mkdir("d", 0777);
	say("new", link("a", "b"));
	say("links", links("a"));
	say("again", link("a", "b"));
	say("to itself", link("a", "a"));
	say("in a folder", link("a", "d/a"));
	say("links", links("d/a"));
	say("unlink", unlink("a"));
	show("b");
	say("links", links("b"));
	say("missing", link("none", "x"));
	say("a folder", link("d", "x"));
	say("over a folder", link("b", "d"));
	say("to a slash", link("b", "x/"));
	say("with a slash", link("b/", "x"));
	say("in none", link("b", "none/x"));
	say("symlink", symlink("b", "l"));
	say("link to a link", link("l", "m"));
	say("links of the link", links("l"));
	say("links of the file", links("b"));
	return 0;
}
