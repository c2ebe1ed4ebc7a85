/* SPDX-License-Identifier: Apache-2.0 */
#include "refer.h"

#include <stdlib.h>
#include <string.h>

#include "recording/mismatch.h"
#include "base/text.h"

/* Another machine's drift is no failure, but is to be explained. */
static void elsewhere_add(struct refer *r, char *differs)
{
	r->drift_elsewhere++;
	for (int i = 0; i < r->nelsewhere; i++) {
		if (strcmp(r->elsewhere[i], differs) == 0) {
			free(differs);
			return;
		}
	}
	GROW(r->elsewhere, r->nelsewhere);
	r->elsewhere[r->nelsewhere++] = differs;
}

static void drift_tell(struct refer *r, const struct reference *stored,
		       const struct section *s, const struct mismatch *m)
{
	char *differs = provenance_differs(&stored->made, &r->here);

	refer_say(r, "drift", "%s", s->id);
	refer_say(r, "", "%s:%d: %s", stored->path, s->line + 1 + m->line,
		  m->where);
	refer_say(r, "", "  want %s", m->want);
	refer_say(r, "", "  got  %s", m->got);
	r->counts[REFER_DRIFT]++;
	if (*differs) {
		elsewhere_add(r, differs);
		return;
	}
	free(differs);
	r->red = true;
}

static void missing(struct refer *r, const struct tcase *t, const char *path,
		    const char *what)
{
	refer_say(r, "missing", "%s", t->id);
	refer_say(r, "", "%s: %s", path, what);
	r->counts[REFER_MISSING]++;
	r->red = true;
}

static void compare(struct refer *r, const struct reference *stored,
		    const struct tcase *t, const char *text)
{
	const struct section *s = reference_find(stored, t->id);
	struct mismatch m;

	if (!s) {
		missing(r, t, stored->path, "it has no recording of this case");
	} else if (mismatch_find(s->text, text, &m)) {
		drift_tell(r, stored, s, &m);
		mismatch_free(&m);
	} else {
		if (r->verbose)
			refer_say(r, "same", "%s", t->id);
		r->counts[REFER_SAME]++;
	}
}

static bool can_compare(const struct reference *stored)
{
	return stored->state == REFERENCE_GOOD ||
	       stored->state == REFERENCE_EDITED;
}

static void check_case(struct refer *r, const struct reference *stored,
		       const char *path, const struct tcase *t,
		       const struct refer_play *p)
{
	if (p->trouble) {
		refer_trouble(r, "%s", p->trouble);
		r->counts[REFER_BROKEN]++;
	} else if (!stored) {
		missing(r, t, path, "the file does not exist");
	} else if (!can_compare(stored)) {
		r->counts[REFER_UNREAD]++;
	} else {
		compare(r, stored, t, p->text);
	}
}

static bool has_case(const struct refer_file *f, const char *id)
{
	bool has = false;

	for (int i = 0; i < f->n && !has; i++) {
		char *clean = text_cleaned(f->cases[i].id);

		has = strcmp(clean, id) == 0;
		free(clean);
	}
	return has;
}

static void stale_sections(struct refer *r, const struct reference *stored,
			   const struct refer_file *f)
{
	for (int i = 0; i < stored->n; i++) {
		const struct section *s = &stored->v[i];

		if (has_case(f, s->id))
			continue;
		refer_say(r, "stale", "%s", s->id);
		refer_say(r, "", "%s:%d: %s has no such case", stored->path,
			  s->line, f->cases[0].file);
		r->counts[REFER_STALE]++;
		r->red = true;
	}
}

/* A play may be good and the file not there: each case says so. */
void refer_check(struct refer *r, const struct refer_file *f)
{
	char *path = reference_path(r->dir, f->cases[0].base), *why = NULL;
	struct reference *stored = reference_load(path, &why);

	if (why || (stored && stored->trouble))
		refer_trouble(r, "%s", why ? why : stored->trouble);
	for (int i = 0; i < f->n; i++) {
		if (!f->plays[i].chosen)
			continue;
		if (why)
			r->counts[REFER_UNREAD]++;
		else
			check_case(r, stored, path, &f->cases[i], &f->plays[i]);
	}
	if (stored)
		stale_sections(r, stored, f);
	reference_free(stored);
	free(why);
	free(path);
}
