/* SPDX-License-Identifier: Apache-2.0 */
#include "refer.h"

#include <stdlib.h>
#include <string.h>

/* All of them, for they are told at once. */
static bool plays_good(struct refer *r, const struct refer_file *f)
{
	bool good = true;

	for (int i = 0; i < f->n; i++) {
		if (!f->plays[i].trouble)
			continue;
		refer_trouble(r, "%s", f->plays[i].trouble);
		r->counts[REFER_BROKEN]++;
		good = false;
	}
	return good;
}

/*
 * Where it was recorded does not matter: a file that says what is true here
 * too stays as it was reviewed.
 */
static bool is_same(const struct reference *stored, const struct refer_file *f)
{
	if (!stored || stored->state != REFERENCE_GOOD || stored->n != f->n)
		return false;
	for (int i = 0; i < f->n; i++) {
		const struct section *s =
			reference_find(stored, f->cases[i].id);

		if (s != &stored->v[i] ||
		    strcmp(s->text, f->plays[i].text) != 0)
			return false;
	}
	return true;
}

static int parent_make(const char *path, char **why)
{
	char *parent = xstrndup(path, (size_t)(strrchr(path, '/') - path));
	int err = dir_make(parent, why);

	free(parent);
	return err;
}

static void store(struct refer *r, const struct refer_file *f, const char *path,
		  bool is_new)
{
	struct section *v = xcalloc((size_t)f->n, sizeof(*v));
	char *text, *why = NULL;

	for (int i = 0; i < f->n; i++) {
		v[i].id = f->cases[i].id;
		v[i].text = f->plays[i].text;
	}
	text = reference_text(&r->here, v, f->n);
	if (parent_make(path, &why) < 0 ||
	    file_write(path, text, strlen(text), &why) < 0) {
		refer_trouble(r, "%s", why);
		r->counts[REFER_REFUSED]++;
	} else {
		refer_say(r, is_new ? "new" : "changed", "%s", path);
		r->counts[is_new ? REFER_NEW : REFER_CHANGED]++;
	}
	free(why);
	free(text);
	free(v);
}

void refer_write(struct refer *r, const struct refer_file *f)
{
	char *path = reference_path(r->dir, f->cases[0].base), *why = NULL;
	struct reference *stored = reference_load(path, &why);
	bool good = plays_good(r, f);

	if (why)
		refer_trouble(r, "%s", why);
	if (why || (stored && !refer_may_replace(r, stored)) || !good) {
		r->counts[REFER_REFUSED]++;
	} else if (is_same(stored, f)) {
		if (r->verbose)
			refer_say(r, "same", "%s", path);
		r->counts[REFER_UNCHANGED]++;
	} else {
		store(r, f, path, !stored);
	}
	reference_free(stored);
	free(why);
	free(path);
}
