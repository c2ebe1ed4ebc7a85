/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options.h: what options of commands have in common.
 *
 * A command's argp says everything about it: --help is made from it by argp,
 * the manual pages and the shells' completions by whoever walks it here.
 */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include <argp.h>
#include <stdbool.h>

/* The number that an option was given; argp's usage error if it is none. */
int option_number(struct argp_state *state, const char *what, const char *arg,
		  int min, int max);

typedef void option_fn(const struct argp_option *o, void *ctx);
/*
 * Call f for every option that --help lists, children's too, in order.
 * Headers of groups are left out; --help itself comes last.
 */
void option_walk(const struct argp *a, option_fn *f, void *ctx);
/* The same, and header for the headers of groups, before their options. */
void option_walk_groups(const struct argp *a, option_fn *header, option_fn *f,
			void *ctx);
/* Does it have one letter, -j? */
bool option_is_short(const struct argp_option *o);
/* What --help says before (or after) the options; the caller frees it. */
char *option_doc(const struct argp *a, bool after);

#endif
