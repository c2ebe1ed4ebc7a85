/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html_run.h: one run, as the HTML page holds it.
 */
#ifndef HTML_RUN_H
#define HTML_RUN_H

#include "html_cases.h"

/* Files that may lie beside a run's results, and their bits in a cell. */
enum html_files {
	HTML_TEXT = 1,   /* NAME.txt */
	HTML_NATIVE = 2, /* NAME.native.pcap */
	HTML_HOST = 4    /* NAME.host.pcap */
};

/*
 * RUN of html_data.h; to is the page's file, NULL for one in the current
 * folder. A new object; the caller owns it.
 */
json_t *html_run(struct html *html, const struct report_run *run,
		 const char *to);

#endif
