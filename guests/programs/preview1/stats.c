/* SPDX-License-Identifier: Apache-2.0 */
/* stat(2), lstat(2) and fstat(2). */
#include "say.h"

static void print(const char *what, int r, const struct stat *st)
{
	if (r == -1)
		say(what, -1);
	else
		printf("%s: %s, %lld bytes%s\n", what,
		       S_ISREG(st->st_mode)   ? "file"
		       : S_ISDIR(st->st_mode) ? "folder"
		       : S_ISLNK(st->st_mode) ? "link"
					      : "other",
		       S_ISDIR(st->st_mode) ? 0LL : (long long)st->st_size,
		       st->st_nlink == 1 ? ", one link" : "");
}

int program_stats(void)
{
	struct stat a, b;
	int fd;

	make("a", "0123456789");
	mkdir("d", 0777);
	symlink("a", "link");
	print("a file", stat("a", &a), &a);
	fd = open("a", O_RDONLY);
	print("open", fstat(fd, &b), &b);
	say("the same", a.st_dev == b.st_dev && a.st_ino == b.st_ino);
	print("a folder", stat("d", &a), &a);
	print("a link", lstat("link", &a), &a);
	print("what it points to", stat("link", &b), &b);
	say("the same", a.st_ino == b.st_ino);
	print("missing", stat("none", &a), &a);
	print("beneath a file", stat("a/b", &a), &a);
	print("with a slash", stat("a/", &a), &a);
	print(".", stat(".", &a), &a);
	print("d/..", stat("d/..", &b), &b);
	say("the same", a.st_ino == b.st_ino);
	print("closed", fstat(77, &a), &a);
	return 0;
}
