/* SPDX-License-Identifier: Apache-2.0 */
/*
 * compare.h: two runs, or two hosts, case by case.
 *
 * A case regressed when it has a gap in B that B's baseline does not know,
 * and in A it had none or its verdict was a better one: same, inexpressible,
 * unsupported, differs, hung, crashed, from good to bad. One gap for another
 * is a change and no regression: a host that begins to implement a call goes
 * from unsupported to differs. Cases that only one of them played judge
 * nothing.
 */
#ifndef COMPARE_H
#define COMPARE_H

#include <stdio.h>

#include "cause_changes.h"
#include "load.h"

enum change_kind {
#define CHANGE(name, title) CHANGE_##name,
#include "change.def"
#undef CHANGE
	CHANGE_COUNT
};
extern const char *const change_names[CHANGE_COUNT];
extern const char *const change_titles[CHANGE_COUNT];

/* One case that is not in both as it was; they live in the runs. */
struct change {
	enum change_kind kind;
	const json_t *a, *b; /* NULL where it was not played */
};

struct comparison {
	const struct report_run *a, *b;
	struct change *v; /* by id */
	int n;
	int counts[CHANGE_COUNT];
	struct cause_changes causes;
	int same_a, same_b; /* cases that are as on Linux */
	int broken;         /* of b */
};

/* The runs stay the caller's and must live as long. */
struct comparison compare(const struct report_run *a,
			  const struct report_run *b);
void comparison_free(struct comparison *c);

/* What the program exits with: see result/results.h. */
int comparison_status(const struct comparison *c);
/* The case as it is now, or was. */
const json_t *change_case(const struct change *ch);
/* B's cases of a kind, an array; the caller owns it. */
json_t *comparison_cases(const struct comparison *c, enum change_kind kind);
/* "differs: recv moved 4 bytes, Linux 10" or "not played". Free it. */
char *change_side(const json_t *tcase);
/* Why the two may differ for other reasons than the host; "" for none. */
char *comparison_caveat(const struct comparison *c);

#endif
