/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html_cases.h: the cases of all runs, once each, and their YAML.
 */
#ifndef HTML_CASES_H
#define HTML_CASES_H

#include "html_plays.h"
#include "result/load.h"

/* What html_data.h is collected in. Zeroed is empty. */
struct html {
	json_t *cases, *files; /* as in the page */
	json_t *numbers;       /* id: the case's number */
	struct shared gaps;
	struct html_plays plays; /* and all texts */
};

/*
 * Fill cases, files and numbers. A case that is in several runs is told as
 * the first of them has it; so is a file.
 */
void html_cases(struct html *html, const struct report_input *in);

#endif
