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
/* The place of an id's kind in causes.def; CAUSE_KINDS for no kind. */
int cause_severity(const char *id);

#endif
