/* SPDX-License-Identifier: Apache-2.0 */
#include "known.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/paths.h"
#include "base/words.h"
#include "case/find.h"

#define PLAYER "player-"
#define WASM ".wasm"
#define NATIVE "native" /* its player is no wasm file */

/* The ABI of a player's file, or NULL; the caller frees it. */
static char *abi_of(const char *file)
{
	size_t n = strlen(file), head = strlen(PLAYER), tail = strlen(WASM);

	if (n <= head + tail || strncmp(file, PLAYER, head) != 0 ||
	    strcmp(file + n - tail, WASM) != 0)
		return NULL;
	return xstrndup(file + head, n - head - tail);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Of all players that were built, sorted; free them with texts_free. */
static char **abis(int *n)
{
	char *path = xasprintf("%s/guests", path_build()), **v = NULL;
	DIR *d = opendir(path);
	struct dirent *e;

	*n = 0;
	GROW(v, *n);
	v[(*n)++] = xstrdup(NATIVE);
	while (d && (e = readdir(d))) {
		char *name = abi_of(e->d_name);

		if (!name)
			continue;
		GROW(v, *n);
		v[(*n)++] = name;
	}
	if (d)
		closedir(d);
	free(path);
	qsort(v, (size_t)*n, sizeof(*v), by_name);
	return v;
}

int known_abi(const char *abi, char **why)
{
	struct words w = {.wrong = abi};
	struct buf all = {0};
	bool found = false;
	int n;
	char **v = abis(&n);

	for (int i = 0; i < n; i++) {
		found = found || strcmp(v[i], abi) == 0;
		words_try(&w, v[i]);
		buf_printf(&all, "%s%s", i ? ", " : "", v[i]);
	}
	if (!found)
		fail(why, "unknown ABI %s%s (known: %s)", abi, words_hint(&w),
		     all.s);
	texts_free(v, n);
	buf_free(&all);
	return found ? 0 : -1;
}

/* A variant is known only when its file was read. */
static int known_variant(const struct selection *sel, char **why)
{
	struct corpus c = {0};
	int err = corpus_load(sel, &c, why);

	if (err == 0 && c.nmistakes)
		err = fail(why, "%s", c.mistakes[0]);
	corpus_free(&c);
	return err;
}

int known_proof(const char *proof, char **why)
{
	char *what[] = {(char *)proof};
	struct selection sel = {.what = what, .nwhat = 1};
	struct case_paths p = {0};
	int err;

	if (strchr(proof, '['))
		return known_variant(&sel, why);
	err = case_find(&sel, &p, why);
	if (err == 0)
		case_paths_free(&p);
	return err;
}
