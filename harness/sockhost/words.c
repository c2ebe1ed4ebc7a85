/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <stdlib.h>
#include <string.h>

#include "host.h"

void words_add(struct words *w, const char *word)
{
	size_t n = strlen(word) + 1;

	w->bytes = host_realloc(w->bytes, w->size + n);
	memcpy(w->bytes + w->size, word, n);
	w->size += (uint32_t)n;
	w->count++;
}

void words_free(struct words *w)
{
	free(w->bytes);
	*w = (struct words){0};
}
