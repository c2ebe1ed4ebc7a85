/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manual.h: the case language explained, out of its own tables.
 */
#ifndef MANUAL_H
#define MANUAL_H

#include "lang/tables.h"

/* An operation with its arguments, answers and an example, to stdout. */
void manual_op(const struct op *op);
/* A line about a socket option, to stdout. */
void manual_option(const struct sockopt *o);
/* "  word   text", the text in lines of its own column, to stdout. */
void manual_row(const char *word, int width, const char *text);
/* A step as it can stand in a case: recv: {fd: s, len: 5}. Free it. */
char *manual_example(const struct op *op);

#endif
