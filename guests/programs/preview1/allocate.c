/* SPDX-License-Identifier: Apache-2.0 */
/* posix_fallocate(3): it grows a file and never shrinks one. */
#include "say.h"

static void allocate(const char *what, int fd, long long at, long long n)
{
	int e = posix_fallocate(fd, at, n);

	errno = e;
	say(what, e ? -1 : 0);
}

int program_allocate(void)
{
	int fd;

	make("a", "text");
	fd = open("a", O_RDWR);
	allocate("100 bytes", fd, 0, 100);
	say("size", size_of("a"));
	allocate("50 bytes", fd, 0, 50);
	say("size", size_of("a"));
	allocate("from 200 on", fd, 200, 10);
	say("size", size_of("a"));
	allocate("nothing", fd, 0, 0);
	allocate("read-only", open("a", O_RDONLY), 0, 10);
	allocate("closed", 77, 0, 10);
	show("a");
	return 0;
}
