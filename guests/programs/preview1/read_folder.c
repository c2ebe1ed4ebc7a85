/* SPDX-License-Identifier: Apache-2.0 */
/* readdir(3): names, types and inodes; rewinddir, telldir and seekdir. */
#include <dirent.h>

#include "say.h"

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char *type(unsigned char t)
{
	return t == DT_REG   ? "file"
	       : t == DT_DIR ? "folder"
	       : t == DT_LNK ? "link"
			     : "unknown";
}

/* The names that are left, sorted; how many. */
static int list(DIR *dir, char *names[16])
{
	struct dirent *e;
	struct stat st;
	char line[300];
	int n = 0;

	while (n < 16 && (e = readdir(dir))) {
		lstat(e->d_name, &st);
		snprintf(line, sizeof(line), "%s: %s%s", e->d_name,
			 type(e->d_type),
			 strcmp(e->d_name, "..") == 0 ? ""
			 : st.st_ino == e->d_ino      ? ", its inode"
						      : ", no inode");
		names[n++] = strdup(line);
	}
	qsort(names, (size_t)n, sizeof(names[0]), by_name);
	return n;
}

int program_read_folder(void)
{
	char *names[16];
	DIR *dir;
	long at;
	int n;

	make("file", "");
	mkdir("folder", 0777);
	symlink("file", "link");
	dir = opendir(".");
	n = list(dir, names);
	for (int i = 0; i < n; i++)
		puts(names[i]);
	say("at the end", readdir(dir) != NULL);
	rewinddir(dir);
	say("again", list(dir, names));
	rewinddir(dir);
	readdir(dir);
	readdir(dir);
	at = telldir(dir);
	n = list(dir, names);
	say("behind two", n);
	seekdir(dir, at);
	say("behind two again", list(dir, names) == n);
	say("close", closedir(dir));
	say("a file", opendir("file") == NULL ? -1 : 0);
	say("missing", opendir("none") == NULL ? -1 : 0);
	return 0;
}
