/* SPDX-License-Identifier: Apache-2.0 */
/* What O_CREAT, O_EXCL, O_TRUNC, O_DIRECTORY and O_NOFOLLOW do. */
#include "say.h"

int program_open_flags(void)
{
	say("missing", open("a", O_RDONLY));
	say("create", open("a", O_RDWR | O_CREAT, 0666) >= 0);
	say("create again", open("a", O_RDWR | O_CREAT, 0666) >= 0);
	say("exclusive", open("a", O_RDWR | O_CREAT | O_EXCL, 0666));
	say("exclusive new", open("b", O_RDWR | O_CREAT | O_EXCL, 0666) >= 0);
	make("a", "text");
	say("truncate", open("a", O_WRONLY | O_TRUNC) >= 0);
	say("size", size_of("a"));
	say("folder", mkdir("d", 0777));
	say("a file as a folder", open("a", O_RDONLY | O_DIRECTORY));
	say("a folder as a folder", open("d", O_RDONLY | O_DIRECTORY) >= 0);
	say("a folder for reading", open("d", O_RDONLY) >= 0);
	say("a folder for writing", open("d", O_WRONLY));
	say("a folder for both", open("d", O_RDWR));
	say("create where a folder is", open("d", O_WRONLY | O_CREAT, 0666));
	say("truncate a folder", open("d", O_WRONLY | O_TRUNC));
	say("link", symlink("a", "l"));
	say("a link, not followed", open("l", O_RDONLY | O_NOFOLLOW));
	say("a link, exclusive", open("l", O_RDWR | O_CREAT | O_EXCL, 0666));
	say("a link, followed", open("l", O_RDONLY) >= 0);
	say("file with a slash", open("a/", O_RDONLY));
	say("create with a slash", open("c/", O_WRONLY | O_CREAT, 0666));
	say("file beneath a file", open("a/b", O_RDONLY));
	return 0;
}
