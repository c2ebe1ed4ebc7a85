/* SPDX-License-Identifier: Apache-2.0 */
/*
 * alias.h: the names that normalise gave, in a recording that tells less.
 *
 * Names are counted in the order of appearance. Where a host's ABI cannot say
 * an address (addr=-), the port behind it appears only later there, and what
 * is ~1 on Linux is ~2: not because of anything that the host did.
 */
#ifndef ALIAS_H
#define ALIAS_H

#include "recording.h"

/*
 * Call the ports of `got` by the names that `want` has for them, as far as
 * addresses and packets at the same place show which is which; the others
 * get names that `want` does not use. If `got` tells all that `want` tells,
 * and no other names, nothing is changed. Both have been normalised.
 */
void alias(struct recording *got, const struct recording *want);

#endif
