/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fill.h: a step of a case as C, by the rows of an ABI (snippets.h).
 *
 * In a row's texts stand, with a $ in front:
 *
 *	fd as          variables, of the descriptors that the case names
 *	domain type protocol how flags level name
 *	               constants, joined by |
 *	backlog len on timeout step
 *	               numbers; step counts from 1
 *	family ip iplen port
 *	               of the address: AF_INET, (char[]){127, 0, 0, 1}, 4, 7000
 *	sa             the address as Linux's, and its length
 *	path           of a unix address or a file, a string
 *	data datalen   what is sent, a pointer and its length
 *	fill           a statement that fills buf, if it is long
 *	iovout iovin   a list of struct iov and its length: what is sent, and
 *	               pieces of buf to receive into
 *	vecout vecin   the same as a list of struct vec, for ABIs with two
 *	fds nfds       a list of struct pollfd in braces, and its length
 *	set var        the statement that puts a value into its variable, and
 *	               that variable
 */
#ifndef FILL_H
#define FILL_H

#include "case/case.h"
#include "base/util.h"
#include "snippets.h"

struct filling {
	const struct tcase *t;
	int step;
	const struct snippets *snippets;
	const struct step_row *row;
};

/* The row for a step. -1 and a sentence if it has none. */
int fill_find(struct filling *f, const struct tcase *t, int step,
	      const struct snippets *s, char **why);
/* Append a text of the row, filled in; -1 and a sentence. */
int fill(struct buf *b, const struct filling *f, const char *text, char **why);
/*
 * The rows of shows.def for what the step prints, in order, at most max;
 * returns how many there are.
 */
int fill_shows(const struct filling *f, const struct show_row **shows, int max);
/* Append the C variable of a descriptor. */
void fill_name(struct buf *b, const char *name);
/* How much room the step needs in buf. */
long fill_room(const struct tcase *t, const struct step *s);

#endif
