/* SPDX-License-Identifier: Apache-2.0 */
/* F_GETFL and F_SETFL. */
#include "say.h"

static void flags(const char *what, int fd)
{
	int now = fcntl(fd, F_GETFL);

	if (now == -1)
		say(what, -1);
	else
		printf("%s:%s%s%s%s\n", what,
		       (now & O_ACCMODE) == O_RDONLY ? " read" : "",
		       (now & O_ACCMODE) == O_WRONLY ? " write" : "",
		       (now & O_ACCMODE) == O_RDWR ? " both" : "",
		       now & O_APPEND ? " append" : "");
}

int program_getfl(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0666);
	int folder;

	flags("a file", fd);
	say("append", fcntl(fd, F_SETFL, O_APPEND));
	flags("then", fd);
	say("write", write(fd, "abc", 3));
	say("seek", lseek(fd, 0, SEEK_SET));
	say("write", write(fd, "def", 3));
	say("append no more", fcntl(fd, F_SETFL, 0));
	flags("then", fd);
	say("seek", lseek(fd, 0, SEEK_SET));
	say("write", write(fd, "XYZ", 3));
	show("a");
	say("not blocking", fcntl(fd, F_SETFL, O_NONBLOCK));
	say("is it so", !!(fcntl(fd, F_GETFL) & O_NONBLOCK));
	mkdir("d", 0777);
	folder = open("d", O_RDONLY | O_DIRECTORY);
	flags("a folder", folder);
	flags("closed", 77);
	flags("a file to read", open("a", O_RDONLY));
	flags("a file to write", open("a", O_WRONLY));
	say("F_SETFL of a closed one", fcntl(77, F_SETFL, 0));
	return 0;
}
