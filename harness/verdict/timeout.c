/* SPDX-License-Identifier: Apache-2.0 */
#include "timeout.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define FOREVER LONG_MAX
#define UNKNOWN (-1)
/* A timeout of poll(2) is in whole milliseconds: rounding up is right. */
#define ROUNDED 1

/* In milliseconds: "100", "-1", "100 ms", "NULL". */
static long timeout_of(const struct call *c)
{
	const char *text = call_arg_get(c, "timeout");
	char *end;
	long ms;

	if (!text)
		return UNKNOWN;
	if (strcmp(text, "NULL") == 0)
		return FOREVER;
	ms = strtol(text, &end, 10);
	if (end == text || (*end && strcmp(end, " ms") != 0))
		return UNKNOWN;
	return ms < 0 ? FOREVER : ms;
}

static bool is_on_descriptors(const struct call *c)
{
	const char *fds = call_arg_get(c, "fds");

	return fds && fds[0] == '[' && fds[1] != ']';
}

/* The step's only wait, or NULL: a look without waiting is none. */
static const struct call *only_wait(const struct step_record *s)
{
	const struct call *found = NULL;

	for (int i = 0; i < s->ncalls; i++) {
		const struct call *c = &s->calls[i];

		if (c->calls != CALL_POLL || timeout_of(c) == 0)
			continue;
		if (found || !is_on_descriptors(c))
			return NULL;
		found = c;
	}
	return found;
}

static char *shown(long ms)
{
	return ms == FOREVER ? xstrdup("forever") : xasprintf("%ld ms", ms);
}

bool judge_timeout(const struct step_record *want,
		   const struct step_record *got, struct judgement *j)
{
	const struct call *native = only_wait(want), *host = only_wait(got);
	long guest = native ? timeout_of(native) : UNKNOWN;
	long asked = host ? timeout_of(host) : UNKNOWN;

	if (guest == UNKNOWN || asked == UNKNOWN || guest == FOREVER ||
	    asked <= guest + ROUNDED)
		return false;
	*j = (struct judgement){GAP_altered, xstrdup("poll timeout"),
				shown(guest), shown(asked)};
	return true;
}
