/* SPDX-License-Identifier: Apache-2.0 */
#include "places.h"

#include <stdlib.h>
#include <string.h>

#include "base/util.h"

#define AND " and "

/* Takes it over. */
static void add_one(struct places *p, char *place)
{
	int at = 0;

	while (at < p->n && strcmp(p->v[at], place) < 0)
		at++;
	if (!*place || (at < p->n && strcmp(p->v[at], place) == 0)) {
		free(place);
		return;
	}
	GROW(p->v, p->n);
	memmove(p->v + at + 1, p->v + at, (size_t)(p->n - at) * sizeof(*p->v));
	p->v[at] = place;
	p->n++;
}

void places_add(struct places *p, const char *text)
{
	const char *and;

	while ((and = strstr(text, AND))) {
		add_one(p, xstrndup(text, (size_t)(and-text)));
		text = and+strlen(AND);
	}
	add_one(p, xstrdup(text));
}

char *places_take(struct places *p)
{
	struct buf b = {0};

	for (int i = 0; i < p->n; i++) {
		buf_printf(&b, "%s%s", i ? AND : "", p->v[i]);
		free(p->v[i]);
	}
	free(p->v);
	*p = (struct places){0};
	return buf_take(&b);
}
