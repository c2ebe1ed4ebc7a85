/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.h: the manual pages, made from the tables that --help and the loader
 * of cases are made from.
 */
#ifndef PAGE_H
#define PAGE_H

#include "base/command.h"
#include "base/util.h"

typedef void page_fn(struct buf *b, const struct program_help *h);

/* Append a page, ready for man(1): sockdiff(1), ... */
page_fn page_program;
/* ... sockdiff-case(5), ... */
page_fn page_case;
/* ... sockdiff-host(5), ... */
page_fn page_host;
/* ... and sockhost-run(1), of a program that knows nothing of this one. */
page_fn page_run;

/* What they have in common: the beginning, up to the synopsis' text ... */
void page_head(struct buf *b, const char *name, const char *section,
	       const char *kind, const char *summary);
/* ... and an option_fn: -j, --jobs=N with its text. */
void page_option(const struct argp_option *o, void *buf);

#endif
