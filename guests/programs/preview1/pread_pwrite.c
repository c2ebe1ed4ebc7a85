/* SPDX-License-Identifier: Apache-2.0 */
/* Reading and writing at offsets leaves the position alone. */
#include "say.h"

int program_pread_pwrite(void)
{
	char text[8] = "";
	int fd;

	make("a", "0123456789");
	fd = open("a", O_RDWR);
	say("pread", pread(fd, text, 4, 3));
	printf("'%s'\n", text);
	say("position", lseek(fd, 0, SEEK_CUR));
	say("pwrite", pwrite(fd, "AB", 2, 8));
	say("pwrite over the end", pwrite(fd, "CDE", 3, 9));
	say("position", lseek(fd, 0, SEEK_CUR));
	say("size", size_of("a"));
	say("pread at the end", pread(fd, text, 4, 12));
	say("pread behind", pread(fd, text, 4, 100));
	say("pread before", pread(fd, text, 4, -1));
	say("pwrite before", pwrite(fd, text, 4, -1));
	say("pread nothing", pread(fd, text, 0, 0));
	say("pwrite with a hole", pwrite(fd, "Z", 1, 20));
	say("size", size_of("a"));
	say("closed", pread(77, text, 1, 0));
	say("for writing", pread(open("a", O_WRONLY), text, 1, 0));
	say("for reading", pwrite(open("a", O_RDONLY), text, 1, 0));
	return 0;
}
