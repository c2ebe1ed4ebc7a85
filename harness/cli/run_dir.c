/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the results of a run go, and what an unfinished one left there.
 *
 * Results of all cases are in reports/HOST. A part, some cases or a shard,
 * never takes their place: it has reports/parts/HOST, and is refused where -o
 * names a folder with a whole run. To join it with what is there would make a
 * results.json of two times, and perhaps of two builds of the host. Nor does a
 * run that was interrupted take the place of one that was not.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guests/lang/wire.h"
#include "cmd.h"
#include "result/results.h"
#include "result/dir.h"
#include "result/result_json.h"
#include "run_parts.h"
#include "result/sources.h"

/* --- which folder ---------------------------------------------------------*/

/*
 * How many cases the finished run in a folder has, and whether they are all
 * cases; 0: there is none.
 */
static int finished_cases(const char *dir, bool *whole)
{
	char *file = xasprintf("%s/results.json", dir);
	json_t *o = json_load_file(file, 0, NULL);
	bool cut = json_is_true(json_object_get(o, "interrupted"));
	int n = (int)json_array_size(json_object_get(o, "cases"));

	*whole = !json_object_get(o, "selection") &&
		 !json_object_get(o, "shard");
	json_decref(o);
	free(file);
	return cut ? 0 : n;
}

/* What picked the cases, for results.json. */
static void words_add(json_t *list, const char *option, char *const *v, int n)
{
	for (int i = 0; i < n; i++) {
		if (option)
			json_array_append_new(list, json_string(option));
		json_array_append_new(list, clean_json(v[i]));
	}
}

static json_t *selection_json(const struct selection *sel)
{
	json_t *list = json_array();

	words_add(list, NULL, sel->what, sel->nwhat);
	words_add(list, "-k", sel->globs, sel->nglobs);
	words_add(list, "-t", sel->tags, sel->ntags);
	return list;
}

static char *dir_of(const struct run *r, bool part)
{
	return r->out ? xstrdup(r->out)
		      : xasprintf("reports/%s%s", part ? "parts/" : "",
				  r->pick.host->name);
}

/* --- is it the same run? --------------------------------------------------*/

/* A hash of all cases, as they are written. */
static char *corpus_text(const struct run *r)
{
	json_t *sources = sources_json(&r->corpus);
	char *text = json_dumps(sources, JSON_COMPACT), *hash;
	struct buf b = {0};

	for (int i = 0; i < r->corpus.n; i++)
		buf_printf(&b, "%s\n", r->corpus.cases[i].id);
	buf_puts(&b, text);
	hash = xasprintf("%016llx", (unsigned long long)wire_fnv(b.s, b.len));
	buf_free(&b);
	free(text);
	json_decref(sources);
	return hash;
}

/* The keys are in the sentence that says why a run cannot be resumed. */
static json_t *run_json(const struct run *r)
{
	const struct host *h = r->pick.host;
	char *cases = corpus_text(r);
	json_t *o = json_pack("{s:s, s:[o,o,o,o], s:o, s:s, s:[i,i,b,b], s:s}",
			      "version of sockdiff", SOCKDIFF_VERSION, "host",
			      clean_json(h->name), clean_json(h->abi),
			      clean_json(h->command), clean_json(h->version),
			      "machine", report_machine(), "selection of cases",
			      cases, "set of options", r->repeat.n, r->limit_s,
			      r->keep, r->no_packets, "command", r->replay);

	free(cases);
	return o;
}

/* --- the journal ----------------------------------------------------------*/

/* By id; a case that was played twice has its last result. */
static json_t *had_by_id(json_t *lines)
{
	json_t *o = json_object(), *line;
	size_t i;

	json_array_foreach (lines, i, line)
		json_object_set(o,
				report_str(json_object_get(line, "case"), "id"),
				line);
	json_decref(lines);
	return o;
}

const json_t *run_case_had(const struct run *r, const char *id)
{
	const json_t *line = json_object_get(r->journal.cases, id);
	const json_t *c = json_object_get(line, "case");

	/* What broke on our side was perhaps our end. */
	return c && report_verdict(c) != BROKEN ? line : NULL;
}

void run_case_keep(struct run *r, const json_t *tcase, long long us)
{
	if (!r->trouble)
		journal_add(&r->journal, tcase, us, &r->trouble);
}

/* Who had the folder may end just now, and take it away. */
static int journal_take(struct run *r, const json_t *run, int *had, char **why)
{
	char *gone = NULL;

	for (int i = 0; i < 3; i++) {
		free(gone);
		gone = NULL;
		journal_close(&r->journal);
		if (report_dir_open(r->unfinished, why) < 0)
			return -1;
		if (journal_open(&r->journal, r->unfinished, run, r->resume,
				 had, &gone) == 0)
			return 0;
		if (access(r->unfinished, F_OK) == 0)
			break;
	}
	fail(why, "%s", gone);
	free(gone);
	return -1;
}

static int unfinished_open(struct run *r, char **why)
{
	json_t *run = run_json(r);
	int had = 0, err;

	r->unfinished = report_dir_stage(r->dir);
	err = journal_take(r, run, &had, why);
	json_decref(run);
	if (err < 0)
		return -1;
	r->journal.cases = had_by_id(r->journal.cases);
	if (r->resume && had)
		return 0;
	if (had)
		fprintf(stderr,
			"sockdiff: %d finished cases of an interrupted "
			"run are discarded; --resume would have kept "
			"them\n",
			had);
	return report_dir_clean(r->unfinished, why);
}

int run_dir_open(struct run *r, char **why)
{
	bool part = selection_is_part(&r->select.sel) || r->shard.total;
	bool whole;

	if (selection_is_part(&r->select.sel))
		r->selection = selection_json(&r->select.sel);
	r->dir = dir_of(r, part);
	if (report_dir_open(r->dir, why) < 0)
		return -1;
	r->older = finished_cases(r->dir, &whole);
	if (part && r->older && whole)
		return fail(why,
			    "%s has the results of a whole run, %d cases, "
			    "and this is a run of %d only: choose another "
			    "folder with -o",
			    r->dir, r->older, r->corpus.n);
	return unfinished_open(r, why);
}
