/* SPDX-License-Identifier: Apache-2.0 */
#include "groups.h"

#include <stdlib.h>
#include <string.h>

#include "verdict/diff.h"
#include "outcome.h"
#include "results.h"

/* Takes the sentence over. */
static void group_add(struct groups *g, char *sentence, const json_t *tcase)
{
	for (int i = 0; i < g->n; i++) {
		if (strcmp(g->v[i].sentence, sentence) == 0) {
			g->v[i].n++;
			free(sentence);
			return;
		}
	}
	GROW(g->v, g->n);
	g->v[g->n++] = (struct group){sentence, tcase, 1};
}

static int by_size(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return strcmp(report_str(x->first, "id"), report_str(y->first, "id"));
}

static void groups_sort(struct groups *g)
{
	if (g->n > 0)
		qsort(g->v, (size_t)g->n, sizeof(*g->v), by_size);
}

bool group_has(const json_t *tcase)
{
	int v = report_verdict(tcase);

	/* One that is fixed has no gap that is new. */
	return report_is_red(tcase) &&
	       strcmp(report_str(tcase, "baseline"), "fixed") != 0 &&
	       (v == DIFFERS || v == CRASHED || v == HUNG);
}

struct groups group_gaps(const json_t *cases)
{
	struct groups g = {0};
	size_t i;
	json_t *c;

	json_array_foreach (cases, i, c)
		if (group_has(c))
			group_add(&g, case_sentence(c), c);
	groups_sort(&g);
	return g;
}

struct groups group_all(const json_t *cases)
{
	struct groups g = {0};
	size_t i;
	json_t *c;

	json_array_foreach (cases, i, c)
		group_add(&g, case_sentence(c), c);
	groups_sort(&g);
	return g;
}

/* Results of before there were several kinds have none: the ABI's. */
static bool lacks(const json_t *tcase, const char *by)
{
	const char *its = report_str(tcase, "by");

	return !by || strcmp(*its ? its : "abi", by) == 0;
}

struct groups group_reasons(const json_t *cases, const char *verdict,
			    const char *by)
{
	struct groups g = {0};
	size_t i;
	json_t *c;

	json_array_foreach (cases, i, c) {
		const char *why = report_str(c, "why");

		if (strcmp(report_str(c, "verdict"), verdict) == 0 &&
		    lacks(c, by) &&
		    strcmp(report_str(c, "baseline"), "known") != 0)
			group_add(&g, *why ? xstrdup(why) : case_sentence(c),
				  c);
	}
	groups_sort(&g);
	return g;
}

void groups_free(struct groups *g)
{
	for (int i = 0; i < g->n; i++)
		free(g->v[i].sentence);
	free(g->v);
	*g = (struct groups){0};
}
