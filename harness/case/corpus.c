/* SPDX-License-Identifier: Apache-2.0 */
#include "case.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "find.h"
#include "reader.h"
#include "program.h"
#include "base/words.h"

/* While a corpus is loaded: what of the selection has been found so far. */
struct loader {
	const struct selection *sel;
	struct corpus *c;
	bool *glob_hit, *tag_hit;
};

static bool has_word(char *const *list, int n, const char *word)
{
	for (int i = 0; i < n; i++) {
		if (!strcmp(list[i], word))
			return true;
	}
	return false;
}

bool case_needs(const struct tcase *t, const char *word)
{
	return has_word(t->needs, t->nneeds, word);
}

static bool is_family(const struct tcase *t, const char *tag)
{
	size_t n = strlen(tag);

	return !strncmp(t->base, tag, n) && t->base[n] == '/';
}

static bool fits_globs(struct loader *l, const struct tcase *t)
{
	bool any = l->sel->nglobs == 0;

	for (int i = 0; i < l->sel->nglobs; i++) {
		const char *glob = l->sel->globs[i];
		/* An id's [variant] is no bracket expression. */
		bool hit = !strcmp(glob, t->id) || !fnmatch(glob, t->id, 0);

		l->glob_hit[i] |= hit;
		any |= hit;
	}
	return any;
}

static bool fits_tags(struct loader *l, const struct tcase *t)
{
	bool any = l->sel->ntags == 0;

	for (int i = 0; i < l->sel->ntags; i++) {
		const char *tag = l->sel->tags[i];
		bool hit = is_family(t, tag) ||
			   has_word(t->covers, t->ncovers, tag) ||
			   case_needs(t, tag);

		l->tag_hit[i] |= hit;
		any |= hit;
	}
	return any;
}

static bool fits(struct loader *l, const struct tcase *t)
{
	bool globs = fits_globs(l, t), tags = fits_tags(l, t);

	/* Both are asked always, for what each of them hits. */
	return globs && tags;
}

/* Is this variant of the file one of those that were asked for? */
static bool is_wanted(const struct case_path *p, const struct tcase *t)
{
	return p->all ||
	       has_word(p->variant, p->nvariants, t->id + strlen(t->base));
}

static int check_variants(const struct case_path *p, const struct tcase *v,
			  int n, char **why)
{
	for (int i = 0; i < p->nvariants; i++) {
		struct words w = {.wrong = p->variant[i]};
		bool found = false;

		for (int j = 0; j < n && !found; j++) {
			const char *variant = v[j].id + strlen(v[j].base);

			found = !strcmp(variant, w.wrong);
			words_try(&w, variant);
		}
		if (!found)
			return fail(why, "%s has no variant %s%s", p->base,
				    w.wrong, words_hint(&w));
	}
	return 0;
}

static int load_file(struct loader *l, const struct case_path *p, char **why)
{
	struct corpus *c = l->c;
	struct mistakes m = {0};
	struct tcase *v = NULL;
	int n = 0;

	if (case_file(p->path, p->base, &v, &n, &m)) {
		mistakes_move(&m, p->path, &c->mistakes, &c->nmistakes);
		c->nbad++;
		return 0;
	}
	int bad = check_variants(p, v, n, why);
	for (int i = 0; i < n; i++) {
		if (bad || !is_wanted(p, &v[i]) || !fits(l, &v[i])) {
			case_clear(&v[i]);
			continue;
		}
		GROW(c->cases, c->n);
		c->cases[c->n++] = v[i];
	}
	free(v);
	return bad;
}

/* Two files whose cases would have the same ids. */
static bool is_clash(struct loader *l, const struct case_path *p,
		     const struct case_path *before)
{
	struct mistakes m = {0};

	if (strcmp(p->base, before->base) != 0)
		return false;
	mistakes_add(&m, 0, "its id %s is already used by %s", p->base,
		     before->path);
	mistakes_move(&m, p->path, &l->c->mistakes, &l->c->nmistakes);
	l->c->nbad++;
	return true;
}

static int no_glob(const char *glob, char **why)
{
	char *to = case_renamed(glob);

	if (to)
		fail(why, "%s has been renamed to %s", glob, to);
	else
		fail(why, "no case matches the glob %s", glob);
	free(to);
	return -1;
}

static int no_tag(const char *tag, char **why)
{
	struct words w = {.wrong = tag};

	case_words(&w);
	return fail(why, "no case has the tag %s%s", tag, words_hint(&w));
}

/* A glob or a tag that fits nothing is misspelt, not a smaller selection. */
static int check_hits(struct loader *l, char **why)
{
	/* What a file with mistakes would have had is not known. */
	if (l->c->nbad)
		return 0;
	for (int i = 0; i < l->sel->nglobs; i++) {
		if (!l->glob_hit[i])
			return no_glob(l->sel->globs[i], why);
	}
	for (int i = 0; i < l->sel->ntags; i++) {
		if (!l->tag_hit[i])
			return no_tag(l->sel->tags[i], why);
	}
	if (l->c->n == 0)
		return fail(why, "no case matches all selectors");
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct tcase *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static int load_all(struct loader *l, const struct case_paths *p, char **why)
{
	for (int i = 0; i < p->n; i++) {
		if (i > 0 && is_clash(l, &p->v[i], &p->v[i - 1]))
			continue;
		if (load_file(l, &p->v[i], why))
			return -1;
	}
	if (l->c->n)
		qsort(l->c->cases, (size_t)l->c->n, sizeof(*l->c->cases),
		      by_id);
	return check_hits(l, why);
}

int corpus_load(const struct selection *sel, struct corpus *c, char **why)
{
	struct loader l = {.sel = sel, .c = c};
	struct case_paths paths;

	*c = (struct corpus){0};
	if (case_find(sel, &paths, why))
		return -1;
	l.glob_hit = xcalloc((size_t)sel->nglobs, sizeof(bool));
	l.tag_hit = xcalloc((size_t)sel->ntags, sizeof(bool));
	int bad = load_all(&l, &paths, why);
	free(l.glob_hit);
	free(l.tag_hit);
	case_paths_free(&paths);
	if (bad)
		corpus_free(c);
	return bad;
}

void corpus_keep(struct corpus *c, int n)
{
	while (c->n > n)
		case_clear(&c->cases[--c->n]);
}

void corpus_free(struct corpus *c)
{
	corpus_keep(c, 0);
	free(c->cases);
	texts_free(c->mistakes, c->nmistakes);
	*c = (struct corpus){0};
}
