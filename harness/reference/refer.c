/* SPDX-License-Identifier: Apache-2.0 */
#include "refer.h"

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guests/lang/rows.h"
#include "case/find.h"
#include "result/results.h"
#include "base/text.h"

void refer_say(struct refer *r, const char *word, const char *fmt, ...)
{
	struct buf b = {0};
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	if (r->progress)
		fprintf(stderr, "\r%*s\r", r->progress, "");
	r->progress = 0;
	text_clean(&b, text);
	printf("%-8s %s\n", word, b.s);
	fflush(stdout);
	buf_free(&b);
	free(text);
}

void refer_trouble(struct refer *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	GROW(r->troubles, r->ntroubles);
	r->troubles[r->ntroubles++] = xvasprintf(fmt, ap);
	va_end(ap);
}

bool refer_may_replace(struct refer *r, const struct reference *stored)
{
	ROWS_BEGIN(may);
	static const struct {
		bool always, forced;
	} may[] = {
		[ROW(REFERENCE_GOOD)] = {true, true},
		[ROW(REFERENCE_OLDER)] = {true, true},
		[ROW(REFERENCE_EDITED)] = {false, true},
		[ROW(REFERENCE_FOREIGN)] = {false, true},
		[ROW(REFERENCE_NEWER)] = {false, false},
	};
	ROWS_END(may, REFERENCE_STATES);

	if (may[stored->state].always)
		return true;
	if (r->force && may[stored->state].forced)
		return true;
	refer_trouble(r, "%s%s", stored->trouble,
		      may[stored->state].forced ? "; --force overwrites it"
						: "");
	return false;
}

void refer_free(struct refer *r)
{
	texts_free(r->troubles, r->ntroubles);
	texts_free(r->elsewhere, r->nelsewhere);
	provenance_free(&r->here);
}

/* --- files that no case has any more --------------------------------------*/

/* Length of a .rec file's path without .rec; 0 for other files. */
static size_t stem(const char *path)
{
	size_t n = strlen(path);

	return n > 4 && strcmp(path + n - 4, ".rec") == 0 ? n - 4 : 0;
}

static bool has_base(const struct case_paths *p, const char *base, size_t n)
{
	for (int i = 0; i < p->n; i++)
		if (strlen(p->v[i].base) == n &&
		    memcmp(p->v[i].base, base, n) == 0)
			return true;
	return false;
}

/* The file, and the folders that it was the last one in. */
static void remove_file(struct refer *r, const char *path)
{
	char *why = NULL, *copy = xstrdup(path), *slash;
	struct reference *stored = reference_load(path, &why);

	if (why) {
		refer_trouble(r, "%s", why);
	} else if (stored && refer_may_replace(r, stored) &&
		   unlink(path) == 0) {
		refer_say(r, "removed", "%s", path);
		r->counts[REFER_REMOVED]++;
		while ((slash = strrchr(copy, '/')) &&
		       (size_t)(slash - copy) > strlen(r->dir)) {
			*slash = '\0';
			if (rmdir(copy) < 0)
				break;
		}
	}
	reference_free(stored);
	free(copy);
	free(why);
}

static void stale_file(struct refer *r, const char *path, bool check)
{
	if (r->prune) {
		remove_file(r, path);
		return;
	}
	refer_say(r, "stale",
		  "%s: its file of cases is gone; --prune removes it", path);
	r->counts[REFER_STALE]++;
	r->red |= check;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

void refer_stale(struct refer *r, bool check)
{
	const struct selection all = {0};
	char *const tops[] = {(char *)r->dir, NULL};
	struct case_paths paths;
	char *why = NULL;
	FTS *fts;

	/* Also those with mistakes in them: they are not in the corpus. */
	if (case_find(&all, &paths, &why) < 0) {
		free(why);
		return;
	}
	fts = fts_open(tops, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	for (FTSENT *e; fts && (e = fts_read(fts));) {
		size_t n = e->fts_info == FTS_F ? stem(e->fts_path) : 0;
		size_t skip = strlen(r->dir) + 1;

		if (n > skip && !has_base(&paths, e->fts_path + skip, n - skip))
			stale_file(r, e->fts_path, check);
	}
	if (fts)
		fts_close(fts);
	case_paths_free(&paths);
}

/* --- the last lines -------------------------------------------------------*/

static void counts_print(const struct refer *r, const enum refer_count *always,
			 int n)
{
	ROWS_BEGIN(words);
	static const char *const words[REFER_COUNTS] = {
		[ROW(REFER_SAME)] = "same",
		[ROW(REFER_DRIFT)] = "drift",
		[ROW(REFER_MISSING)] = "missing",
		[ROW(REFER_STALE)] = "stale",
		[ROW(REFER_NEW)] = "new",
		[ROW(REFER_CHANGED)] = "changed",
		[ROW(REFER_UNCHANGED)] = "unchanged",
		[ROW(REFER_REMOVED)] = "removed",
		[ROW(REFER_REFUSED)] = "not written",
		[ROW(REFER_BROKEN)] = "broken",
		[ROW(REFER_UNREAD)] = "not compared",
	};
	ROWS_END(words, REFER_COUNTS);
	bool told[REFER_COUNTS] = {false};
	const char *comma = "";

	for (int i = 0; i < n; i++)
		told[always[i]] = true;
	for (int i = 0; i < REFER_COUNTS; i++) {
		if (!told[i] && !r->counts[i])
			continue;
		printf("%s%d %s", comma, r->counts[i], words[i]);
		comma = ", ";
	}
	putchar('\n');
}

int refer_end(struct refer *r, const enum refer_count *always, int n)
{
	if (r->progress)
		fprintf(stderr, "\r%*s\r", r->progress, "");
	for (int i = 0; i < r->nelsewhere; i++)
		printf("recorded elsewhere: %s\n", r->elsewhere[i]);
	if (r->nelsewhere)
		printf("%d of the %d were recorded on another machine: drift "
		       "is reported but does not fail\n",
		       r->drift_elsewhere, r->counts[REFER_DRIFT]);
	fflush(stdout);
	for (int i = 0; i < r->ntroubles; i++)
		fprintf(stderr, "sockdiff: %s\n", r->troubles[i]);
	counts_print(r, always, n);
	if (r->ntroubles)
		return STATUS_USAGE;
	return r->red ? STATUS_GAPS : STATUS_GOOD;
}
