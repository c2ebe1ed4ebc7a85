/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static int lower(char c)
{
	return tolower((unsigned char)c);
}

static int min(int a, int b)
{
	return a < b ? a : b;
}

/*
 * The distance of Damerau and Levenshtein, restricted to one edit a place.
 * Row i says how far the first i letters of a are from each start of b; the
 * rows before the last two are never asked for again.
 */
int words_distance(const char *a, const char *b)
{
	int rows[3][WORDS_LEN + 1];
	int na = (int)strnlen(a, WORDS_LEN), nb = (int)strnlen(b, WORDS_LEN);

	for (int j = 0; j <= nb; j++)
		rows[0][j] = j;
	for (int i = 1; i <= na; i++) {
		int *now = rows[i % 3], *up = rows[(i + 2) % 3];
		const int *up2 = rows[(i + 1) % 3];

		now[0] = i;
		for (int j = 1; j <= nb; j++) {
			int ca = lower(a[i - 1]), cb = lower(b[j - 1]);

			now[j] = min(up[j - 1] + (ca != cb),
				     min(up[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && ca == lower(b[j - 2]) &&
			    lower(a[i - 2]) == cb)
				now[j] = min(now[j], up2[j - 2] + 1);
		}
	}
	return rows[na % 3][nb];
}

void words_try(struct words *w, const char *right)
{
	/* A third of the letters may be wrong, of a short word one. */
	int limit = (int)strnlen(w->wrong, WORDS_LEN) / 3;
	int distance = words_distance(w->wrong, right);

	if (distance > (limit ? limit : 1) ||
	    distance >= (int)strnlen(right, WORDS_LEN))
		return;
	if (!w->best || distance < w->distance) {
		w->best = right;
		w->distance = distance;
	}
}

const char *words_hint(struct words *w)
{
	w->hint[0] = '\0';
	if (w->best)
		snprintf(w->hint, sizeof(w->hint), "; did you mean %.*s?",
			 WORDS_LEN, w->best);
	return w->hint;
}
