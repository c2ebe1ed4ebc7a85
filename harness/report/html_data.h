/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html_data.h: everything that the HTML page shows, as one JSON object.
 *
 *	{"version": "0.1",            of sockdiff
 *	 "verdicts": ["same", ...],   cells have numbers of them
 *	 "classes": {"errno": "another error, ..."},
 *	 "words": {"recv": "operation", "SO_RCVBUF": "option", ...},
 *	                              what the words of covers are
 *	 "files": [["cases/udp/x.yaml", "title: ...\n..."]],
 *	 "cases": [[id, file, line, title, about, [covers], name]],
 *	 "gaps": [[step, line, op, option, actor, layer, class, what, want,
 *	           got, consequence, cause]],
 *	 "texts": [], "steps": [], "said": [], "plays": [],  html_plays.h
 *	 "runs": [RUN]}
 *
 * Of a case, file is a number of files, title, about and covers are texts;
 * name is a text: where its files are, below a run's folder and without
 * suffix. A gap's words are texts. A run is a host's:
 *
 *	{"name", "folder",            the folder as a link from the page
 *	 "host", "machine", "counts", "new", ...   as in results.json
 *	 "date", "jobs", "total_us",  as in times.json; "" and 0: not known
 *	 "replay": "sockdiff run -H wazero ",      a case's `again` follows
 *	 "cells": [CELL], "us": [n]}               in the order of cases
 *
 * A CELL is 0, this run did not play it; n, nothing but its verdict, n - 1;
 * or a list:
 *
 *	[verdict, sentence, why, drift, baseline, flaky, [gaps],
 *	 native, host, files, again]
 *
 * Sentence, why, drift, baseline and again are texts, native and host plays
 * or -1; files has the bits of html_files, of what lies beside. The case's
 * replay is the run's and then again.
 */
#ifndef HTML_DATA_H
#define HTML_DATA_H

#include "result/load.h"

/* A new object; the caller owns it. */
json_t *html_data(const struct report_input *in);

#endif
