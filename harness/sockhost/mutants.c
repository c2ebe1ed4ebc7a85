/* SPDX-License-Identifier: Apache-2.0 */
#include "mutants.h"

#include <string.h>

#include "host.h"

#ifdef SOCKHOST_MUTANTS
static const char *const mutants_id[] = {
	[M_none] = "none",
#define MUTANT(id, source, sees) [M_##id] = #id,
#include "mutants.def"
#undef MUTANT
};

int sockhost_mutant(struct sockhost *h, const char *id, char **why)
{
	size_t n = sizeof(mutants_id) / sizeof(mutants_id[0]);

	for (size_t i = 0; i < n; i++)
		if (strcmp(mutants_id[i], id) == 0) {
			h->mutant = (int)i;
			return 0;
		}
	return host_why(why, "%s: no such mutant; see mutants.def", id);
}
#else
int sockhost_mutant(struct sockhost *h, const char *id, char **why)
{
	(void)h;
	return host_why(why, "%s: built without mutants (SOCKHOST_MUTANTS)",
		id);
}
#endif
