/* SPDX-License-Identifier: Apache-2.0 */
/* remove(3): files and folders. */
#include "say.h"

int program_remove_any(void)
{
	make("a", "");
	mkdir("d", 0777);
	make("d/x", "");
	say("a file", remove("a"));
	say("a full folder", remove("d"));
	say("what is in it", remove("d/x"));
	say("an empty folder", remove("d"));
	say("missing", remove("none"));
	say("link", symlink("none", "l"));
	say("a link", remove("l"));
	return 0;
}
