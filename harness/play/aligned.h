/* SPDX-License-Identifier: Apache-2.0 */
/*
 * aligned.h: what a case shows behind a gap that parts Linux and the host.
 *
 * Linux plays the case once more, and its kernel gives the host's answer in
 * that step (forced.h); so both stand alike again, the comparison goes on, and
 * the next difference is a gap of its own. That is done for one gap after the
 * other, at most ALIGNED_ROUNDS times. Only cases that differ pay for it.
 */
#ifndef ALIGNED_H
#define ALIGNED_H

#include "replay.h"

#define ALIGNED_ROUNDS 6

/* Complete p->result; p->aligned is set when a replay was of use. */
void aligned(struct pair *p, const struct replay *r);

#endif
