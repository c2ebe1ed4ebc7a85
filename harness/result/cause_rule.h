/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cause_rule.h: what the rules of one gap share, cause_of.c and cause_value.c:
 * a rule for each class of gap.def, which sets kind and key.
 */
#ifndef CAUSE_RULE_H
#define CAUSE_RULE_H

#include <string.h>

#include "base/util.h"
#include "cause_parts.h"

static inline bool is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static inline bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* Takes key over. */
static inline void set(struct cause_gap *g, enum cause_kind kind, char *key)
{
	g->kind = kind;
	g->key = key;
}

/* Append the words of a that `other` lacks: both are A|B. */
void words_without(struct buf *b, const char *a, const char *other);

/* Of these classes in cause_value.c. */
void cause_rule_data(struct cause_gap *g);
void cause_rule_address(struct cause_gap *g);
void cause_rule_value(struct cause_gap *g);

#endif
