/* SPDX-License-Identifier: Apache-2.0 */
/*
 * markdown.h: a host's words inside of Markdown.
 *
 * In a job's summary or a comment on a change they could be markup, name
 * people (@someone) or end a table; inside of a code span they are nothing
 * but text. Both functions take cleaned text, which has no line breaks.
 */
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include "base/util.h"

/*
 * s as a code span, cut to so many columns; "" becomes nothing. The fence is
 * one backtick longer than any run of them in s (CommonMark 0.31, 6.1).
 */
void markdown_code(struct buf *b, const char *s, int width);
/* A command as a block of its own, to be copied; each line so indented. */
void markdown_shell(struct buf *b, const char *command, int indent);

#endif
