/* SPDX-License-Identifier: Apache-2.0 */
/* readv(2) and writev(2). */
#include <sys/uio.h>

#include "say.h"

int program_vectors(void)
{
	char a[4] = "", b[4] = "", c[16] = "";
	struct iovec out[] = {{(char *)"one", 3},
			      {NULL, 0},
			      {(char *)"two", 3},
			      {(char *)"three", 5}};
	struct iovec in[] = {{a, 2}, {b, 3}, {c, 15}};
	int fd = open("a", O_RDWR | O_CREAT, 0666);

	say("writev", writev(fd, out, 4));
	say("seek", lseek(fd, 0, SEEK_SET));
	say("readv", readv(fd, in, 3));
	printf("'%s' '%s' '%s'\n", a, b, c);
	say("at the end", readv(fd, in, 3));
	say("no vectors", readv(fd, in, 0));
	say("no vectors", writev(fd, out, 0));
	say("an empty one", writev(fd, out + 1, 1));
	say("closed", writev(77, out, 1));
	return 0;
}
