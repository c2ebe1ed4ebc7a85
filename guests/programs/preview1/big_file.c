/* SPDX-License-Identifier: Apache-2.0 */
/* Offsets beyond 4 GiB. */
#include "say.h"

#define FAR (5LL << 30)

int program_big_file(void)
{
	char byte = 0;
	int fd = open("a", O_RDWR | O_CREAT, 0666);

	say("pwrite", pwrite(fd, "x", 1, FAR));
	say("size", size_of("a"));
	say("seek", lseek(fd, 0, SEEK_END));
	say("pread", pread(fd, &byte, 1, FAR));
	say("byte", byte);
	say("hole", pread(fd, &byte, 1, FAR - 1));
	say("byte", byte);
	say("seek back", lseek(fd, -FAR, SEEK_CUR));
	say("truncate", ftruncate(fd, FAR + 7));
	say("size", size_of("a"));
	say("to nothing", ftruncate(fd, 0));
	return 0;
}
