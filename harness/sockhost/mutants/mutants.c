/* SPDX-License-Identifier: Apache-2.0 */
#include "mutants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/host.h"
#include "field_mutants.h"
#include "mutants_list.h"
#include "wrap.h"

#ifdef SOCKHOST_MUTANTS
static int mutants_take(struct sockhost *h, const struct mutants_row *row)
{
	h->mutant = row->mutant;
	wrap_chosen = row->mutant;
	h->mutant_level = row->level;
	h->mutant_number = row->number;
	return 0;
}

int sockhost_mutant(struct sockhost *h, const char *id, char **why)
{
	char name[MUTANTS_ID], near[MUTANTS_ID] = "";
	int best = (int)strlen(id);
	struct mutants_row row;

	if (field_mutant_take(h, id))
		return 0;
	for (size_t i = 0; mutants_list(i, &row); i++) {
		int far;

		if (row.left_out)
			continue;
		mutants_id(&row, name);
		far = mutants_distance(id, name);
		if (far == 0)
			return mutants_take(h, &row);
		if (far < best) {
			best = far;
			memcpy(near, name, sizeof(near));
		}
	}
	return host_why(why,
			"%s: no such mutant; did you mean %s? "
			"--mutant help lists all",
			id, *near ? near : "none");
}

bool sockhost_mutants(FILE *out)
{
	char name[MUTANTS_ID];
	struct mutants_row row;

	for (size_t i = 0; mutants_list(i, &row); i++) {
		mutants_id(&row, name);
		fprintf(out, "%s\t%s\t%s\t%s\n", name,
			row.left_out ? "-" : row.abi, row.word,
			row.left_out ? row.left_out : row.sees);
	}
	return true;
}
#else
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
#endif
