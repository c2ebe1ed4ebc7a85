/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.h: the nearest right word for a wrong one.
 *
 * Start with the wrong word, try all the right ones, ask for the hint:
 *
 *	struct words w = {.wrong = "recvv"};
 *	words_try(&w, "send"), words_try(&w, "recv");
 *	fail(why, "unknown operation recvv%s", words_hint(&w));
 *
 * gives "unknown operation recvv; did you mean recv?".
 */
#ifndef WORDS_H
#define WORDS_H

/* Words longer than this are compared up to here. */
#define WORDS_LEN 64

struct words {
	const char *wrong;
	const char *best; /* one of the words tried; NULL: none is near */
	int distance;     /* of best */
	char hint[WORDS_LEN + 24];
};

/* Is this one nearer? The first of equally near words stays. */
void words_try(struct words *w, const char *right);
/* "; did you mean X?", or "" when no word is near. Lives as long as w. */
const char *words_hint(struct words *w);
/*
 * How many letters must be added, dropped, changed or swapped with their
 * neighbour to make one word of the other; upper and lower case are the same.
 */
int words_distance(const char *a, const char *b);

#endif
