/* SPDX-License-Identifier: Apache-2.0 */
#include "option.h"

#include <stdlib.h>

int option_number(struct argp_state *state, const char *what, const char *arg,
		  int min, int max)
{
	char *end;
	long n = strtol(arg, &end, 10);

	if (*end || end == arg || n < min || n > max)
		argp_error(state, "%s must be a number from %d to %d, not %s",
			   what, min, max, arg);
	return (int)n;
}
