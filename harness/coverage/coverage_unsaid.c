/* SPDX-License-Identifier: Apache-2.0 */
#include "coverage_unsaid.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "recording/recording.h"
#include "result/groups.h"
#include "result/load.h"
#include "result/results.h"

/* NULL where it was not run, or what is there is not of a run. */
static json_t *results_of(const char *reports, const char *host)
{
	char *path = xasprintf("%s/%s/results.json", reports, host),
	     *why = NULL;
	json_t *o = report_load(path, &why);

	free(why);
	free(path);
	return o;
}

static int reasons_count(const struct groups *g)
{
	int n = 0;

	for (int i = 0; i < g->n; i++)
		n += g->v[i].n;
	return n;
}

static void reasons_text(struct buf *b, const struct groups *g)
{
	for (int i = 0; i < g->n; i++)
		buf_printf(b, "  %5d  %s (%s)\n", g->v[i].n, g->v[i].sentence,
			   report_str(g->v[i].first, "id"));
}

/* Those of one host; how many lack what is not the ABI's. */
static int host_text(struct buf *b, const char *name, const json_t *results)
{
	const json_t *cases = json_object_get(results, "cases");
	int lacking = 0;

	buf_printf(b, "%s: %zu cases\n", name, json_array_size(cases));
	for (int by = 0; by < UNSAID_COUNT; by++) {
		struct groups g = group_reasons(cases, "inexpressible",
						unsaid_kinds[by].name);
		int n = reasons_count(&g);

		buf_printf(b, "%7d  inexpressible: %s\n", n,
			   unsaid_kinds[by].title);
		if (by != UNSAID_abi) {
			reasons_text(b, &g);
			lacking += n;
		}
		groups_free(&g);
	}
	return lacking;
}

/* -1: it is of another ABI, or has no results. */
static int host_add(struct buf *b, const char *name, const char *abi,
		    const char *reports, bool *known)
{
	char *why = NULL;
	struct host *h = host_load(name, &why);
	json_t *results = NULL;
	int n = -1;

	if (h && strcmp(h->abi, abi) == 0) {
		*known = true;
		results = results_of(reports, name);
	}
	if (results)
		n = host_text(b, name, results);
	json_decref(results);
	host_free(h);
	free(why);
	return n;
}

int coverage_unsaid(struct buf *b, const char *abi, const char *reports,
		    char **why)
{
	char **list = host_names(why);
	bool known = false, any = false;
	int lacking = 0;

	if (!list)
		return -1;
	for (int i = 0; list[i]; i++) {
		int n = host_add(b, list[i], abi, reports, &known);

		any |= n >= 0;
		lacking += n > 0 ? n : 0;
		free(list[i]);
	}
	free(list);
	if (any)
		return lacking;
	return known ? fail(why,
			    "no host of %s has results in %s: run the "
			    "cases on one first",
			    abi, reports)
		     : fail(why, "no host speaks %s; see `sockdiff hosts`",
			    abi);
}
