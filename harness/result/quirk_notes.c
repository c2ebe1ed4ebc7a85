/* SPDX-License-Identifier: Apache-2.0 */
#include "quirk_notes.h"

#include <stdlib.h>
#include <string.h>

/* Its proofs were played, and every one of them is as on Linux. */
static bool is_gone(const struct host *h, int quirk, const json_t *cases)
{
	bool same = false;
	const json_t *c;
	size_t i;

	json_array_foreach (cases, i, c) {
		const char *id = json_string_value(json_object_get(c, "id"));
		const char *verdict =
			json_string_value(json_object_get(c, "verdict"));

		if (!id || !verdict || !host_quirk_proof(h, quirk, id))
			continue;
		if (strcmp(verdict, "same") != 0)
			return false;
		same = true;
	}
	return same;
}

static void note_lacks(json_t *notes, const struct host *h)
{
	char *text;

	if (!h->lacks)
		return;
	text = xasprintf("host %s lacks these functions and is tested without "
			 "them: %s",
			 h->name, h->lacks);
	json_array_append_new(notes, json_string(text));
	free(text);
}

void report_quirks(json_t *notes, const struct host *h, const json_t *cases)
{
	note_lacks(notes, h);
	for (int i = 0; i < QUIRKS; i++) {
		const struct host_quirk *q = &h->quirks[i];
		char *text;

		if (!is_gone(h, i, cases))
			continue;
		text = xasprintf("%s:%d: the quirk %s no longer applies: %s is "
				 "the same as on Linux",
				 h->path ? h->path : "", q->line,
				 quirk_rows[i].name, q->proof);
		json_array_append_new(notes, json_string(text));
		free(text);
	}
}
