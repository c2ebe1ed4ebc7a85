/* SPDX-License-Identifier: Apache-2.0 */
/* fsync(2) and fdatasync(2), of files and folders, to read and to write. */
#include "say.h"

int program_syncing(void)
{
	int fd;

	make("a", "text");
	mkdir("d", 0777);
	fd = open("a", O_RDWR);
	say("fsync", fsync(fd));
	say("fdatasync", fdatasync(fd));
	fd = open("a", O_RDONLY);
	say("fsync to read", fsync(fd));
	say("fdatasync to read", fdatasync(fd));
	fd = open("a", O_WRONLY);
	say("fdatasync to write", fdatasync(fd));
	fd = open("d", O_RDONLY | O_DIRECTORY);
	say("fsync of a folder", fsync(fd));
	say("fdatasync of a folder", fdatasync(fd));
	say("closed", fsync(77));
	say("closed", fdatasync(77));
	return 0;
}
