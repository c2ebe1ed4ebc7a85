/* SPDX-License-Identifier: Apache-2.0 */
/* access(2) of what is there and what is not. */
#include "say.h"

int program_access_checks(void)
{
	make("a", "");
	mkdir("d", 0777);
	symlink("none", "l");
	say("a file", access("a", F_OK));
	say("readable", access("a", R_OK));
	say("writable", access("a", R_OK | W_OK));
	say("a folder", access("d", F_OK));
	say("readable", access("d", R_OK));
	say("missing", access("none", F_OK));
	say("a dangling link", access("l", F_OK));
	say("beneath a file", access("a/b", F_OK));
	say("with a slash", access("a/", F_OK));
	return 0;
}
