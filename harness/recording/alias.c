/* SPDX-License-Identifier: Apache-2.0 */
#include "alias.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 256

/* Of ports (:~1) and of autobound names (@~1): got's number -> want's. */
struct names {
	int of[2][NAMES_MAX];
	bool taken[2][NAMES_MAX];
};

/* At "~1" behind a colon or an @: which sort, and where it ends; or -1. */
static int name_at(const char *text, const char *p, int *number, char **end)
{
	if (*p != '~' || p == text || !isdigit((unsigned char)p[1]))
		return -1;
	*number = (int)strtol(p + 1, end, 10);
	if (*number >= NAMES_MAX || (p[-1] != ':' && p[-1] != '@'))
		return -1;
	return p[-1] == '@';
}

/* Walk both; with n NULL only look whether they are alike but for names. */
static bool walk(struct names *n, const char *want, const char *got)
{
	const char *w = want, *g = got;

	while (*w && *g) {
		char *wend, *gend;
		int wn, gn, sort = name_at(want, w, &wn, &wend);

		if (sort < 0 || name_at(got, g, &gn, &gend) != sort) {
			if (*w++ != *g++)
				return false;
			continue;
		}
		if (n && !n->of[sort][gn] && !n->taken[sort][wn]) {
			n->of[sort][gn] = wn;
			n->taken[sort][wn] = true;
		}
		w = wend;
		g = gend;
	}
	return *w == *g;
}

static void learn(struct names *n, const char *want, const char *got)
{
	if (want && got && walk(NULL, want, got))
		walk(n, want, got);
}

/* The want's name, or one that it does not use. */
static int alias_number(struct names *n, int sort, int number)
{
	int k = 1;

	if (n->of[sort][number])
		return n->of[sort][number];
	while (k < NAMES_MAX - 1 && n->taken[sort][k])
		k++;
	n->taken[sort][k] = true;
	return n->of[sort][number] = k;
}

static void rename_all(struct names *n, char **text)
{
	struct buf b = {0};
	const char *p = *text;

	while (*p) {
		char *end;
		int number, sort = name_at(*text, p, &number, &end);

		if (sort < 0) {
			buf_add(&b, p++, 1);
			continue;
		}
		buf_printf(&b, "~%d", alias_number(n, sort, number));
		p = end;
	}
	free(*text);
	*text = b.s ? buf_take(&b) : xstrdup("");
}

static void note_taken(struct names *n, const char *text)
{
	for (const char *p = text; *p; p++) {
		char *end;
		int number, sort = name_at(text, p, &number, &end);

		if (sort >= 0)
			n->taken[sort][number] = true;
	}
}

/* The names in an address, as far as they can be told apart by eye: ~1. */
static const char *name_in(const char *addr)
{
	const char *at = addr ? strchr(addr, '~') : NULL;

	return at ? at : "";
}

/*
 * Is there an address that only `want` could tell, or one that is another in
 * `got`, so that what appears later has been counted from another number?
 */
static bool tells_else(const struct recording *got,
		       const struct recording *want)
{
	for (int i = 0; i < got->tcase->nsteps; i++) {
		const char *g = record_field(&got->steps[i], "addr");
		const char *w = record_field(&want->steps[i], "addr");

		if (g && w && strcmp(name_in(g), name_in(w)) != 0)
			return true;
	}
	return false;
}

static void learn_all(struct names *n, const struct recording *got,
		      const struct recording *want)
{
	for (int i = 0; i < got->tcase->nsteps; i++)
		learn(n, record_field(&want->steps[i], "addr"),
		      record_field(&got->steps[i], "addr"));
	for (int i = 0; i < got->npackets && i < want->npackets; i++)
		learn(n, want->packets[i], got->packets[i]);
	for (int i = 0; i < want->tcase->nsteps; i++)
		if (record_field(&want->steps[i], "addr"))
			note_taken(n, record_field(&want->steps[i], "addr"));
	for (int i = 0; i < want->npackets; i++)
		note_taken(n, want->packets[i]);
}

static void rename_step(struct names *n, struct step_record *s)
{
	for (int k = 0; k < s->nfields; k++)
		if (strcmp(s->fields[k].key, "addr") == 0)
			rename_all(n, &s->fields[k].value);
	for (int c = 0; c < s->ncalls; c++)
		for (int k = 0; k < s->calls[c].nargs; k++)
			if (strcmp(s->calls[c].args[k].key, "addr") == 0)
				rename_all(n, &s->calls[c].args[k].value);
}

void alias(struct recording *got, const struct recording *want)
{
	struct names n = {0};

	if (!tells_else(got, want))
		return;
	learn_all(&n, got, want);
	for (int i = 0; i < got->tcase->nsteps; i++)
		rename_step(&n, &got->steps[i]);
	for (int i = 0; i < got->npackets; i++)
		rename_all(&n, &got->packets[i]);
}
