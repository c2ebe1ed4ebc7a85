/* SPDX-License-Identifier: Apache-2.0 */
/*
 * term.h: what a run says on the terminal.
 *
 * On a terminal one live line tells how far it is,
 *
 *	[####......] 137/312  2 differ  udp/recv-msg-trunc[AF_INET6]
 *
 * is drawn again at most 20 times a second, and is gone at the end; gaps are
 * printed above it as they come. Piped or with -v it is one line a case and
 * no live line. With -q there is only the end: see report/summary.h.
 *
 * Everything comes from the objects of result_json.h, which hold clean text.
 */
#ifndef REPORT_TERM_H
#define REPORT_TERM_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct report_term_options {
	FILE *out;
	bool tty; /* lines can be drawn in place */
	bool color;
	bool quiet, verbose;
	bool gaps;     /* list each gap and case at the end */
	int width;     /* columns; 0: ask the terminal, every time */
	int durations; /* how many of the slowest cases to tell */
};

struct report_term;

struct report_term *report_term_new(const struct report_term_options *o);
void report_term_free(struct report_term *t);

/* So many cases will be played on this host. */
void report_term_start(struct report_term *t, int total, const char *host);
/* A case is done; it took so many microseconds. */
void report_term_case(struct report_term *t, const json_t *tcase, long long us);
/* A case was done before this run, which goes on with an earlier one. */
void report_term_had(struct report_term *t, const json_t *tcase);
/* Say something above the live line: one line without newline. */
void report_term_note(struct report_term *t, const char *sentence);
/*
 * Draw what the limit of 20 a second held back, if it is time. Returns the
 * milliseconds after which to call again, or -1: fit for poll(2).
 */
int report_term_tick(struct report_term *t);
/* The end; file is where the user finds all the rest, results.json. */
void report_term_end(struct report_term *t, const json_t *results,
		     const json_t *times, const char *file);

/* Is out a terminal that can move its cursor? */
bool report_term_tty(FILE *out);
/*
 * Colours? when is auto, always or never; auto, or NULL, is yes on a terminal
 * unless NO_COLOR is set (https://no-color.org).
 */
bool report_term_color(const char *when, bool tty);
/* Columns of the terminal, or of COLUMNS, or 80. */
int report_term_width(FILE *out);

#endif
