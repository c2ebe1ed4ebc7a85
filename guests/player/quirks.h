/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quirks.h: a player on a host that is known to be odd.
 *
 * The harness tells it before the first step (wire.h, `quirk`):
 *
 *	never-blocks    where a call of Linux would wait, and the host answers
 *	                EAGAIN, the player naps and asks again. Not where the
 *	                case itself asked not to wait, or for a while only
 *	never-closes    a socket that is to be closed is shut down, so that
 *	                others see its end, and closing succeeds
 */
#ifndef QUIRKS_H
#define QUIRKS_H

#include "args.h"

/* The command; answers it. */
void quirks_play(struct wire_line *w);
/*
 * A step was played, and failed with err (0: it did not): shall it be played
 * once more? If so some time has passed.
 */
int quirks_again(const char *op, const struct args *a, int err);
/* Play the step in another way; 0: there is none. */
int quirks_instead(const char *op, const struct args *a);

#endif
