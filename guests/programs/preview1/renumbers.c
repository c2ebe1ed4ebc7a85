/* SPDX-License-Identifier: Apache-2.0 */
/* fd_renumber. */
#include "say.h"

int program_renumbers(void)
{
	__wasi_fd_t a, b;
	char text[8] = "";

	make("a", "one");
	make("b", "two");
	a = (__wasi_fd_t)open("a", O_RDONLY);
	b = (__wasi_fd_t)open("b", O_RDONLY);
	say_wasi("over another", __wasi_fd_renumber(a, b));
	say("the old number", read((int)a, text, 8));
	say("the new one", read((int)b, text, 8));
	printf("'%s'\n", text);
	say_wasi("to itself", __wasi_fd_renumber(b, b));
	say("still there", lseek((int)b, 0, SEEK_CUR));
	say_wasi("to a closed one", __wasi_fd_renumber(b, 77));
	say_wasi("of a closed one", __wasi_fd_renumber(77, b));
	say("still there", lseek((int)b, 0, SEEK_CUR));
	say("the number is free", open("a", O_RDONLY) == (int)a);
	return 0;
}
