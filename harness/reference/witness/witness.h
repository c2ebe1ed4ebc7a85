/* SPDX-License-Identifier: Apache-2.0 */
/*
 * witness.h: does strace see what the own tracer sees?
 *
 * Two tracers cannot follow one process, so a case is played natively twice:
 * once in a room as always, once in a room where each actor brings its own
 * strace. The calls of both must agree, one by one: name, descriptor, every
 * argument, result and errno.
 *
 *	case --> play, own tracer ------> recording -> normalise --+
 *	     `-> play, strace -> text --> recording -> normalise --+-> agree?
 *
 * What strace does not show of an argument is in strace_hidden.def.
 */
#ifndef WITNESS_H
#define WITNESS_H

#include <stdio.h>

#include "host/host.h"
#include "room/room.h"
#include "strace.h"

struct witness_config {
	const struct lobby *lobby;
	const struct host *native;
	int jobs;  /* plays at a time */
	FILE *out; /* disagreements, and the sums */
};

/*
 * Play cases: those of the corpus whose numbers are in `which`, n of them.
 * Returns an exit status (result/results.h): not all agree, or some could not be
 * played; or -1 and a sentence when strace cannot be used at all.
 */
int witness_run(const struct witness_config *c, const struct corpus *corpus,
		const int *which, int n, char **why);

/*
 * Compare the calls of two normalised recordings of one case, but for what
 * the case leaves uncompared. Appends each disagreement to b; counts the calls that were compared. True if all agree.
 */
bool witness_compare(struct buf *b, const struct recording *own,
		     const struct recording *theirs, int *calls);

#endif
