/* SPDX-License-Identifier: Apache-2.0 */
/*
 * causes.h: the root causes of a run's gaps.
 *
 * One fault of a host shows in many cases: an errno that it does not map, in
 * every operation. A cause has all gaps that one fault explains, by rules over
 * all gaps of the run (causes.def lists the kinds, cause_of.c has the rules,
 * the most specific first); each gap that counts has one cause. A cause that
 * one gap shows is still one.
 *
 *	{"id": "collapsed:EIO", "kind": "collapsed",
 *	 "sentence": "many errnos become EIO: ECONNRESET, ENOBUFS ...",
 *	 "gaps": 41, "cases": 40,
 *	 "known": 3,                            gaps that the baseline lists
 *	 "ops": ["accept", "recv"],
 *	 "details": [{"text": "recv: ECONNRESET becomes EIO", "gaps": 10}, ...],
 *	 "proof": "accepted/reset[read]",       the case with the fewest steps
 *	 "replay": "sockdiff run -H ..."}
 *
 * An id is made of the kind and the key, and is the same in each run that
 * sees the same gaps. Which cause a gap has can change with the other gaps of
 * a run (three errnos that become EIO are one cause, one is a cause of its
 * own), so a gap is known by its signature, not by its cause.
 */
#ifndef CAUSES_H
#define CAUSES_H

#include <jansson.h>
#include <stdbool.h>

enum cause_kind {
#define CAUSE(id, sentence) CAUSE_##id,
#include "causes.def"
#undef CAUSE
	CAUSE_KINDS
};

/*
 * The causes of the gaps of these cases that count, most severe first, an
 * array that the caller owns; each such gap gets the key "cause", the id.
 */
json_t *causes_of(json_t *cases);

/* --- cause_of.c: one gap, by itself ---------------------------------------*/

/* The strings of a gap, as results.json has them; not owned. */
struct cause_gap {
	json_t *gap;
	const json_t *tcase;
	const char *op, *option, *gclass, *what, *want, *got;
	enum cause_kind kind;
	char *key;    /* what gaps of one cause have in common; owned */
	char *detail; /* one line of the cause's table; owned */
};

/*
 * Set kind, key and detail. An errno gap that may be one of many gets the kind
 * `renamed`, `accepted` or `refused`; causes.c joins those.
 */
void cause_of(struct cause_gap *g);
/* What receives and sends alike are called in a sentence: "recv", "send". */
const char *cause_family(const char *op);

#endif
