/* SPDX-License-Identifier: Apache-2.0 */
#include "refer_jobs.h"

#include <stdlib.h>
#include <string.h>

/* How many cases, from this one, are of its file. */
static int file_length(const struct corpus *c, int from)
{
	int n = 1;

	while (from + n < c->n &&
	       strcmp(c->cases[from].base, c->cases[from + n].base) == 0)
		n++;
	return n;
}

static int by_id(const void *a, const void *b)
{
	const struct tcase *x = a, *y = b;

	return strcmp(x->id, y->id);
}

static bool is_in(const struct corpus *c, const struct tcase *t)
{
	return bsearch(t, c->cases, (size_t)c->n, sizeof(*t), by_id) != NULL;
}

/* The files of some cases, whole. */
static int load_whole(const struct corpus *some, struct corpus *whole,
		      char **why)
{
	struct selection sel = {0};
	int err;

	for (int i = 0; i < some->n; i += file_length(some, i)) {
		GROW(sel.what, sel.nwhat);
		sel.what[sel.nwhat++] = some->cases[i].file;
	}
	err = sel.nwhat ? corpus_load(&sel, whole, why) : 0;
	free(sel.what);
	return err;
}

static void choose(struct refer_jobs *j, const struct corpus *some, bool whole)
{
	size_t n = (size_t)j->corpus.n;

	j->plays = xcalloc(n, sizeof(*j->plays));
	j->done = xcalloc(n, sizeof(*j->done));
	j->jobs = xcalloc(n, sizeof(*j->jobs));
	for (int i = 0; i < j->corpus.n; i++) {
		j->plays[i].chosen = is_in(some, &j->corpus.cases[i]);
		if (j->plays[i].chosen || whole)
			j->jobs[j->njobs++] = i;
		else
			j->done[i] = true;
	}
}

int refer_jobs_load(struct refer_jobs *j, const struct select *s, bool whole,
		    char **why)
{
	struct corpus some;
	int mistakes;

	*j = (struct refer_jobs){.njobs = 0};
	if (select_load(s, &some, why) < 0)
		return -1;
	mistakes = select_complain(&some);
	if (load_whole(&some, &j->corpus, why) < 0)
		mistakes = -1;
	else
		choose(j, &some, whole);
	corpus_free(&some);
	return mistakes;
}

static void play_clear(struct refer_play *p)
{
	free(p->text);
	free(p->trouble);
	p->text = p->trouble = NULL;
}

void refer_jobs_free(struct refer_jobs *j)
{
	for (int i = 0; i < j->corpus.n && j->plays; i++)
		play_clear(&j->plays[i]);
	free(j->plays);
	free(j->done);
	free(j->jobs);
	corpus_free(&j->corpus);
}

const struct tcase *refer_jobs_case(const struct refer_jobs *j, int job)
{
	return &j->corpus.cases[j->jobs[job]];
}

void refer_jobs_done(struct refer_jobs *j, int job, char *text, char *trouble)
{
	struct refer_play *p = &j->plays[j->jobs[job]];

	p->text = text;
	p->trouble = trouble;
	j->done[j->jobs[job]] = true;
	j->ndone++;
}

bool refer_jobs_next(struct refer_jobs *j, struct refer_file *f)
{
	int from = j->told, n;

	/* Of the file before this one nothing is needed any more. */
	for (int i = from - 1;
	     i >= 0 && (j->plays[i].text || j->plays[i].trouble); i--)
		play_clear(&j->plays[i]);
	if (from >= j->corpus.n)
		return false;
	n = file_length(&j->corpus, from);
	for (int i = from; i < from + n; i++)
		if (!j->done[i])
			return false;
	*f = (struct refer_file){&j->corpus.cases[from], &j->plays[from], n};
	j->told += n;
	return true;
}
