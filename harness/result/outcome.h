/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outcome.h: a case's verdict in the fewer words that other tools have.
 *
 * JUnit and TAP know passed, failed, skipped and little else. What makes the
 * exit status bad is FAILED, FIXED or ERROR here, and nothing else is.
 */
#ifndef OUTCOME_H
#define OUTCOME_H

#include <jansson.h>
#include <stdbool.h>

enum outcome {
	PASSED,  /* as on Linux */
	FAILED,  /* a gap that no baseline lists */
	FIXED,   /* a baseline lists a gap that is gone */
	KNOWN,   /* a gap that a baseline lists */
	SKIPPED, /* the ABI cannot say it */
	ERROR,   /* our side failed */
	OUTCOME_COUNT
};

enum outcome outcome_of(const json_t *tcase);
/* Does it make the exit status bad? */
bool outcome_is_bad(enum outcome o);
/*
 * One line that says it, "recv moved 4 bytes, Linux 10"; "" for PASSED. The
 * caller frees it.
 */
char *outcome_text(const json_t *tcase);
/* The class of the gap, or the verdict where there is none. */
const char *outcome_type(const json_t *tcase);
/* The gap that counts, or NULL. */
const json_t *outcome_gap(const json_t *tcase);
/* How many gaps follow from that one. */
int outcome_consequences(const json_t *tcase);
/* Was it played several times with more than one verdict? */
bool outcome_is_flaky(const json_t *tcase);

/*
 * The gap of a case that counts, in words; without a gap, the verdict's why;
 * "" for a case that is same.
 */
char *case_sentence(const json_t *tcase);
/* The line of the step where that gap is, or of the case's title. */
int case_line(const json_t *tcase);

#endif
