/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.h: the manual pages, made from the tables that --help and the loader
 * of cases are made from.
 */
#ifndef PAGE_H
#define PAGE_H

#include <argp.h>

#include "base/util.h"

/* Append a page, ready for man(1): sockdiff(1), ... */
void page_program(struct buf *b);
/* ... sockdiff-case(5), ... */
void page_case(struct buf *b);
/* ... and sockhost-run(1), of a program that knows nothing of this one. */
void page_run(struct buf *b);

/* What they have in common: the beginning, up to the synopsis' text ... */
void page_head(struct buf *b, const char *name, const char *section,
	       const char *kind, const char *summary);
/* ... and an option_fn: -j, --jobs=N with its text. */
void page_option(const struct argp_option *o, void *buf);

#endif
