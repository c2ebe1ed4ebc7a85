/* SPDX-License-Identifier: Apache-2.0 */
#include "again.h"

#include <string.h>

#include "recording/alias.h"
#include "recording/vary.h"

static void judge(struct pair *p)
{
	result_free(p->result);
	p->result = diff(p->want, p->got);
}

static void unstable_set(struct pair *p)
{
	struct result *r = p->result;

	result_free(r);
	p->result = r = xcalloc(1, sizeof(*r));
	*r = (struct result){
		.tcase = p->got->tcase,
		.verdict = BROKEN,
		.parted = -1,
		.unstable = true,
		.why = xstrdup(
			"unstable: Linux itself gives different results")};
}

/* Does Linux play it in the same way again? */
static bool linux_is_stable(struct pair *p, const struct replay *r)
{
	struct recording *now = replay_native(r, NULL);
	bool stable = now->end == END_BROKEN || !vary_answers(p->want, now);

	p->us += now->us;
	recording_free(now);
	return stable;
}

/* How much more of it varies than was known. */
static int host_varies(struct pair *p, const struct replay *r)
{
	struct recording *now = replay_host(r);
	int n = 0;

	p->us += now->us;
	alias(now, p->want);
	if (now->end != END_BROKEN)
		n = vary_mark(p->got, now);
	recording_free(now);
	return n;
}

/* What varies and is not judged is no news. */
static bool says_varies(const struct result *r)
{
	for (int i = 0; i < r->ngaps; i++)
		if (!r->gaps[i].consequence && strstr(r->gaps[i].got, "varies"))
			return true;
	return false;
}

void again(struct pair *p, const struct replay *r)
{
	if (!linux_is_stable(p, r)) {
		unstable_set(p);
		return;
	}
	if (!host_varies(p, r))
		return;
	for (int i = 0; i < AGAIN_MORE; i++)
		host_varies(p, r);
	judge(p);
	p->result->flaky = says_varies(p->result);
}
