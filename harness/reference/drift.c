/* SPDX-License-Identifier: Apache-2.0 */
#include "drift.h"

#include <stdlib.h>
#include <string.h>

#include "recording/mismatch.h"
#include "result/places.h"
#include "result/results.h"

static void forget(struct drift *d)
{
	reference_free(d->stored);
	free(d->base);
	free(d->unreadable);
	d->stored = NULL;
	d->base = d->unreadable = NULL;
}

/* The folder is where it is; reports name what is below it. */
static const char *below(const struct drift *d, const char *path)
{
	size_t n = strlen(d->dir);

	return strncmp(path, d->dir, n) == 0 && path[n] == '/' ? path + n + 1
							       : path;
}

static void load(struct drift *d, const char *base)
{
	char *path;

	if (d->base && strcmp(d->base, base) == 0)
		return;
	forget(d);
	d->base = xstrdup(base);
	path = reference_path(d->dir, base);
	d->stored = reference_load(path, &d->unreadable);
	free(path);
	/* An edited one can be compared, and `reference --check` tells it. */
	if (d->stored && d->stored->state != REFERENCE_GOOD &&
	    d->stored->state != REFERENCE_EDITED)
		d->unreadable = xstrdup(below(d, d->stored->trouble));
}

static char *mismatch_text(const struct drift *d, const struct section *s,
			   const char *text)
{
	struct mismatch m;
	char *drift;

	if (!mismatch_find(s->text, text, &m))
		return NULL;
	drift = xasprintf("%s:%d: %s: stored \"%s\", now \"%s\"",
			  below(d, d->stored->path), s->line + 1 + m.line,
			  m.where, m.want, m.got);
	mismatch_free(&m);
	return drift;
}

void drift_find(struct drift *d, const struct recording *want,
		struct result *res)
{
	const struct section *s;
	char *text;

	if (!d->dir || !want || res->verdict == BROKEN)
		return;
	load(d, want->tcase->base);
	if (d->unreadable) {
		res->drift = xasprintf(DRIFT_UNKNOWN "%s", d->unreadable);
		return;
	}
	s = d->stored ? reference_find(d->stored, want->tcase->id) : NULL;
	if (!s)
		return;
	text = reference_recording(want);
	res->drift = mismatch_text(d, s, text);
	free(text);
}

void drift_free(struct drift *d)
{
	forget(d);
}

/* --- where it was recorded ------------------------------------------------*/

static void place_add(struct places *p, const struct reference *r)
{
	char *place =
		xasprintf("Linux %s %s", provenance_get(&r->made, "kernel"),
			  provenance_get(&r->made, "arch"));

	places_add(p, place);
	free(place);
}

char *drift_recorded(const char *dir, const json_t *cases)
{
	char *last = xstrdup(""), *why = NULL;
	struct places places = {0};
	const json_t *c;
	size_t i;

	json_array_foreach (cases, i, c) {
		const char *drift = report_str(c, "drift");
		char *path;
		struct reference *r;

		if (!report_is_drift(c))
			continue;
		path = xasprintf("%s/%.*s", dir, (int)strcspn(drift, ":"),
				 drift);
		/* Its variants drift together, mostly. */
		r = strcmp(path, last) == 0 ? NULL : reference_load(path, &why);
		if (r)
			place_add(&places, r);
		reference_free(r);
		free(last);
		last = path;
	}
	free(last);
	free(why);
	return places_take(&places);
}
