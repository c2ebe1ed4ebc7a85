/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff.h: two normalised recordings of a case make a verdict.
 *
 * The first recording is the oracle, Linux itself. Gaps after which both
 * still stand alike (parting.h) are counted each for itself. After one that
 * parts them the rest is consequence: shown, not counted, until Linux has
 * been played again so that they stand alike (diff_go_on, play/aligned.h).
 * A gap that a case shows twice is counted once. gaps[0] always counts.
 */
#ifndef DIFF_H
#define DIFF_H

#include "recording/recording.h"

enum verdict {
	SAME,
	DIFFERS,
	INEXPRESSIBLE,
	UNSUPPORTED,
	CRASHED,
	HUNG,
	BROKEN,
	VERDICT_COUNT
};
extern const char *const verdict_names[VERDICT_COUNT];

struct gap {
	int step;       /* index of the step; the number of steps: the end */
	const char *op; /* what was called, or "end"; the case's */
	const char *option; /* of get- and setsockopt, else NULL; the case's */
	int layer;          /* 1 answers, 2 system calls, 3 packets */
	enum gap_class gclass;
	char *what;       /* the field, the call or the flow */
	char *want, *got; /* what Linux did, what the host did */
	char *raw;        /* what the host literally wrote, or NULL */
	char *signature;  /* op class want got: groups equal gaps */
	bool consequence; /* of an earlier one: not counted */
};

struct result {
	const struct tcase *tcase;
	enum verdict verdict;
	char *why;         /* a sentence, unless SAME or DIFFERS */
	enum unsaid_by by; /* of INEXPRESSIBLE */
	struct gap *gaps;
	int ngaps;
	char *said;    /* the host's own words, when it ended; or NULL */
	int parted;    /* the step of the gap that parts, or -1 */
	char *drift;   /* drift.h's, beside the verdict, or NULL */
	bool flaky;    /* repeat.h: other verdicts came as well */
	bool unstable; /* BROKEN: Linux played it otherwise once more */
};

/*
 * Compare; both recordings must be normalised. want is NULL when got says
 * nothing that could be compared (unsaid.h). Never fails.
 */
struct result *diff(const struct recording *want, const struct recording *got);
/*
 * Go on behind the gap of r->parted: from here on `want` is a play in which
 * Linux answered that step as the host did. False, and nothing has changed,
 * when it did not.
 */
bool diff_go_on(struct result *r, const struct recording *want,
		const struct recording *got);
/* Do they have the same verdict, and the same gaps that count? */
bool result_same(const struct result *a, const struct result *b);
void result_free(struct result *r);

#endif
