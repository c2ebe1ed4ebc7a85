/* SPDX-License-Identifier: Apache-2.0 */
/*
 * again.h: a case that differs is asked once more, before the host is blamed.
 *
 * If Linux itself answers in two ways, the case is unstable: broken. What the
 * host does otherwise in the second play gets the value ~varies (vary.h); a
 * host that varies is played AGAIN_MORE times more, so that all that varies is
 * found.
 */
#ifndef AGAIN_H
#define AGAIN_H

#include "replay.h"

#define AGAIN_MORE 3

/* Judge p, which has been judged once, anew. Before aligned(). */
void again(struct pair *p, const struct replay *r);

#endif
