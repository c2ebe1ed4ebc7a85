/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pages.h: the pages that the browser looks at.
 *
 *	FOLDER/few/host-1 ...      3 hosts, 200 cases, and few.html
 *	FOLDER/many/host-1 ...     8 hosts, 1,200 cases, and many.html
 *	FOLDER/hostile             and hostile.html
 */
#ifndef PAGES_H
#define PAGES_H

#include <stdbool.h>

/* Make all of them anew, with the program's own writer. */
void pages_make(const char *folder);
/* The absolute path of a page's file; valid until the next call. */
const char *pages_path(const char *page);
long pages_size(const char *page);
/* Where a screenshot of a view goes. Free it. */
char *pages_shot(int view, const char *kind);
/* How many cases of a host (from 0) have a verdict. */
int pages_count(const char *page, int host, const char *verdict);
/* "160 same, 35 differs", those that there are, in the usual order. */
char *pages_counts(const char *page, int host);
/* Is this file: URL one of a file that is there? */
bool pages_is_file(const char *url);

#endif
