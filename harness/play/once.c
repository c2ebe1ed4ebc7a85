/* SPDX-License-Identifier: Apache-2.0 */
#include "once.h"

struct recording *play_once(const struct tcase *t, const struct play_config *c,
			    struct shelf *shelf, const struct lobby *l,
			    struct room_kind kind)
{
	char *why = NULL;
	struct room *r = shelf_take(shelf, l, kind, &why);
	struct recording *rec;

	if (r && room_ready(r, &why) == 0) {
		/* The room ends in it; whoever traced it has reaped it. */
		rec = play(t, c, r);
		room_free(r);
		return rec;
	}
	if (r)
		room_drop(r);
	rec = recording_new(t);
	rec->end = END_BROKEN;
	rec->why = why;
	return rec;
}
