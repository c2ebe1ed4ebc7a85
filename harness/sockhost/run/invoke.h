/* SPDX-License-Identifier: Apache-2.0 */
/*
 * invoke.h: one exported function called from the command line: its
 * arguments are numbers, decimal or 0x, and its result is printed.
 */
#ifndef SOCKHOST_INVOKE_H
#define SOCKHOST_INVOKE_H

#include "run.h"

#define INVOKE_ARGS 64

struct invoke {
	const struct run_export *fn;
	uint64_t v[INVOKE_ARGS];
};

/* The function and its arguments; -1 and a sentence. */
int invoke_read(struct invoke *i, const struct run_config *c, char **why);
/* Call it, and print the result as a line on stdout. */
void invoke_call(const struct invoke *i);

/* The function that the guest exports by this name, or NULL. */
const struct run_export *run_export(const char *name);

#endif
