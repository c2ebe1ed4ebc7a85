/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refer.h: what `sockdiff reference` does with plays: store them, or compare
 * them with what is stored.
 *
 * Plays come by file of cases: all variants of one file are one .rec, and are
 * handed over together, in order of their ids.
 *
 *	workers play ---> struct refer_file ---> refer_write(): DIR/udp/x.rec
 *	                                    `--> refer_check(): same, drift, ..
 *
 * What makes a file untouchable is a trouble: a sentence with its file and
 * line. All of them are told at the end; other files go on.
 */
#ifndef REFER_H
#define REFER_H

#include "case/case.h"
#include "reference.h"

/* One variant. */
struct refer_play {
	bool chosen;   /* asked for; the others only make the file whole */
	char *text;    /* its recording, reference_recording() */
	char *trouble; /* or why there is none, "file:line: id: sentence" */
};

struct refer_file {
	const struct tcase *cases; /* n of them, of one file, by id */
	const struct refer_play *plays;
	int n;
};

/* What is counted, in the order in which it is told. */
enum refer_count {
	REFER_SAME,
	REFER_DRIFT,
	REFER_MISSING,
	REFER_STALE,
	REFER_NEW,
	REFER_CHANGED,
	REFER_UNCHANGED,
	REFER_REMOVED,
	REFER_REFUSED,
	REFER_BROKEN,
	REFER_UNREAD,
	REFER_COUNTS
};

struct refer {
	const char *dir;
	bool force, prune, verbose;
	struct provenance here;
	/* What became of it: */
	int counts[REFER_COUNTS];
	bool red; /* drift, missing or stale: exit status 1 */
	char **troubles;
	int ntroubles;
	/* Drift that another provenance explains, and which. */
	char **elsewhere;
	int nelsewhere, drift_elsewhere;
	int progress; /* columns of a line that is to be wiped */
};

/* Make the .rec of a file, or leave it as it is. */
void refer_write(struct refer *r, const struct refer_file *f);
/* Tell of each variant how it compares. */
void refer_check(struct refer *r, const struct refer_file *f);
/*
 * Find .rec files that belong to no file of cases/: tell them, and remove
 * them when r->prune. Checking, they are stale.
 */
void refer_stale(struct refer *r, bool check);

/* Print a line, "word     text". */
void refer_say(struct refer *r, const char *word, const char *fmt, ...)
	PRINTF(3, 4);
/* Keep a trouble's sentence. */
void refer_trouble(struct refer *r, const char *fmt, ...) PRINTF(2, 3);
/* May a stored file be overwritten or removed? Keeps the trouble if not. */
bool refer_may_replace(struct refer *r, const struct reference *stored);
/*
 * The last lines: drift explained, troubles (to stderr), and one of counts:
 * those of `always`, n of them, and all that are not 0. Returns the exit
 * status of result/results.h.
 */
int refer_end(struct refer *r, const enum refer_count *always, int n);
void refer_free(struct refer *r);

#endif
