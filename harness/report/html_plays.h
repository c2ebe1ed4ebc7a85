/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html_plays.h: the plays of differing cases, as the HTML page holds them.
 *
 * Each list's elements are known by their numbers in it:
 *
 *	texts   ["= s", ...]
 *	steps   [[line, actor, text], ...]     of a case; actor, text: texts
 *	said    [[answer, call, call], ...]    of a step of a play: texts
 *	plays   [[steps, end, open, [noise], [said], [packets] or null,
 *	          [given]], ...]               steps: a list of steps' numbers;
 *	                                       end, open, ...: texts
 *
 * What play_json.h wrote may have been edited since: what is not of its shape
 * is left out, and what is too long to be looked at is cut, with a line that
 * says so.
 */
#ifndef HTML_PLAYS_H
#define HTML_PLAYS_H

#include <stdbool.h>

#include "result/shared_json.h"

struct html_plays {
	struct shared texts, steps, said, plays;
};

/*
 * Read a case's file and fill in the numbers of both plays: native's first.
 * False when there is no such file, or none of ours.
 */
bool html_plays_read(struct html_plays *p, const char *file, int play[2]);

#endif
