/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sentence.h: a gap in words.
 *
 *	connect failed with ?99 (Linux: EADDRNOTAVAIL)
 *	setsockopt(SO_RCVBUF) reported success without calling setsockopt(2)
 */
#ifndef SENTENCE_H
#define SENTENCE_H

#include "base/util.h"
#include "diff.h"

/* The strings of a gap, as diff.h and results.json have them; cleaned. */
struct gap_words {
	const char *op, *option; /* option: of get- and setsockopt, else "" */
	const char *gap_class, *what, *want, *got;
};

void gap_sentence(struct buf *b, const struct gap_words *w);
/* The same of a gap that was just found; what the host said is cleaned. */
void gap_say(struct buf *b, const struct gap *g);

#endif
