/* SPDX-License-Identifier: Apache-2.0 */
/* A name is bytes: all but a slash are fine. */
#include "say.h"

int program_odd_names(void)
{
	static const char *const names[] = {" ",
					    "a b",
					    "...",
					    "\n",
					    "a\tb",
					    "-x",
					    "*",
					    "\\",
					    "\"",
					    "gr\xc3\xbcn",
					    "\xe6\x97\xa5\xe6\x9c\xac",
					    "a:b",
					    "~",
					    "%s",
					    "\x7f",
					    "\x01"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		make(names[i], "text");
		printf("%zu: %lld bytes\n", i, size_of(names[i]));
		say("unlink", unlink(names[i]));
	}
	return 0;
}
