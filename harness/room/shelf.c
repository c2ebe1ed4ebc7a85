/* SPDX-License-Identifier: Apache-2.0 */
#include "shelf.h"

#include <stdlib.h>
#include <string.h>

struct room *shelf_take(struct shelf *s, const struct lobby *l,
			struct room_kind kind, char **why)
{
	int ahead = nets[kind.net].hosts > 1 ? 1 : ROOMS_AHEAD;
	struct room *r;

	while (s->n < ahead) {
		r = room_new(l, kind, why);
		if (!r)
			break;
		s->ahead[s->n++] = r;
	}
	if (!s->n)
		return NULL;
	r = s->ahead[0];
	memmove(s->ahead, s->ahead + 1, (size_t)--s->n * sizeof(*s->ahead));
	/* One could be had: that the next ones could not is not said yet. */
	free(*why);
	*why = NULL;
	return r;
}

/* All are told to end before the first is waited for. */
void shelf_clear(struct shelf *s)
{
	for (int i = 0; i < s->n; i++)
		room_kill(s->ahead[i]);
	for (int i = 0; i < s->n; i++)
		room_drop(s->ahead[i]);
	s->n = 0;
}
