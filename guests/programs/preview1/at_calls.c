/* SPDX-License-Identifier: Apache-2.0 */
/* openat(2) and its kin, beneath a folder's descriptor. */
#include "say.h"

int program_at_calls(void)
{
	char text[8] = "";
	struct stat st;
	int d, e, file;

	mkdir("d", 0777);
	mkdir("e", 0777);
	d = open("d", O_RDONLY | O_DIRECTORY);
	e = open("e", O_RDONLY | O_DIRECTORY);
	file = openat(d, "a", O_RDWR | O_CREAT, 0666);
	say("write", write(file, "text", 4));
	say("fstatat", fstatat(d, "a", &st, 0));
	say("size", st.st_size);
	say("mkdirat", mkdirat(d, "sub", 0777));
	say("symlinkat", symlinkat("a", d, "l"));
	say("readlinkat", readlinkat(d, "l", text, sizeof(text)));
	say("linkat", linkat(d, "a", e, "b", 0));
	say("renameat", renameat(d, "a", e, "c"));
	say("links", fstatat(e, "c", &st, 0) == -1 ? -1 : (int)st.st_nlink);
	show("e/c");
	say("unlinkat", unlinkat(e, "c", 0));
	say("unlinkat of a folder", unlinkat(d, "sub", 0));
	say("AT_REMOVEDIR", unlinkat(d, "sub", AT_REMOVEDIR));
	say("AT_REMOVEDIR of a file", unlinkat(e, "b", AT_REMOVEDIR));
	say("beneath a file", openat(file, "x", O_RDONLY));
	say("beneath a closed one", openat(77, "x", O_RDONLY));
	say("mkdirat", mkdirat(77, "x", 0777));
	say("fstatat", fstatat(77, "x", &st, 0));
	say("mkdirat beneath a file", mkdirat(file, "x", 0777));
	say("missing", openat(d, "a", O_RDONLY));
	return 0;
}
