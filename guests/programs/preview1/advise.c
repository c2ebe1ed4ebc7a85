/* SPDX-License-Identifier: Apache-2.0 */
/* posix_fadvise(2) changes nothing. */
#include "say.h"

static void advise(const char *what, int fd, int advice)
{
	int e = posix_fadvise(fd, 1, 2, advice);

	errno = e;
	say(what, e ? -1 : 0);
}

int program_advise(void)
{
	int fd;

	make("a", "text");
	fd = open("a", O_RDONLY);
	advise("normal", fd, POSIX_FADV_NORMAL);
	advise("sequential", fd, POSIX_FADV_SEQUENTIAL);
	advise("random", fd, POSIX_FADV_RANDOM);
	advise("will need", fd, POSIX_FADV_WILLNEED);
	advise("need no more", fd, POSIX_FADV_DONTNEED);
	advise("once", fd, POSIX_FADV_NOREUSE);
	advise("unknown", fd, 99);
	advise("closed", 77, POSIX_FADV_NORMAL);
	say("size", size_of("a"));
	return 0;
}
