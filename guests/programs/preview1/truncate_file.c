/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes: shrinking, growing, and what is between. */
#include "say.h"

int program_truncate_file(void)
{
	char byte = 'x';
	int fd, folder;

	make("a", "0123456789");
	fd = open("a", O_RDWR);
	say("shrink", ftruncate(fd, 4));
	say("size", size_of("a"));
	say("position", lseek(fd, 0, SEEK_CUR));
	say("grow", ftruncate(fd, 8));
	say("size", size_of("a"));
	say("byte between", pread(fd, &byte, 1, 6));
	say("is", byte);
	say("behind the end", pread(fd, &byte, 1, 8));
	say("to nothing", ftruncate(fd, 0));
	say("size", size_of("a"));
	say("negative", ftruncate(fd, -1));
	say("read-only", ftruncate(open("a", O_RDONLY), 0));
	say("closed", ftruncate(77, 0));
	mkdir("d", 0777);
	folder = open("d", O_RDONLY | O_DIRECTORY);
	say("a folder fails", ftruncate(folder, 0) == -1);
	say("seek behind the end", lseek(fd, 100, SEEK_SET));
	say("write there", write(fd, "x", 1));
	say("size", size_of("a"));
	return 0;
}
