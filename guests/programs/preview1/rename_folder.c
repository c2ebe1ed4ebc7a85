/* SPDX-License-Identifier: Apache-2.0 */
/* rename(2) of folders. */
#include "say.h"

int program_rename_folder(void)
{
	mkdir("a", 0777);
	make("a/x", "x");
	mkdir("empty", 0777);
	mkdir("full", 0777);
	make("full/y", "");
	make("file", "");
	say("to a new name", rename("a", "b"));
	say("what is in it", size_of("b/x"));
	say("over an empty one", rename("b", "empty"));
	say("what is in it", size_of("empty/x"));
	say("over a full one", rename("empty", "full"));
	say("over a file", rename("empty", "file"));
	say("into itself", rename("empty", "empty/e"));
	say("over what it is in", rename("full/y", "full"));
	say("with a slash", rename("empty/", "c"));
	say("to a slash", rename("c", "e/"));
	say("to itself", rename("e", "e"));
	say("into another", rename("e", "full/e"));
	say("what is in it", size_of("full/e/x"));
	say(".", rename(".", "z") == -1);
	return 0;
}
