/* SPDX-License-Identifier: Apache-2.0 */
/*
 * option.h: what options of commands have in common.
 */
#ifndef OPTION_H
#define OPTION_H

#include <argp.h>

/* The number that an option was given; argp's usage error if it is none. */
int option_number(struct argp_state *state, const char *what, const char *arg,
		  int min, int max);

#endif
