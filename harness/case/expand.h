/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expand.h: `each` makes many cases of one file.
 *
 *	each:
 *	  domain: [AF_INET, AF_INET6]                     a list
 *	  type:   [SOCK_STREAM, SOCK_DGRAM]               another
 *	  lo:     {AF_INET: 127.0.0.1, AF_INET6: "[::1]"} follows domain
 *	  except: [{domain: AF_INET6, type: SOCK_DGRAM}]  not these
 *
 * Every combination of the lists' values is one variant, the last list
 * changing fastest; here there are three. A mapping whose keys are exactly
 * the values of a list follows that list; its values can be anything, and
 * can hold variables written before it. A row of `except` names values of
 * lists and removes all combinations that have them. What is said by
 * `$name`, see subst.h.
 */
#ifndef EXPAND_H
#define EXPAND_H

#include "base/tree.h"

#define EXPAND_MAX 500 /* variants of one file */

struct expansion;

/*
 * Begin. root must outlive the expansion; what is wrong goes to m. With a wrong
 * `each` there is one variant, for what else is wrong in the file, in which
 * everything with a variable is marked wrong. NULL if root is no mapping.
 */
struct expansion *expand_new(const struct node *root, struct mistakes *m);
/*
 * The next variant: root without `each` and with all variables replaced, and
 * the id's suffix "[AF_INET,SOCK_DGRAM]", "" without an `each`. The caller
 * frees both. NULL after the last; then unused variables have been told.
 */
struct node *expand_next(struct expansion *e, char **suffix);
void expand_free(struct expansion *e);

#endif
