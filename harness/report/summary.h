/* SPDX-License-Identifier: Apache-2.0 */
/*
 * summary.h: the summary of a run, as a person reads it.
 *
 *	gaps
 *	  41 cases  connect answered EADDRNOTAVAIL as ?99
 *	            cases/tcp/connect-unreachable.yaml:14
 *	            sockdiff run -H wazero tcp/connect-unreachable
 *	...
 *	268 same, 43 differ, 1 hung in 3.2 s
 *
 * Sections that have nothing to say are left out; the last line is the one
 * that always stands there.
 */
#ifndef REPORT_SUMMARY_H
#define REPORT_SUMMARY_H

#include <jansson.h>

#include "verdict/diff.h"
#include "base/text.h"

struct report_end_style {
	bool color;
	bool verbose;  /* which cases drift, too */
	bool gaps;     /* each gap, too, and each case */
	int width;     /* columns to wrap at */
	int durations; /* how many of the slowest cases */
	int total;     /* how many cases there were to play */
};

/*
 * Append the summary of results (result/results.h) and times, which may be NULL;
 * file is named where a list is cut.
 */
void report_end(struct buf *b, const struct report_end_style *style,
		const json_t *results, const json_t *times, const char *file);

/* VERDICT_COUNT is a verdict that is none, and bad. */
enum hue verdict_hue(int verdict);
/* "1 differs", "2 differ" */
void count_text(struct buf *b, int verdict, int n);
/* "1.2 s", "340 ms", "2 min 5 s" */
void duration_text(struct buf *b, long long us);

#endif
