/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roff.h: manual pages in man(7)'s macros, for any text.
 */
#ifndef ROFF_H
#define ROFF_H

#include "base/util.h"

/*
 * Append text that is to be filled: no character of it is a request or an
 * escape, hyphens can be copied to a shell, what is not ASCII is named. Lines
 * stay lines; the last one is not ended.
 */
void roff_text(struct buf *b, const char *s);
/* A macro with one argument on a line of its own: .SH "EXIT STATUS" */
void roff_macro(struct buf *b, const char *macro, const char *arg);
/* A paragraph with a bold tag before it. */
void roff_item(struct buf *b, const char *tag, const char *text);
/* Lines as they are, indented. */
void roff_example(struct buf *b, const char *lines);
/*
 * Paragraphs between empty lines; lines that begin with two blanks are
 * examples, as in the texts that --help ends with.
 */
void roff_paragraphs(struct buf *b, const char *text);

#endif
