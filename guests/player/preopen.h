/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preopen.h: sockets that the player has from the start, see wire.h.
 */
#ifndef PREOPEN_H
#define PREOPEN_H

#include "lang/wire.h"

/* Play the command and put its answer together. */
void preopen_play(struct wire_line *w);

#endif
