/* SPDX-License-Identifier: Apache-2.0 */
#include "wordlist.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

void wordlist_add(struct wordlist *w, const char *word)
{
	size_t n = strlen(word) + 1;

	w->bytes = host_realloc(w->bytes, w->size + n);
	memcpy(w->bytes + w->size, word, n);
	w->size += (uint32_t)n;
	w->count++;
}

void wordlist_free(struct wordlist *w)
{
	free(w->bytes);
	*w = (struct wordlist){0};
}

bool wordlist_match(const struct wordlist *patterns, const char *s)
{
	const char *p = patterns->bytes;

	for (uint32_t i = 0; i < patterns->count; i++, p += strlen(p) + 1)
		if (fnmatch(p, s, FNM_PATHNAME) == 0)
			return true;
	return false;
}
