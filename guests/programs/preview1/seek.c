/* SPDX-License-Identifier: Apache-2.0 */
/* lseek(2) of files. */
#include "say.h"

int program_seek(void)
{
	int fd;

	make("a", "0123456789");
	fd = open("a", O_RDWR);
	say("set", lseek(fd, 4, SEEK_SET));
	say("on", lseek(fd, 3, SEEK_CUR));
	say("back", lseek(fd, -2, SEEK_CUR));
	say("from the end", lseek(fd, -1, SEEK_END));
	say("behind the end", lseek(fd, 5, SEEK_END));
	say("before the start", lseek(fd, -1, SEEK_SET));
	say("before the start from here", lseek(fd, -100, SEEK_CUR));
	say("before the start from the end", lseek(fd, -11, SEEK_END));
	say("still", lseek(fd, 0, SEEK_CUR));
	say("read behind the end", read(fd, (char[4]){0}, 4));
	say("size", size_of("a"));
	say("far", lseek(fd, 1LL << 40, SEEK_SET));
	say("closed", lseek(77, 0, SEEK_SET));
	return 0;
}
