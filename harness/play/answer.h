/* SPDX-License-Identifier: Apache-2.0 */
/*
 * answer.h: an answer's fields, from the wire into the recording.
 *
 * Descriptors get their case names, processes the names of their actors, and
 * addresses that getsockname told are remembered for of:actor.s.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include "guests/lang/wire.h"
#include "recording/recording.h"
#include "trace/trace.h"

/* What getsockname told: "actor.s" and the address in wire form. */
struct told {
	struct told_row {
		char *whose, *addr;
	} * v;
	int n;
};

void answer_record(struct recording *r, int step, const struct wire_line *w,
		   const struct tracer *t, struct told *told);
/*
 * A wire value with of:actor.s resolved; unspec when nothing was told. Lives
 * as long as both arguments.
 */
const char *told_resolve(const struct told *told, const char *wire);
void told_free(struct told *told);

#endif
