/* SPDX-License-Identifier: Apache-2.0 */
/* Two descriptors of one file have two positions. */
#include "say.h"

int program_positions(void)
{
	char text[8] = "";
	int a, b;

	make("a", "0123456789");
	a = open("a", O_RDWR);
	b = open("a", O_RDWR);
	say("read by one", read(a, text, 4));
	say("its position", lseek(a, 0, SEEK_CUR));
	say("the other's", lseek(b, 0, SEEK_CUR));
	say("write by the other", write(b, "ABCDEF", 6));
	say("read by one", read(a, text, 4));
	printf("'%.4s'\n", text);
	say("shrink by one", ftruncate(a, 2));
	say("read by the other", read(b, text, 4));
	say("its position", lseek(b, 0, SEEK_CUR));
	say("write by it", write(b, "Z", 1));
	say("size", size_of("a"));
	return 0;
}
