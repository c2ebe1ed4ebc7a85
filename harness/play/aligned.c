/* SPDX-License-Identifier: Apache-2.0 */
#include "aligned.h"

#include <stdlib.h>

#include "recording/alias.h"
#include "verdict/parting.h"

/* Is there a later step, which a replay could say something of? */
static bool is_worth_it(const struct pair *p)
{
	int at = p->result->parted;

	return at >= 0 && at + 1 < p->result->tcase->nsteps &&
	       p->got->end != END_BROKEN && p->result->verdict != BROKEN;
}

/* What Linux answered until then is what it was compared with. */
static void past_keep(struct recording *now, const struct recording *before,
		      int step)
{
	for (int i = 0; i <= step; i++)
		step_record_copy(&now->steps[i], &before->steps[i]);
}

/* One replay; false when it has nothing to say. */
static bool round_play(struct pair *p, struct forced *forced,
		       const struct replay *r)
{
	const struct recording *before = p->aligned ? p->aligned : p->want;
	int at = p->result->parted;
	struct recording *now;

	if (!is_worth_it(p) || !parting_force(before, p->got, at, &forced[at]))
		return false;
	now = replay_native(r, forced);
	p->us += now->us;
	alias(p->got, now);
	if (now->end == END_BROKEN || !diff_go_on(p->result, now, p->got)) {
		recording_free(now);
		return false;
	}
	past_keep(now, before, at);
	recording_free(p->aligned);
	p->aligned = now;
	return true;
}

void aligned(struct pair *p, const struct replay *r)
{
	int n = p->result->tcase->nsteps, rounds = 0;
	struct forced *forced = xcalloc((size_t)n + 1, sizeof(*forced));

	while (rounds < ALIGNED_ROUNDS && round_play(p, forced, r))
		rounds++;
	free(forced);
}
