/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expect.h: what a reproducer prints, by what was recorded when the case was
 * played. A line is a step:
 *
 *	3 bind: ok
 *	5 recv: 4 data="0123" addr=127.0.0.1:7001
 *	6 recv: EIO
 *	7 accept: waits                  a peer has to move before it answers
 *	7 accept:                        it never did, or the guest died in it
 *
 * Ports that the case does not name are ~.
 */
#ifndef EXPECT_H
#define EXPECT_H

#include "plan.h"
#include "fill.h"
#include "recording/recording.h"

struct expect {
	const struct plan *plan;
	const struct recording *want, *got;
};

#define EXPECT_SHOWS 4

/*
 * What of a step is printed where it succeeds: what its row in the ABI can
 * show, the case compares, and both plays say. Returns how many.
 */
int expect_shows(const struct expect *e, const struct filling *f,
		 const struct show_row *shows[EXPECT_SHOWS]);
/* Append all that is printed by the play r, which is want or got. */
int expect_text(struct buf *b, const struct expect *e,
		const struct recording *r, char **why);
/* Is the step's result left out, for it may vary? */
bool expect_is_any(const struct step *s);
/*
 * A number of an errno by the name in a recording, "EIO" or "?111": the name,
 * or NULL and the number in *n.
 */
const char *expect_errno(const char *recorded, int *n);

#endif
