/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules.h: `allow` of a manifest: how a case's rules (case/allow.h) become
 * words of the host's command line.
 */
#ifndef RULES_H
#define RULES_H

#include "case/allow.h"
#include "host.h"

/* `allow` in a manifest; -1 and a sentence. */
int rules_manifest(struct host *h, const struct node *value, char **why);
/*
 * Append the words for a case's rules to a command line; t is NULL for an
 * actor without rules.
 */
void rules_fill(const struct host *h, const struct tcase *t, char **argv,
		int *n);

#endif
