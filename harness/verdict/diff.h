/* SPDX-License-Identifier: Apache-2.0 */
/*
 * diff.h: two normalised recordings of a case make a verdict.
 *
 * The first recording is the oracle, Linux itself. After the first gap the
 * rest of a case is consequence: shown, not counted. So a result has at most
 * one counted gap, gaps[0]; those after it are consequences.
 */
#ifndef DIFF_H
#define DIFF_H

#include "recording/recording.h"

enum verdict {
	SAME, DIFFERS, INEXPRESSIBLE, UNSUPPORTED, CRASHED, HUNG, BROKEN,
	VERDICT_COUNT
};
extern const char *const verdict_names[VERDICT_COUNT];

struct gap {
	int step;              /* index of the step */
	int layer;             /* 1 answers, 2 system calls, 3 packets */
	enum gap_class gclass;
	char *what;            /* the field, the call or the flow */
	char *want, *got;      /* what Linux did, what the host did */
	char *raw;             /* what the host literally wrote, or NULL */
	char *signature;       /* op class want got: groups equal gaps */
};

struct result {
	const struct tcase *tcase;
	enum verdict verdict;
	char *why;             /* a sentence, unless SAME or DIFFERS */
	enum unsaid_by by;     /* of INEXPRESSIBLE */
	struct gap *gaps;
	int ngaps;
	char *said;            /* the host's own words, when it ended; or NULL */
	char *drift;           /* drift.h's, beside the verdict, or NULL */
	bool flaky;            /* repeat.h: other verdicts came as well */
};

/*
 * Compare; both recordings must be normalised. want is NULL when got says
 * nothing that could be compared (unsaid.h). Never fails.
 */
struct result *diff(const struct recording *want, const struct recording *got);
void result_free(struct result *r);

#endif
