/* SPDX-License-Identifier: Apache-2.0 */
/* A host's version, as it tells it itself. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"
#include "run.h"

#define ASK_MS 10000
#define VERSION_MAX 80

/* The first word that begins as versions do, 1.12.0 of "wazero v1.12.0". */
static const char *number(const char *line, size_t *len)
{
	const char *word = line;

	while (*word) {
		const char *digit = word + (*word == 'v');

		*len = strcspn(word, " \t,()");
		if (isdigit((unsigned char)*digit) && memchr(word, '.', *len)) {
			*len -= (size_t)(digit - word);
			return digit;
		}
		word += *len;
		word += strspn(word, " \t,()");
	}
	*len = strlen(line);
	return line;
}

void host_ask(struct host *h)
{
	struct host_run r = {0};
	const char *from;
	char *why = NULL;
	struct buf b = {0};
	size_t len;

	if (h->version || !h->asks[0])
		return;
	if (host_run(&r, h->asks, NULL, ASK_MS, &why) == 0 && !r.late &&
	    r.status == 0 && (r.out.len || r.err.len)) {
		char *said = r.out.len ? r.out.s : r.err.s;

		said[strcspn(said, "\n")] = '\0';
		from = number(said, &len);
		buf_quote(&b, from, len < VERSION_MAX ? len : VERSION_MAX);
		h->version = buf_take(&b);
	}
	free(why);
	host_run_free(&r);
}
