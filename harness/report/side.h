/* SPDX-License-Identifier: Apache-2.0 */
/*
 * side.h: two versions of a line next to each other.
 *
 *	  native                         │   wazero
 *	!   = 10 data="0123"             │   = 4 data="0123"
 *
 * and on less than SIDE_WIDE columns one under the other:
 *
 *	!   native: = 10 data="0123"
 *	!   wazero: = 4 data="0123"
 *
 * Words that only one version has are drawn in a hue of their own. A line
 * that is too long is cut around its first difference, so that this is what
 * can be seen: …port=7000, {data="0123", le…  When full, it goes on in the
 * next row instead.
 */
#ifndef SIDE_H
#define SIDE_H

#include "base/text.h"

/* From so many columns on the two stand side by side. */
#define SIDE_WIDE 100

struct side_layout {
	const char *names[2];
	int width; /* columns of both together */
	bool color, full;
};

/* How a pair of lines is marked: in the margin, and by hues. */
struct side_mark {
	const char *sign; /* one column */
	enum hue hue;     /* of the sign */
	enum hue base;    /* of the words */
	enum hue hot[2];  /* of the words that only this version has */
};

/* Append the names over the columns and a rule; nothing when narrow. */
void side_head(struct buf *out, const struct side_layout *layout);
/* Append a pair of lines, cleaned text; NULL where there is none. */
void side_pair(struct buf *out, const struct side_layout *layout,
	       const struct side_mark *mark, const char *first,
	       const char *second);

#endif
