/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_path.h: rules of unix names, see policy.h.
 *
 * A path fits a rule when it has as many components, each of which fits: one
 * without a wildcard is the same; one with a wildcard is never empty, "." or
 * "..". A path that begins with @ is not an abstract name.
 */
#ifndef SOCKHOST_POLICY_PATH_H
#define SOCKHOST_POLICY_PATH_H

#include "policy.h"

void policy_path_add(struct policy *p, const char *pattern);
void policy_paths_free(struct policy *p);

/* Is the name of a unix address granted, as it is written? */
bool policy_path_name(struct sockhost *h, const struct addr *a);
/* The same of a path, by that rule. */
bool policy_path_fits(const struct policy_path *rule, const char *path);

#endif
