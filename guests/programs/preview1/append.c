/* SPDX-License-Identifier: Apache-2.0 */
/* Appending: where each write goes, and the position behind it. */
#include "say.h"

int program_append(void)
{
	int fd, other;

	make("a", "0123456789");
	fd = open("a", O_RDWR | O_APPEND);
	other = open("a", O_WRONLY | O_APPEND);
	say("position at first", lseek(fd, 0, SEEK_CUR));
	say("write", write(fd, "A", 1));
	say("position", lseek(fd, 0, SEEK_CUR));
	say("seek", lseek(fd, 2, SEEK_SET));
	say("write", write(fd, "B", 1));
	say("position", lseek(fd, 0, SEEK_CUR));
	say("by another", write(other, "C", 1));
	say("write", write(fd, "D", 1));
	show("a");
	say("shrink", ftruncate(fd, 4));
	say("write", write(fd, "E", 1));
	show("a");
	say("seek", lseek(fd, 1, SEEK_SET));
	say("write nothing", write(fd, "", 0));
	say("position", lseek(fd, 0, SEEK_CUR));
	say("create", open("b", O_WRONLY | O_CREAT | O_APPEND, 0666) >= 0);
	say("its size", size_of("b"));
	return 0;
}
