/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reactor --invoke=FUNCTION NUMBER...: calls one function of reactor.c and
 * prints its result, as sockhost does for its guests.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reactor.h"

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";

	if (strcmp(name, "--invoke=add") == 0 && argc == 4)
		printf("%" PRId32 "\n", add(atoi(argv[2]), atoi(argv[3])));
	else if (strcmp(name, "--invoke=half") == 0 && argc == 3)
		printf("%.17g\n", half(atof(argv[2])));
	else if (strcmp(name, "--invoke=ask") == 0 && argc == 3)
		printf("%" PRId64 "\n", ask(atoi(argv[2])));
	else
		return 2;
	return 0;
}
