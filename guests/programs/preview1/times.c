/* SPDX-License-Identifier: Apache-2.0 */
/* utimensat(2) and futimens(2). */
#include "say.h"

static void times(const char *what, const char *path)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		say(path, -1);
	else
		printf("%s: read %lld.%09ld, written %lld.%09ld\n", what,
		       (long long)st.st_atim.tv_sec, st.st_atim.tv_nsec,
		       (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

int program_times(void)
{
	const struct timespec both[] = {{1000000000, 1},
					{1100000000, 999999999}};
	const struct timespec one[] = {{0, UTIME_OMIT}, {1200000000, 5}};
	const struct timespec old[] = {{1, 0}, {2, 0}};
	int fd;

	make("a", "text");
	symlink("a", "l");
	say("both", utimensat(AT_FDCWD, "a", both, 0));
	times("both", "a");
	say("one", utimensat(AT_FDCWD, "a", one, 0));
	times("one", "a");
	say("by a link", utimensat(AT_FDCWD, "l", both, 0));
	times("by a link", "a");
	say("the link", utimensat(AT_FDCWD, "l", old, AT_SYMLINK_NOFOLLOW));
	times("the link", "l");
	times("not the file", "a");
	fd = open("a", O_RDONLY);
	say("futimens", futimens(fd, old));
	times("futimens", "a");
	say("missing", utimensat(AT_FDCWD, "none", both, 0));
	say("a folder", mkdir("d", 0777));
	say("its times", utimensat(AT_FDCWD, "d", both, 0));
	times("its times", "d");
	return 0;
}
