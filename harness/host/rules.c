/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/tree.h"

#define RULE "{rule}"
#define EVERYTHING "all"

int rules_manifest(struct host *h, const struct node *value, char **why)
{
	h->allow_harness = node_is(value, "harness");
	if (h->allow_harness)
		return 0;
	if (value->kind != NODE_LIST || value->n == 0 ||
	    value->n > HOST_WORDS_MAX)
		return fail(why,
			    "allow must be a list of 1 to %d words, or "
			    "the word harness",
			    HOST_WORDS_MAX);
	for (int i = 0; i < value->n; i++) {
		if (value->items[i]->kind != NODE_SCALAR)
			return node_fail(why, value->items[i],
					 "is not a word; does it need quotes?");
		h->allow[i] = xstrdup(value->items[i]->text);
	}
	return 0;
}

static char *word_fill(const char *word, const char *rule)
{
	const char *at = strstr(word, RULE);

	if (!at)
		return xstrdup(word);
	return xasprintf("%.*s%s%s", (int)(at - word), word, rule,
			 at + strlen(RULE));
}

static void rule_fill(const struct host *h, const char *rule, char **argv,
		      int *n)
{
	for (int i = 0; i < HOST_WORDS_MAX && h->allow[i]; i++)
		argv[(*n)++] = word_fill(h->allow[i], rule);
}

void rules_fill(const struct host *h, const struct tcase *t, char **argv,
		int *n)
{
	if (!t || !t->has_rules) {
		rule_fill(h, EVERYTHING, argv, n);
		return;
	}
	for (int i = 0; i < t->nrules; i++)
		rule_fill(h, t->rules[i], argv, n);
}
