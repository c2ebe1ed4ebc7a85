/* SPDX-License-Identifier: Apache-2.0 */
/*
 * plan.h: in which order a reproducer makes the steps of a case.
 *
 * The guest's steps are in one function, the peers' in another of the native
 * program that starts the guest. They take turns: the peers write a line to
 * the guest's stdin, the guest then makes all of its steps up to the peers'
 * next one, and prints a line for each. A step that waits for a peer is seen
 * not to answer; its line is read before the guest's next turn.
 */
#ifndef PLAN_H
#define PLAN_H

#include "case/case.h"
#include "base/util.h"
#include "snippets.h"

enum move_kind {
	MOVE_PEER,  /* one step of a peer */
	MOVE_GUEST, /* n steps of the guest */
	MOVE_WAITS, /* the same, and the last of them waits */
	MOVE_LATE   /* what came of a step that waited, if it still does */
};

struct move {
	enum move_kind kind;
	int first, n;
};

struct plan {
	const struct tcase *t;
	const struct snippets *guest, *peers;
	bool alone; /* there are no peers: the guest just runs */
	struct move moves[2 * CASE_STEPS_MAX + 1];
	int n;
};

/*
 * -1 and a sentence that names the step, where no reproducer can be written
 * for a host of that ABI.
 */
int plan_make(struct plan *p, const struct tcase *t, const char *abi,
	      char **why);
/* "3 recv", "4 peer.send". */
void plan_label(struct buf *b, const struct tcase *t, int step);

#endif
