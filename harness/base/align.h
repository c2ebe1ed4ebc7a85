/* SPDX-License-Identifier: Apache-2.0 */
/*
 * align.h: what two lists have in common, in order.
 */
#ifndef ALIGN_H
#define ALIGN_H

#include <stdbool.h>

/* Are element i of the first list and element j of the second one equal? */
typedef bool align_same(const void *ctx, int i, int j);

/*
 * Find a longest common subsequence of a list of n and a list of m elements:
 * left[i] becomes the index of i's partner in the second list, or -1, and
 * right[j] that of j's partner in the first one. Lists too long for that
 * (two thousand each, or so) are compared from both ends only.
 */
void align(int n, int m, align_same *same, const void *ctx, int *left,
	   int *right);

#endif
