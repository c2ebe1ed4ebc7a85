/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_run.h: one run, as the HTML page holds it.
 */
#ifndef PAGE_RUN_H
#define PAGE_RUN_H

#include "page_cases.h"

/* Files that may lie beside a run's results, and their bits in a cell. */
enum page_files {
	PAGE_TEXT = 1,   /* NAME.txt */
	PAGE_NATIVE = 2, /* NAME.native.pcap */
	PAGE_HOST = 4    /* NAME.host.pcap */
};

/*
 * RUN of page_data.h; to is the page's file, NULL for one in the current
 * folder. A new object; the caller owns it.
 */
json_t *page_run(struct page *page, const struct report_run *run,
		 const char *to);

#endif
