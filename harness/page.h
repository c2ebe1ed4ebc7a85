/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page.h: the manual pages, made from the tables that --help and the loader
 * of cases are made from.
 */
#ifndef PAGE_H
#define PAGE_H

#include "util.h"

/* Append sockdiff(1) and sockdiff-case(5), ready for man(1). */
void page_program(struct buf *b);
void page_case(struct buf *b);

#endif
