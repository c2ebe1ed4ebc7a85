/* SPDX-License-Identifier: Apache-2.0 */
/*
 * baseline_write.c: baselines as text that reads well, and of which the
 * difference of two does: a cause, its gaps, a case a line.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "baseline.h"

/* Can it stand in a block of YAML without quotes? */
static bool is_plain(const char *s)
{
	static const char begin[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	static const char rest[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789./[]|,=+@_-";

	return *s && strchr(begin, *s) && s[strspn(s, rest)] == '\0';
}

/* JSON's strings are YAML's double-quoted ones. */
static void put(struct buf *b, const char *before, const char *s)
{
	json_t *j = json_string(s);
	char *quoted = json_dumps(j, JSON_ENCODE_ANY);

	assert(quoted);
	buf_printf(b, "%s%s\n", before, is_plain(s) ? s : quoted);
	free(quoted);
	json_decref(j);
}

static void put_optional(struct buf *b, const char *before, const char *s)
{
	if (s)
		put(b, before, s);
}

static void gap_text(struct buf *b, const struct baseline_gap *g)
{
	put(b, "      - gap: ", g->gap);
	buf_puts(b, "        cases:\n");
	for (int i = 0; i < g->ncases; i++)
		put(b, "          - ", g->cases[i].id);
}

char *baseline_text(const struct baseline *b)
{
	struct buf text = {0};
	const char *none = " []\n";

	buf_puts(&text,
		 "# Known gaps. `sockdiff baseline` rewrites this file from a "
		 "run. It keeps issue,\n"
		 "# reason, expires, version and kernel of entries that are "
		 "still there, but no\n"
		 "# comments.\n");
	buf_printf(&text, "schema: %d\n", BASELINE_SCHEMA);
	put(&text, "host: ", b->host);
	put_optional(&text, "version: ", b->version);
	buf_puts(&text, "causes:");
	for (int i = 0; i < b->n; i++) {
		const struct baseline_entry *e = &b->v[i];

		buf_puts(&text, *none ? "\n" : "");
		none = "";
		put(&text, "  - cause: ", e->cause);
		put_optional(&text, "    sentence: ", e->sentence);
		put_optional(&text, "    issue: ", e->issue);
		put_optional(&text, "    reason: ", e->reason);
		put_optional(&text, "    expires: ", e->expires);
		put_optional(&text, "    version: ", e->version);
		put_optional(&text, "    kernel: ", e->kernel);
		buf_puts(&text, "    gaps:\n");
		for (int k = 0; k < e->ngaps; k++)
			gap_text(&text, &e->gaps[k]);
	}
	buf_puts(&text, none);
	return buf_take(&text);
}
