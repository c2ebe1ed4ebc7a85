/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cause_changes.h: root causes over time: between two runs, and between a run
 * and its baseline.
 *
 * A cause is the same in two runs when its id is. Gaps are counted in cases
 * that both played: what only one played says nothing about the host.
 */
#ifndef CAUSE_CHANGES_H
#define CAUSE_CHANGES_H

#include <jansson.h>

enum cause_change_kind {
#define CAUSE_CHANGE(name, title) CAUSE_CHANGE_##name,
#include "cause_change.def"
#undef CAUSE_CHANGE
	CAUSE_CHANGE_COUNT
};
extern const char *const cause_change_names[CAUSE_CHANGE_COUNT];
extern const char *const cause_change_titles[CAUSE_CHANGE_COUNT];

struct cause_change {
	enum cause_change_kind kind;
	const json_t *cause; /* of the second run where it is in both */
	int a, b;            /* gaps in cases that both played */
};

struct cause_changes {
	struct cause_change *v; /* by kind, then most severe first */
	int n;
};

/* Of two results.json, which must live as long. */
struct cause_changes cause_changes(const json_t *a, const json_t *b);
void cause_changes_free(struct cause_changes *c);

/*
 * The causes under which a baseline lists gaps that are gone, most severe
 * first: [{"cause": id, "sentence": "...", "gaps": 3, "cases": [id, ...]}].
 * A new array; the caller owns it.
 */
json_t *causes_fixed(const json_t *results);
/* The cause of results.json with this id, or NULL. */
const json_t *cause_find(const json_t *results, const char *id);

#endif
