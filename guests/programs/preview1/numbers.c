/* SPDX-License-Identifier: Apache-2.0 */
/* The lowest number that is free is given next. */
#include "say.h"

int program_numbers(void)
{
	int a, b, c;

	make("a", "text");
	a = open("a", O_RDONLY);
	b = open("a", O_RDONLY);
	c = open("a", O_RDONLY);
	say("in a row", b == a + 1 && c == b + 1);
	say("close", close(a));
	say("again", close(a));
	say("it comes back", open("a", O_RDONLY) == a);
	say("close", close(b));
	say("and the other", open("a", O_RDONLY) == b);
	say("then the next", open("a", O_RDONLY) == c + 1);
	say("negative", close(-1));
	say("never there", close(77));
	say("reading a closed one", read(77, &a, 1));
	say("writing a closed one", write(77, &a, 1));
	return 0;
}
