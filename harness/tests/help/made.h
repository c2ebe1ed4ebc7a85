/* SPDX-License-Identifier: Apache-2.0 */
/*
 * made.h: recordings written down, to be normalised, judged and compared.
 *
 *	ret=2 data="hi" waited | recvfrom s data="hi" flags=0
 *	ret=-1 errno=EIO | close s !EIO | socket domain=AF_INET >#5
 *
 * A step a line: the answer's fields, "waited" if the caller was seen
 * waiting, and its calls: name, descriptor, arguments; > is the descriptor
 * that it made, ! its errno. A step that was not reached is "".
 */
#ifndef MADE_H
#define MADE_H

#include "recording/recording.h"

/* The only case of the steps, loaded in the scratch folder; free it. */
struct corpus made_case(const char *steps);
/* nsteps lines; the end of what is given are steps that were not reached. */
struct recording *made(const struct tcase *t, const char *lines);

#endif
