/* SPDX-License-Identifier: Apache-2.0 */
#include "fill.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "fill_parts.h"
#include "base/text.h"

/* --- which row fits ----------------------------------------------------- */

/*
 * What an argument is called in `takes`: noaddr for an address that is not
 * wanted, path for one that is a path, nosignal for the one flag that says
 * what a guest without signals has anyway. NULL: it says nothing.
 */
static const char *arg_word(const struct arg *a)
{
	const char *name = a->spec->name;

	if (a->spec->kind == ARG_BOOL && strcmp(name, "addr") == 0)
		return strcmp(a->wire, "no") == 0 ? "noaddr" : NULL;
	if (a->spec->kind == ARG_ADDR && strncmp(a->wire, "in", 2) != 0)
		return strncmp(a->wire, "un:", 3) == 0 ? "path" : "otheraddr";
	if (a->spec->kind == ARG_MSG && strcmp(a->wire, "MSG_NOSIGNAL") == 0)
		return "nosignal";
	if (a->spec->kind == ARG_MSG && strcmp(a->wire, "0") == 0)
		return NULL;
	return name;
}

/* Is the word in the list, perhaps with a ! in front? */
static bool takes(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = list; *at; at += strspn(at, " !")) {
		size_t len = strcspn(at, " ");

		if (*at == '!')
			at++, len--;
		if (len == n && strncmp(at, word, n) == 0)
			return true;
		at += len;
	}
	return false;
}

/* An argument that the row cannot do with, or NULL. */
static const char *row_lacks(const struct step_row *row, const struct step *s)
{
	for (int i = 0; i < s->nargs; i++) {
		const char *word = arg_word(&s->args[i]);

		if (!word || takes(row->takes, word))
			continue;
		/* a flag that natively is there as well */
		if (strcmp(word, "nosignal") == 0 && takes(row->takes, "flags"))
			continue;
		return s->args[i].spec->name;
	}
	return NULL;
}

static bool has_word(const struct step *s, const char *word, size_t n)
{
	for (int i = 0; i < s->nargs; i++) {
		const char *have = arg_word(&s->args[i]);

		if (have && strlen(have) == n && strncmp(have, word, n) == 0)
			return true;
	}
	return false;
}

static bool row_has_needs(const struct step_row *row, const struct step *s)
{
	for (const char *at = row->takes; (at = strchr(at, '!')); at++)
		if (!has_word(s, at + 1, strcspn(at + 1, " ")))
			return false;
	return true;
}

int fill_find(struct filling *f, const struct tcase *t, int step,
	      const struct snippets *sn, char **why)
{
	const struct step *s = &t->steps[step];
	const char *lacks = NULL;
	bool any = false;

	*f = (struct filling){.t = t, .step = step, .snippets = sn};
	for (const struct step_row *row = sn->steps; row->op; row++) {
		if (strcmp(row->op, s->op->name) != 0)
			continue;
		any = true;
		if (!row_has_needs(row, s))
			continue;
		lacks = row_lacks(row, s);
		if (!lacks) {
			f->row = row;
			return 0;
		}
	}
	if (!lacks)
		return fail(why, "step %d: a reproducer has no %s%s", step + 1,
			    s->op->name, any ? " with such arguments" : "");
	return fail(why, "step %d: a reproducer has no %s with %s like this",
		    step + 1, s->op->name, lacks);
}

/* --- what the placeholders stand for ------------------------------------ */

static const struct place {
	const char *name;
	place_fn *put;
} places[] = {
#define PLACE(name) {#name, place_##name},
#include "places.def"
#undef PLACE
};

/* The longest name of a placeholder that at begins with, or NULL. */
static const struct place *place_at(const char *at, size_t *n)
{
	for (*n = 0; isalpha((unsigned char)at[*n]);)
		(*n)++;
	for (size_t i = 0; i < COUNT(places); i++)
		if (strlen(places[i].name) == *n &&
		    strncmp(places[i].name, at, *n) == 0)
			return &places[i];
	return NULL;
}

int fill(struct buf *b, const struct filling *f, const char *text, char **why)
{
	while (*text) {
		size_t n = strcspn(text, "$");
		const struct place *p;

		buf_add(b, text, n);
		text += n;
		if (!*text)
			break;
		p = place_at(text + 1, &n);
		if (!p)
			return fail(why, "there is no placeholder %.10s", text);
		if (p->put(b, f, why) < 0)
			return -1;
		text += 1 + n;
	}
	return 0;
}

static const struct show_row *option_show(const struct filling *f)
{
	const struct option_row *o = fill_option(f);

	return o ? snippets_show(o->shows, (int)strlen(o->shows)) : NULL;
}

int fill_shows(const struct filling *f, const struct show_row **shows, int max)
{
	int n = 0;

	for (const char *at = f->row->shows; *at && n < max;) {
		size_t len = strcspn(at, " ");
		const struct show_row *row =
			len == 6 && strncmp(at, "option", 6) == 0
				? option_show(f)
				: snippets_show(at, (int)len);

		if (row)
			shows[n++] = row;
		at += len;
		at += strspn(at, " ");
	}
	return n;
}
