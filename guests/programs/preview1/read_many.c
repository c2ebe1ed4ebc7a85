/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of 500 files, read once whole and once while it is emptied. */
#include <dirent.h>

#include "say.h"

#define MANY 500

static void name_of(char name[64], int i)
{
	snprintf(name, 64, "a-name-of-some-length-that-fills-buffers-%d", i);
}

/* How many of them are there, and how many twice. */
static void count(int seen[MANY], int removing)
{
	DIR *dir = opendir(".");
	struct dirent *e;
	int i;

	memset(seen, 0, MANY * sizeof(seen[0]));
	while ((e = readdir(dir))) {
		if (sscanf(e->d_name,
			   "a-name-of-some-length-that-fills-"
			   "buffers-%d",
			   &i) == 1 &&
		    i >= 0 && i < MANY)
			seen[i]++;
		if (removing && *e->d_name != '.')
			unlink(e->d_name);
	}
	closedir(dir);
}

static void report(const int seen[MANY])
{
	int once = 0, more = 0;

	for (int i = 0; i < MANY; i++) {
		once += seen[i] == 1;
		more += seen[i] > 1;
	}
	say("once", once);
	say("more often", more);
}

int program_read_many(void)
{
	static int seen[MANY];
	char name[64];

	for (int i = 0; i < MANY; i++) {
		name_of(name, i);
		make(name, "");
	}
	count(seen, 0);
	report(seen);
	count(seen, 1);
	report(seen);
	count(seen, 0);
	report(seen);
	return 0;
}
