/* SPDX-License-Identifier: Apache-2.0 */
/* Forty links in a row are followed, more are ELOOP. */
#include "say.h"

int program_link_chain(void)
{
	char name[16], to[16] = "file";

	make("file", "text");
	for (int i = 1; i <= 42; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		symlink(to, name);
		strcpy(to, name);
	}
	say("10", size_of("l10"));
	say("39", size_of("l39"));
	say("40", size_of("l40"));
	say("41", size_of("l41"));
	say("open 41", open("l41", O_RDONLY));
	return 0;
}
