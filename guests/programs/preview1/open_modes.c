/* SPDX-License-Identifier: Apache-2.0 */
/* What a descriptor is open for, as read(2), write(2) and F_GETFL have it. */
#include "say.h"

static void mode(const char *name, int flags)
{
	char byte = 'x';
	int fd = open("a", flags);
	int now = fcntl(fd, F_GETFL);

	printf("%s\n", name);
	say("  same mode", (now & O_ACCMODE) == (flags & O_ACCMODE));
	say("  append", !!(now & O_APPEND));
	say("  nonblock", !!(now & O_NONBLOCK));
	say("  read", read(fd, &byte, 1));
	say("  write", write(fd, &byte, 1));
	say("  pread", pread(fd, &byte, 1, 0));
	say("  pwrite", pwrite(fd, &byte, 1, 0));
	say("  ftruncate", ftruncate(fd, 3));
	say("  seek", lseek(fd, 0, SEEK_END));
	close(fd);
}

int program_open_modes(void)
{
	make("a", "text");
	mode("reading", O_RDONLY);
	mode("writing", O_WRONLY);
	mode("both", O_RDWR);
	mode("appending", O_WRONLY | O_APPEND);
	mode("not blocking", O_RDWR | O_NONBLOCK);
	return 0;
}
