/* SPDX-License-Identifier: Apache-2.0 */
#include "mutants.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/host.h"
#include "mutants_list.h"
#include "wrap.h"

struct mutant_chosen mutant_chosen;

static int mutants_take(const struct mutants_row *row)
{
	mutant_chosen =
		(struct mutant_chosen){row->mutant, row->level, row->number};
	return 0;
}

int sockhost_mutant(struct sockhost *h, const char *id, char **why)
{
	char name[MUTANTS_ID], near[MUTANTS_ID] = "";
	int best = (int)strlen(id);
	struct mutants_row row;

	(void)h;
	if (wrap_field(id))
		return 0;
	for (size_t i = 0; mutants_list(i, &row); i++) {
		int far;

		if (row.left_out)
			continue;
		mutants_id(&row, name);
		far = mutants_distance(id, name);
		if (far == 0)
			return mutants_take(&row);
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
