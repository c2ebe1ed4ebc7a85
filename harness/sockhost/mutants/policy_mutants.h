/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_mutants.h: the bugs of policies, ways in which a guest gets round
 * what it was granted, see mutants.h. In a normal build none of them does
 * anything.
 */
#ifndef SOCKHOST_POLICY_MUTANTS_H
#define SOCKHOST_POLICY_MUTANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/fds.h"
#include "core/policy.h"

/* What a rule is for: bind and connect are mixed up. */
int policy_what_mutant(struct sockhost *h, int what);
/* How many of the rules count. */
size_t policy_rules_mutant(struct sockhost *h, size_t rules);
/* Which ports. */
void policy_ports_mutant(struct sockhost *h, unsigned *first, unsigned *last);
/* An address of zeros taken for the machine's own. */
void policy_any_mutant(struct sockhost *h, uint8_t ip[16]);
/* Addresses that are not looked at. */
bool policy_addr_mutant(struct sockhost *h, const struct addr *a);
/* Answers that hang on earlier ones. */
bool policy_answer_mutant(struct sockhost *h, bool granted);
/* Calls that are not looked at, by what the socket is or has done before. */
bool policy_call_mutant(struct sockhost *h, enum policy_what what,
			const struct fd *f, const struct addr *a);
/* Kinds of sockets that nobody refuses. */
bool policy_kind_mutant(struct sockhost *h, int domain, int type);
/* Sockets that may listen wherever they like. */
bool policy_listen_mutant(struct sockhost *h, const struct fd *f);
/* Patterns that mean more than they say. */
bool policy_path_mutant(struct sockhost *h, const char *pattern,
			const char *path);

#endif
