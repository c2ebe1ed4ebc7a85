/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link.h: which of sockhost's ABIs has what a module imports.
 *
 * An ABI fits when it has all imports, with their signatures. Where preview1
 * fits, that is it: a program that opens files is not taken for one that
 * speaks of sockets by paths. Where several fit and mean the same functions,
 * the first is as good as any; where they do not, only the user can say.
 */
#ifndef LAUNCH_LINK_H
#define LAUNCH_LINK_H

#include "module.h"

/*
 * The ABI for the module; NULL and why not. `wanted` is the user's word, or
 * NULL. What is missing is told all at once, a line each.
 */
const char *link_abi(const struct module *m, const char *wanted, char **why);

/* What link_abi() does when several ABIs fit: NULL and a sentence, or one. */
const char *link_choose(const struct module *m, const char *const *fit,
			size_t n, char **why);

#endif
