/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compare_json.c: a comparison for other programs:
 *
 *	{"schema": 1,
 *	 "a": {"name": "base", "host": "wazero", "version": "", "sockdiff": ..,
 *	       "machine": {..}, "counts": {"same": 268, ...}},
 *	 "b": {...},
 *	 "counts": {"regressed": 1, "fixed": 0, ...},
 *	 "causes": [{"id": "faked:close", "change": "grown", "sentence": "..",
 *	             "a": 3, "b": 4}],   gaps in cases that both played
 *	 "changes": [{"id": "udp/x", "change": "regressed", "file": ..,
 *	              "line": 13, "a": CASE, "b": CASE or null}]}
 *
 * CASE is that of results.json.
 */
#include <stdlib.h>

#include "compare_formats.h"
#include "result/outcome.h"
#include "result/results.h"
#include "result/groups.h"

static json_t *side_json(const struct report_run *run)
{
	const json_t *r = run->results;
	const json_t *host = json_object_get(r, "host");

	return json_pack("{s:s, s:s, s:s, s:s, s:O, s:O}", "name", run->name,
			 "host", report_host(run), "version",
			 report_str(host, "version"), "sockdiff",
			 report_str(r, "sockdiff"), "machine",
			 json_object_get(r, "machine"), "counts",
			 json_object_get(r, "counts"));
}

static json_t *change_json(const struct change *ch)
{
	const json_t *c = change_case(ch);

	return json_pack("{s:s, s:s, s:s, s:i, s:O?, s:O?}", "id",
			 report_str(c, "id"), "change", change_names[ch->kind],
			 "file", report_str(c, "file"), "line", case_line(c),
			 "a", ch->a, "b", ch->b);
}

static json_t *causes_json(const struct cause_changes *c)
{
	json_t *all = json_array();

	for (int i = 0; i < c->n; i++) {
		const struct cause_change *ch = &c->v[i];

		json_array_append_new(
			all, json_pack("{s:s, s:s, s:s, s:i, s:i}", "id",
				       report_str(ch->cause, "id"), "change",
				       cause_change_names[ch->kind], "sentence",
				       report_str(ch->cause, "sentence"), "a",
				       ch->a, "b", ch->b));
	}
	return all;
}

void compare_json(const struct comparison *c, FILE *out)
{
	json_t *counts = json_object(), *changes = json_array(), *all;
	char *text;

	for (int k = 0; k < CHANGE_COUNT; k++)
		json_object_set_new(counts, change_names[k],
				    json_integer(c->counts[k]));
	for (int i = 0; i < c->n; i++)
		json_array_append_new(changes, change_json(&c->v[i]));
	all = json_pack("{s:i, s:o, s:o, s:o, s:o, s:o}", "schema",
			REPORT_SCHEMA, "a", side_json(c->a), "b",
			side_json(c->b), "counts", counts, "causes",
			causes_json(&c->causes), "changes", changes);
	text = report_text(all);
	fputs(text, out);
	free(text);
	json_decref(all);
}
