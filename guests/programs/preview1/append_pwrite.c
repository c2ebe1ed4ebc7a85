/* SPDX-License-Identifier: Apache-2.0 */
/* pwrite(2) to an appending descriptor: Linux appends, whatever the offset. */
#include "say.h"

int program_append_pwrite(void)
{
	int fd;

	make("a", "0123456789");
	fd = open("a", O_RDWR | O_APPEND);
	say("pwrite", pwrite(fd, "X", 1, 2));
	show("a");
	say("position", lseek(fd, 0, SEEK_CUR));
	return 0;
}
