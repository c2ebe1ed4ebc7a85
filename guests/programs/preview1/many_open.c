/* SPDX-License-Identifier: Apache-2.0 */
/* A hundred descriptors at a time, and what is behind each. */
#include "say.h"

#define MANY 100

int program_many_open(void)
{
	static int fd[MANY];
	char name[16], text[16];
	int right = 0;

	for (int i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		make(name, name);
		fd[i] = open(name, O_RDONLY);
	}
	for (int i = 0; i < MANY; i++) {
		memset(text, 0, sizeof(text));
		snprintf(name, sizeof(name), "f%d", i);
		if (read(fd[i], text, sizeof(text) - 1) > 0)
			right += strcmp(name, text) == 0;
	}
	say("right", right);
	for (int i = 0; i < MANY; i += 2)
		right -= close(fd[i]) == 0;
	say("closed half", right);
	for (int i = 1; i < MANY; i += 2)
		right -= lseek(fd[i], 0, SEEK_SET) == 0;
	say("the others are open", right);
	return 0;
}
