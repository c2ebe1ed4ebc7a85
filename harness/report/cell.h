/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cell.h: two versions of a line, each drawn to fit a column.
 *
 * What side.h says about hues, cutting and full is done here.
 */
#ifndef CELL_H
#define CELL_H

#include "base/text.h"

struct cell_style {
	int width; /* columns of either version */
	bool color, full;
	enum hue base;   /* of all words */
	enum hue hot[2]; /* of the words that only this version has */
};

/* A drawn line: text, with colours, of so many columns. */
struct row {
	char *s;
	int width;
};

struct rows {
	struct row *v;
	int n;
};

/*
 * Draw both versions, rows[0] and rows[1]; a version that is NULL has no
 * rows. Both are cleaned text.
 */
void cells_draw(const char *first, const char *second,
		const struct cell_style *style, struct rows rows[2]);
void rows_free(struct rows *r);

#endif
