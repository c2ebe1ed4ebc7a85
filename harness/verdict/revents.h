/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revents.h: when a guest's poll said the same as Linux's.
 *
 * preview1's poll_oneoff has no word for POLLERR, nor for which of several
 * reasons made a descriptor ready. What such an ABI tells ends in a star, and
 * is the same as a set of Linux's
 *
 *	that holds POLLERR or POLLHUP   when it is not empty
 *	that holds neither              when it is equal
 *
 * Source: guests/lang/wire.h, and event and eventrwflags of WASI preview1.
 */
#ifndef REVENTS_H
#define REVENTS_H

#include <stdbool.h>

/* Both as recorded: [POLLIN, 0] and [POLLIN*, 0*]. */
bool revents_same(const char *want, const char *got);

#endif
