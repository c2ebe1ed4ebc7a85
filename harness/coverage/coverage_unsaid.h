/* SPDX-License-Identifier: Apache-2.0 */
/*
 * coverage_unsaid.h: what the last runs on the hosts of an ABI could not say
 * although the ABI can: for the host's manifest gives no way, or the player
 * has none yet (recording/unsaid.def). Those two are to shrink; what the ABI
 * itself cannot say is counted beside them, and stays.
 */
#ifndef COVERAGE_UNSAID_H
#define COVERAGE_UNSAID_H

#include "base/util.h"

/*
 * Append a text of all hosts of that ABI that have results in a folder of
 * `reports`. How many cases are inexpressible for those two lacks, or -1 and
 * a sentence where there is no such ABI, or nothing was run.
 */
int coverage_unsaid(struct buf *b, const char *abi, const char *reports,
		    char **why);

#endif
