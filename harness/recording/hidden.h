/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hidden.h: a recording without what its case leaves uncompared.
 *
 * What a step's `any` names may honestly vary, so whatever is stored of a
 * recording has the word any there instead.
 */
#ifndef HIDDEN_H
#define HIDDEN_H

#include "recording.h"

/*
 * A copy that shares all strings with r, and so must not outlive it. It is
 * read only, and freed by hidden_free() alone.
 */
struct recording hidden(const struct recording *r);
void hidden_free(struct recording *copy);

#endif
