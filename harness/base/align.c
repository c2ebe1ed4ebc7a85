/* SPDX-License-Identifier: Apache-2.0 */
#include "align.h"

#include <stdlib.h>

#include "util.h"

/* Cells of the table: 16 MiB. */
#define CELLS_MAX ((size_t)4 << 20)

/* What lies between the equal beginnings and the equal ends. */
struct middle {
	int from, n, m;
};

static struct middle trim(int n, int m, align_same *same, const void *ctx,
			  int *left, int *right)
{
	struct middle mid = {0, n, m};

	while (mid.n > 0 && mid.m > 0 && same(ctx, mid.from, mid.from)) {
		left[mid.from] = right[mid.from] = mid.from;
		mid.from++, mid.n--, mid.m--;
	}
	while (mid.n > 0 && mid.m > 0 &&
	       same(ctx, mid.from + mid.n - 1, mid.from + mid.m - 1)) {
		mid.n--, mid.m--;
		left[mid.from + mid.n] = mid.from + mid.m;
		right[mid.from + mid.m] = mid.from + mid.n;
	}
	return mid;
}

/* lengths[i][j]: how much the middle has in common from i and j on. */
static int *lengths_of(const struct middle *mid, align_same *same,
		       const void *ctx)
{
	size_t w = (size_t)mid->m + 1;
	int *len = xcalloc(((size_t)mid->n + 1) * w, sizeof(*len));

	for (int i = mid->n - 1; i >= 0; i--) {
		int *row = len + (size_t)i * w, *next = row + w;

		for (int j = mid->m - 1; j >= 0; j--) {
			if (same(ctx, mid->from + i, mid->from + j))
				row[j] = next[j + 1] + 1;
			else
				row[j] = next[j] > row[j + 1] ? next[j]
							      : row[j + 1];
		}
	}
	return len;
}

/* Follow the table; at a tie the first list moves on. */
static void follow(const struct middle *mid, const int *len, align_same *same,
		   const void *ctx, int *left, int *right)
{
	size_t w = (size_t)mid->m + 1;

	for (int i = 0, j = 0; i < mid->n && j < mid->m;) {
		const int *row = len + (size_t)i * w;

		if (same(ctx, mid->from + i, mid->from + j)) {
			left[mid->from + i] = mid->from + j;
			right[mid->from + j] = mid->from + i;
			i++, j++;
		} else if (row[w + (size_t)j] >= row[j + 1]) {
			i++;
		} else {
			j++;
		}
	}
}

void align(int n, int m, align_same *same, const void *ctx, int *left,
	   int *right)
{
	struct middle mid;
	int *len;

	for (int i = 0; i < n; i++)
		left[i] = -1;
	for (int j = 0; j < m; j++)
		right[j] = -1;
	mid = trim(n, m, same, ctx, left, right);
	if (((size_t)mid.n + 1) * ((size_t)mid.m + 1) > CELLS_MAX)
		return;
	len = lengths_of(&mid, same, ctx);
	follow(&mid, len, same, ctx, left, right);
	free(len);
}
