/* SPDX-License-Identifier: Apache-2.0 */
/* A megabyte, written in one call and read back in odd pieces. */
#include "say.h"

#define SIZE (1 << 20)

int program_big_write(void)
{
	static unsigned char bytes[SIZE], back[SIZE];
	unsigned state = 1;
	size_t got = 0;
	ssize_t n;
	int fd = open("a", O_RDWR | O_CREAT, 0666);

	for (size_t i = 0; i < SIZE; i++) {
		state = state * 1103515245 + 12345;
		bytes[i] = (unsigned char)(state >> 16);
	}
	say("write", write(fd, bytes, SIZE));
	say("size", size_of("a"));
	say("seek", lseek(fd, 0, SEEK_SET));
	while ((n = read(fd, back + got,
			 SIZE - got < 7919 ? SIZE - got : 7919)) > 0)
		got += (size_t)n;
	say("read", (long long)got);
	say("the same", memcmp(bytes, back, SIZE) == 0);
	return 0;
}
