/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#include <assert.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/util.h"

#define FILE_NAME "cases/udp/x.yaml"

static char folder[] = P_tmpdir "/sockdiff-XXXXXX";
static pid_t opener; /* 0: there is none open */

static int delete (const char *path, const struct stat *st, int type,
		   struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void scratch_close(void)
{
	opener = 0;
	if (!chdir("/"))
		nftw(folder, delete, 8, FTW_DEPTH | FTW_PHYS);
}

/* A test that ends by exit has its fixture not closed. */
static void at_exit(void)
{
	if (opener == getpid())
		scratch_close();
}

void scratch_open(void)
{
	memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
	bool ok = mkdtemp(folder) && !chdir(folder) && !atexit(at_exit);

	assert(ok);
	(void)ok;
	opener = getpid();
}

void scratch_write(const char *path, const char *text, size_t len)
{
	const char *slash = strrchr(path, '/');
	char *why = NULL;

	if (slash) {
		char *parent = xstrndup(path, (size_t)(slash - path));

		dir_make(parent, &why);
		free(parent);
	}
	file_write(path, text, len, &why);
	assert(!why);
}

char *scratch_load(const char *text, size_t len, struct corpus *c)
{
	char *what[] = {FILE_NAME}, *why = NULL;
	struct selection sel = {.what = what, .nwhat = 1};
	struct buf b = {0};

	scratch_write(FILE_NAME, text, len);
	if (corpus_load(&sel, c, &why))
		buf_puts(&b, why);
	for (int i = 0; i < c->nmistakes; i++)
		buf_printf(&b, "%s%s", i ? "\n" : "",
			   c->mistakes[i] + strlen(FILE_NAME ":"));
	free(why);
	return buf_take(&b);
}
