/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refer_jobs.h: which cases `sockdiff reference` plays, and their answers,
 * put together by file.
 *
 * What is chosen on the command line may be a part of a file; a .rec is of
 * the whole. So whole files are loaded, and either all of it is played or
 * only what was chosen. Answers come in any order; files are handed out in
 * the order of their ids, so that the same plays print the same.
 */
#ifndef REFER_JOBS_H
#define REFER_JOBS_H

#include "refer.h"
#include "case/selection.h"

struct refer_jobs {
	struct corpus corpus;     /* whole files */
	int *jobs, njobs;         /* the cases to play, by their index */
	int ndone;                /* of the jobs */
	struct refer_play *plays; /* of each case */
	bool *done;
	int told; /* cases whose file was handed out */
};

/*
 * Load what was selected; whole: play all of its files. Prints mistakes, as
 * select_complain() does, and returns how many there are, or -1 and a
 * sentence.
 */
int refer_jobs_load(struct refer_jobs *j, const struct select *s, bool whole,
		    char **why);
void refer_jobs_free(struct refer_jobs *j);
const struct tcase *refer_jobs_case(const struct refer_jobs *j, int job);
/* A job's answer: one of both is NULL. Takes them over. */
void refer_jobs_done(struct refer_jobs *j, int job, char *text, char *trouble);
/*
 * The next file that has all of its answers; false when there is none yet.
 * It is good until the next call.
 */
bool refer_jobs_next(struct refer_jobs *j, struct refer_file *f);

#endif
