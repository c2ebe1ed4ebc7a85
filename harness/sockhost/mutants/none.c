/* SPDX-License-Identifier: Apache-2.0 */
/* What a normal build has instead of the bugs. */
#include <stdbool.h>
#include <stdio.h>

#include "core/host.h"

int sockhost_mutant(struct sockhost *h, const char *id, char **why)
{
	(void)h;
	return host_why(why, "%s: built without mutants (SOCKHOST_MUTANTS)",
			id);
}

bool sockhost_mutants(FILE *out)
{
	(void)out;
	return false;
}
