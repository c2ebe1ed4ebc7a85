/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_cases.h: the cases of all runs, once each, and their YAML.
 */
#ifndef PAGE_CASES_H
#define PAGE_CASES_H

#include "page_plays.h"
#include "report_load.h"

/* What page_data.h is collected in. Zeroed is empty. */
struct page {
	json_t *cases, *files; /* as in the page */
	json_t *numbers;       /* id: the case's number */
	struct shared gaps;
	struct page_plays plays; /* and all texts */
};

/*
 * Fill cases, files and numbers. A case that is in several runs is told as
 * the first of them has it; so is a file.
 */
void page_cases(struct page *page, const struct report_input *in);

#endif
