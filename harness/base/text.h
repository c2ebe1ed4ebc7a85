/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text.h: text that a terminal or a JSON parser can be given.
 *
 * What a host says may be any bytes. text_clean() makes valid UTF-8 of them
 * in which nothing moves the cursor, rings the bell or turns the direction
 * of writing. The other functions take cleaned text. Widths are columns of a
 * terminal, not bytes.
 */
#ifndef TEXT_H
#define TEXT_H

#include "util.h"

/*
 * Append s. Bytes that are not UTF-8, control characters and the characters
 * that turn the direction of writing become \xNN for each byte; tab, newline
 * and carriage return become \t, \n and \r. Backslashes stay single: values
 * of a recording come with escapes of their own. NULL is no text.
 */
void text_clean(struct buf *b, const char *s);
/* The same as a string of its own; the caller frees it. */
char *text_cleaned(const char *s);

int text_width(const char *s);
/* How many bytes of s fit into so many columns; never half a character. */
size_t text_fit(const char *s, int width);
/* The same, but broken between words where possible. */
size_t text_break(const char *s, int width);
/* Append s, cut with an ellipsis to at most so many columns. */
void text_cut(struct buf *b, const char *s, int width);
/*
 * The same, with byte `at` in view: if it is too far behind, the beginning is
 * an ellipsis, and the first third of the width shows what precedes the byte.
 */
void text_cut_at(struct buf *b, const char *s, size_t at, int width);
/* How many bytes two texts have in common at their beginning, in characters
 * that are the same as a whole. */
size_t text_common(const char *a, const char *b);
/* As text_cut, then blanks up to exactly so many columns. */
void text_pad(struct buf *b, const char *s, int width);
/*
 * Append s in lines of at most width columns, broken between words where
 * possible; each line but the first begins with so many blanks, and none ends
 * with a newline. The first line has `used` columns behind it already.
 */
void text_wrap(struct buf *b, const char *s, int used, int indent, int width);

/* Append s as one word of a shell's command line. */
void text_shell(struct buf *b, const char *s);

/* What a colour says; the words beside it always say it too. */
enum hue {
	HUE_NONE,
	HUE_GOOD,
	HUE_BAD,
	HUE_WARN,
	HUE_GREY,
	HUE_BOLD,
	HUE_COUNT
};
/* Append s in a hue, or plainly when color is off. */
void text_hue(struct buf *b, bool color, enum hue hue, const char *s);

#endif
