/* SPDX-License-Identifier: Apache-2.0 */
#include "baseline.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "case/find.h"
#include "verdict/diff.h"
#include "outcome.h"
#include "results.h"
#include "result_json.h"

char *baseline_file(const char *host)
{
	return xasprintf("reports/baselines/%s.yaml", host);
}

static void gap_free(struct baseline_gap *g)
{
	for (int i = 0; i < g->ncases; i++)
		free(g->cases[i].id);
	free(g->cases);
	free(g->gap);
}

void baseline_keep(struct baseline *b, int n)
{
	while (b->n > n) {
		struct baseline_entry *e = &b->v[--b->n];

		for (int i = 0; i < e->ngaps; i++)
			gap_free(&e->gaps[i]);
		free(e->gaps);
		free(e->cause);
		free(e->sentence);
		free(e->issue);
		free(e->reason);
		free(e->expires);
		free(e->version);
		free(e->kernel);
	}
}

int baseline_listed(const struct baseline_entry *e)
{
	int n = 0;

	for (int i = 0; i < e->ngaps; i++)
		n += e->gaps[i].ncases;
	return n;
}

void baseline_free(struct baseline *b)
{
	baseline_keep(b, 0);
	free(b->v);
	free(b->file);
	free(b->host);
	free(b->version);
	*b = (struct baseline){0};
}

/* --- does it hold here? ---------------------------------------------------*/

PRINTF(4, 5)
static void note(json_t *notes, const struct baseline *b, int line,
		 const char *fmt, ...)
{
	char *text, *all;
	va_list ap;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	all = xasprintf("%s:%d: %s", b->file, line, text);
	if (notes)
		json_array_append_new(notes, clean_json(all));
	free(all);
	free(text);
}

/* Does a condition hold? If not, one note says so. */
static bool holds(const struct baseline *b, const struct baseline_entry *e,
		  const char *what, const char *pattern, const char *here,
		  json_t *notes)
{
	if (!pattern || fnmatch(pattern, here, 0) == 0)
		return true;
	note(notes, b, e->line, "ignored: it is for %s %s, this is %s", what,
	     pattern, *here ? here : "unknown");
	return false;
}

/* The day in the form of `expires`, in which days compare as text. */
static void day_text(char text[32], time_t now)
{
	struct tm tm;

	if (!gmtime_r(&now, &tm))
		memset(&tm, 0, sizeof(tm));
	strftime(text, 32, "%Y-%m-%d", &tm);
}

static void expiry_note(const struct baseline *b,
			const struct baseline_entry *e, json_t *notes)
{
	int n = baseline_listed(e);

	note(notes, b, e->line, "expired on %s: its %d %s no longer known",
	     e->expires, n, n == 1 ? "case is" : "cases are");
}

static bool is_in(const char *id, char *const *ids, int n)
{
	for (int i = 0; i < n; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

/* A case that was renamed is said to be so: its entry is still good. */
static void stranger_note(const struct baseline *b,
			  const struct baseline_case *c, json_t *notes)
{
	char *to = case_renamed(c->id);

	if (to)
		note(notes, b, c->line,
		     "%s has been renamed to %s: change "
		     "its name here",
		     c->id, to);
	else
		note(notes, b, c->line,
		     "the case %s no longer exists: remove it, or write the "
		     "baseline again with --prune",
		     c->id);
	free(to);
}

static void gap_strangers(const struct baseline *b,
			  const struct baseline_gap *g, char *const *ids, int n,
			  json_t *notes)
{
	for (int i = 0; i < g->ncases; i++)
		if (!is_in(g->cases[i].id, ids, n))
			stranger_note(b, &g->cases[i], notes);
}

void baseline_strangers(const struct baseline *b, char *const *ids, int n,
			json_t *notes)
{
	for (int i = 0; i < b->n; i++)
		for (int k = 0; k < b->v[i].ngaps; k++)
			gap_strangers(b, &b->v[i].gaps[k], ids, n, notes);
}

void baseline_here(struct baseline *b, const char *version, const char *kernel,
		   time_t now, json_t *notes)
{
	char today[32];

	day_text(today, now);
	if (b->version && *version && strcmp(b->version, version) != 0)
		note(notes, b, b->version_line,
		     "the baseline was written with version %s, this is %s",
		     b->version, version);
	for (int i = 0; i < b->n; i++) {
		struct baseline_entry *e = &b->v[i];

		e->holds = holds(b, e, "version", e->version, version, notes) &&
			   holds(b, e, "kernel", e->kernel, kernel, notes);
		e->expired = e->expires && strcmp(e->expires, today) < 0;
		if (e->holds && e->expired)
			expiry_note(b, e, notes);
	}
}

int baseline_open(struct baseline *b, const char *file, const char *host,
		  const char *version, json_t *notes, char **why)
{
	struct utsname u;

	if (uname(&u) != 0)
		memset(&u, 0, sizeof(u));
	if (baseline_load(b, file, host, why) < 0)
		return -1;
	baseline_here(b, version, u.release, time(NULL), notes);
	return 0;
}
