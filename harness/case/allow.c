/* SPDX-License-Identifier: Apache-2.0 */
#include "allow.h"

#include <stdlib.h>
#include <string.h>

#include "base/tree.h"

void allow_read(struct case_reader *r, const struct node *list)
{
	struct tcase *t = r->t;

	t->has_rules = true;
	if (list->kind != NODE_LIST || list->n > ALLOW_RULES_MAX) {
		mistakes_add(r->m, list->line,
			     "allow must be a list of at most %d rules, such "
			     "as [\"bind:127.0.0.1:7000\"]",
			     ALLOW_RULES_MAX);
		return;
	}
	for (int i = 0; i < list->n; i++) {
		const struct node *v = list->items[i];

		if (!node_has_text(v)) {
			mistakes_add(r->m, v->line,
				     "allow: a rule must be text");
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
		mistakes_add(r->m, v->line, "refused: the only value is yes");
		return;
	}
	if (!r->t->has_rules)
		mistakes_add(r->m, v->line,
			     "refused: nothing is refused in a case without "
			     "the key allow");
	else if (s->op->calls == CALL_NONE || s->actor != 0)
		mistakes_add(r->m, v->line,
			     "refused: only calls of the guest can be refused");
	s->refused = true;
	s->inject = errno_find("EACCES");
}
