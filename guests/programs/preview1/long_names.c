/* SPDX-License-Identifier: Apache-2.0 */
/* Names of 255 bytes are the longest, paths of 4095. */
#include "say.h"

static int create(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0666);

	return fd == -1 ? -1 : close(fd);
}

int program_long_names(void)
{
	static char name[300], path[6000];

	memset(name, 'n', sizeof(name));
	name[255] = '\0';
	say("255", create(name));
	say("is there", size_of(name));
	name[255] = 'n';
	name[256] = '\0';
	say("256", create(name));
	say("folder of 256", mkdir(name, 0777));
	for (size_t i = 0; i + 2 < 4096; i += 2)
		memcpy(path + i, "./", 3);
	say("path of 4094", create(strcat(path, "a")));
	say("is there", size_of("a"));
	strcat(path, "bc");
	say("path of 4097", create(path));
	say("stat of it", size_of(path));
	return 0;
}
