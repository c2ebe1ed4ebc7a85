/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vary.h: what differs between two plays of one case by one host.
 *
 * Uninitialised memory, addresses of the stack and random numbers are other
 * ones in each play. Their place in a recording gets the value ~varies, so
 * that what is said of a host is the same in every run.
 */
#ifndef VARY_H
#define VARY_H

#include "recording.h"

#define VARIES "~varies"

/*
 * Mark in r all in which another play of it differs: fields of answers,
 * whether a step failed (its errno varies), waiting, arguments of calls,
 * packets, what is left open, and how it ended. Returns how many marks it set.
 * If the other play ended worse they change places, so that r is the one that
 * crashed. Both have been normalised.
 */
int vary_mark(struct recording *r, struct recording *other);
/* How many of the answers differ, without what the case leaves uncompared. */
int vary_answers(const struct recording *a, const struct recording *b);

#endif
