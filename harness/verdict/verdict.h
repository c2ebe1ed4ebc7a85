/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verdict.h: what a case comes to, of its gaps and of how its plays ended.
 */
#ifndef VERDICT_H
#define VERDICT_H

#include "diff.h"

/* A sentence if Linux itself did not play the case as it is written. */
char *native_trouble(const struct recording *want);
/*
 * That the host died is the verdict whatever went before it, and that it hangs
 * where both stood alike; else the gaps decide. Adds the gap of such an end,
 * sets verdict, why and said. want may be NULL, see diff().
 */
void verdict_set(struct result *r, const struct recording *want,
		 const struct recording *got);

#endif
