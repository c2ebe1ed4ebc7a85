/* SPDX-License-Identifier: Apache-2.0 */
#include "allow.h"

#include <stdlib.h>
#include <string.h>

#include "base/tree.h"

#define RULE "{rule}"
#define EVERYTHING "all"

/* --- in a case ------------------------------------------------------------*/

void allow_read(struct case_reader *r, const struct node *list)
{
	struct tcase *t = r->t;

	t->has_rules = true;
	if (list->kind != NODE_LIST || list->n > ALLOW_RULES_MAX) {
		mistakes_add(r->m, list->line, "allow: it is a list of at most "
			     "%d rules, such as [\"bind:127.0.0.1:7000\"]",
			     ALLOW_RULES_MAX);
		return;
	}
	for (int i = 0; i < list->n; i++) {
		const struct node *v = list->items[i];

		if (!node_has_text(v)) {
			mistakes_add(r->m, v->line, "allow: a rule is text");
			continue;
		}
		GROW(t->rules, t->nrules);
		t->rules[t->nrules++] = xstrdup(v->text);
	}
}

void allow_read_refused(struct case_reader *r, struct step *s,
			const struct node *map, const struct node *v)
{
	(void)map;
	if (!node_is(v, "yes")) {
		mistakes_add(r->m, v->line, "refused: it is written yes");
		return;
	}
	if (!r->t->has_rules)
		mistakes_add(r->m, v->line, "refused: nothing is, without the "
			     "key allow");
	else if (s->op->calls == CALL_NONE || s->actor != 0)
		mistakes_add(r->m, v->line, "refused: only a call of the "
			     "guest's is");
	s->refused = true;
	s->inject = errno_find("EACCES");
}

/* --- in a manifest --------------------------------------------------------*/

int allow_manifest(struct host *h, const struct node *value, char **why)
{
	h->allow_harness = node_is(value, "harness");
	if (h->allow_harness)
		return 0;
	if (value->kind != NODE_LIST || value->n == 0 ||
	    value->n > HOST_WORDS_MAX)
		return fail(why, "allow must be a list of 1 to %d words, or "
				 "the word harness", HOST_WORDS_MAX);
	for (int i = 0; i < value->n; i++) {
		if (value->items[i]->kind != NODE_SCALAR)
			return node_fail(why, value->items[i], "is not a word "
					 "of a command; does it need quotes?");
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

void allow_fill(const struct host *h, const struct tcase *t, char **argv,
		int *n)
{
	if (!t || !t->has_rules) {
		rule_fill(h, EVERYTHING, argv, n);
		return;
	}
	for (int i = 0; i < t->nrules; i++)
		rule_fill(h, t->rules[i], argv, n);
}
