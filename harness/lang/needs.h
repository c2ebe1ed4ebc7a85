/* SPDX-License-Identifier: Apache-2.0 */
/*
 * needs.h: the words that a case can write in `needs`, from needs.def.
 */
#ifndef NEEDS_H
#define NEEDS_H

struct need {
	const char *name, *help;
};
extern const struct need needs[];
extern const int needs_count;
const struct need *need_find(const char *name);

#endif
