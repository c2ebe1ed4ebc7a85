/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lint.h: what is allowed in a case and yet looks wrong.
 *
 * Only what can be seen without playing the case.
 */
#ifndef LINT_H
#define LINT_H

#include "case.h"
#include "base/mistakes.h"

/*
 * Look at the n variants of one file, which lie side by side in a corpus,
 * and add a warning for each thing found.
 */
void lint_file(const struct tcase *v, int n, struct mistakes *m);

#endif
