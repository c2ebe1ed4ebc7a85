/* SPDX-License-Identifier: Apache-2.0 */
/* symlink(2) and readlink(2). */
#include "say.h"

static void target(const char *path, size_t room)
{
	char text[64];
	ssize_t n = readlink(path, text, room);

	if (n == -1)
		say(path, -1);
	else
		printf("%s points to '%.*s'\n", path, (int)n, text);
}

int program_symlinks(void)
{
	make("a", "text");
	mkdir("d", 0777);
	say("to a file", symlink("a", "l"));
	target("l", 64);
	target("l", 1);
	target("a", 64);
	target("d", 64);
	target("none", 64);
	target("l/", 64);
	say("again", symlink("a", "l"));
	say("where a file is", symlink("x", "a"));
	say("dangling", symlink("no/such/thing", "dangling"));
	target("dangling", 64);
	target("dangling", 7);
	say("to nothing", symlink("", "e"));
	say("in none", symlink("a", "none/l"));
	say("beneath a file", symlink("a", "a/l"));
	say("in a folder", symlink("../a", "d/l"));
	target("d/l", 64);
	show("d/l");
	return 0;
}
