/* SPDX-License-Identifier: Apache-2.0 */
/*
 * load.h: results.json of earlier runs, read back and believed.
 *
 * Everything that is made after a run, from JUnit to the comparison of two
 * hosts, is made from these files, and any of them may be cut short, edited,
 * or not ours at all. So a file is checked as a whole when it is read: who
 * gets a struct report_run may rely on the shapes of result/results.h and
 * result_json.h without looking. What is wrong is said with the file's name.
 *
 * Of a case only id, file, line, verdict, gaps and replay must be there; what
 * else there is has the right type. Every string went through text_clean().
 */
#ifndef RESULT_LOAD_H
#define RESULT_LOAD_H

#include <jansson.h>

/* One run, as stored. Everything in it is owned; both texts are cleaned. */
struct report_run {
	char *name;      /* as the user called it: a folder, a file, a host */
	char *file;      /* where its results.json is */
	json_t *results; /* result/results.h; its cases are sorted by id */
	json_t *times;   /* of the file beside it, or NULL */
};

/* What reports are made from. */
struct report_input {
	struct report_run *runs;
	int n;
	const char *to; /* the file that is written, or NULL; not owned */
};

/*
 * A name is a folder with a results.json, such a file, or a host whose
 * reports are in reports/HOST. Returns -1 and a sentence.
 */
int report_run_load(struct report_run *run, const char *name, char **why);
void report_run_free(struct report_run *run);

/*
 * All runs that are named; none means all of reports/, sorted. Returns -1
 * and every sentence that there is, in lines of their own; free it all the
 * same.
 */
int report_input_load(struct report_input *in, char *const *which, int n,
		      char **why);
void report_input_free(struct report_input *in);

/* Read a results.json of this schema and check it. NULL and a sentence. */
json_t *report_load(const char *file, char **why);
/* The run's host by name, and its cases. */
const char *report_host(const struct report_run *run);
const json_t *report_cases(const struct report_run *run);
/* What tells run i from the others: its host, or its name if two have that. */
const char *report_label(const struct report_input *in, int i);

/* Is it results.json as result/results.h describes it? -1 and what is not. */
int report_check(const json_t *results, char **why);

#endif
