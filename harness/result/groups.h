/* SPDX-License-Identifier: Apache-2.0 */
/*
 * groups.h: equal gaps together.
 *
 * A run with 300 gaps often has five reasons. Cases whose first gap is said
 * in the same sentence (sentence.h) are one group: "connect answered
 * EADDRNOTAVAIL as ?99", 41 cases. Gaps of one signature have one sentence;
 * so may two signatures that differ in what a reader need not know first,
 * the value that a faked setsockopt was given.
 */
#ifndef RESULT_GROUPS_H
#define RESULT_GROUPS_H

#include <jansson.h>
#include <stdbool.h>

/* Nothing but the sentence is owned: the rest lives in the report. */
struct group {
	char *sentence;      /* the gap, or the reason */
	const json_t *first; /* the case with the first id */
	int n;               /* how many cases */
};

/* Largest group first; those of one size by their first case's id. */
struct groups {
	struct group *v;
	int n;
};

/*
 * Cases that differ, crashed or hung, by their first gap. Gaps that a
 * baseline knows are left out.
 */
struct groups group_gaps(const json_t *cases);
/* All of these cases, by their sentence. */
struct groups group_all(const json_t *cases);
/* Is this case in one of those groups? */
bool group_has(const json_t *tcase);
/*
 * Cases with this verdict, by the reason that it gives; no known gaps. by: of
 * inexpressible ones only those for that lack (recording/unsaid.def), or NULL.
 */
struct groups group_reasons(const json_t *cases, const char *verdict,
			    const char *by);
void groups_free(struct groups *g);

#endif
