/* SPDX-License-Identifier: Apache-2.0 */
/* How hosts give sockets to their guests, see host.h. */
#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "case/case.h"
#include "host.h"
#include "base/tree.h"
#include "base/words.h"

#define FIRST_DEFAULT 3 /* behind the standard streams */

static void preopen_words(struct host *h, int kind, const struct node *v,
			  struct mistakes *m)
{
	if (v->kind != NODE_LIST || v->n == 0 || v->n > HOST_WORDS_MAX) {
		mistakes_add(m, v->line,
			     "preopen: %s must be a list of 1 to %d words",
			     preopen_rows[kind].name, HOST_WORDS_MAX);
		return;
	}
	for (int i = 0; i < v->n; i++) {
		char *why = NULL;

		if (v->items[i]->kind == NODE_SCALAR) {
			h->preopen[kind][i] = xstrdup(v->items[i]->text);
			continue;
		}
		node_fail(&why, v->items[i],
			  "is not a word of a command; does it need quotes?");
		mistakes_take(m, v->items[i]->line, why);
		return;
	}
}

static void preopen_first(struct host *h, const struct node *v,
			  struct mistakes *m)
{
	char *end = NULL;
	long n = node_has_text(v) ? strtol(v->text, &end, 10) : -1;

	if (n < 3 || n > 1000 || *end)
		mistakes_add(m, v->line,
			     "preopen: first must be a number from 3 on");
	h->preopen_first = (int)n;
}

static void preopen_domains(struct host *h, const struct node *v,
			    struct mistakes *m)
{
	static const char *const known[] = { "AF_INET", "AF_INET6",
					     "AF_UNIX" };

	if (v->kind != NODE_LIST || v->n == 0 || v->n > (int)COUNT(known)) {
		mistakes_add(m, v->line, "preopen: domains must be a list of "
			     "1 to %d words", (int)COUNT(known));
		return;
	}
	for (int i = 0, n = 0; i < v->n; i++) {
		const struct node *x = v->items[i];
		struct words w = { .wrong = x->text ? x->text : "" };
		size_t k = 0;

		while (k < COUNT(known) && !node_is(x, known[k]))
			words_try(&w, known[k++]);
		if (k < COUNT(known))
			h->preopen_domains[n++] = xstrdup(known[k]);
		else
			mistakes_add(m, x->line, "preopen: there is no domain "
				     "%s%s", w.wrong, words_hint(&w));
	}
}

static void preopen_key(struct host *h, const struct node *key,
			const struct node *v, struct mistakes *m)
{
	struct words w = { .wrong = key->text };

	for (int i = 0; i < PREOPEN_KINDS; i++) {
		words_try(&w, preopen_rows[i].name);
		if (strcmp(preopen_rows[i].name, key->text) == 0) {
			preopen_words(h, i, v, m);
			return;
		}
	}
	words_try(&w, "first");
	words_try(&w, "domains");
	if (strcmp(key->text, "first") == 0)
		preopen_first(h, v, m);
	else if (strcmp(key->text, "domains") == 0)
		preopen_domains(h, v, m);
	else
		mistakes_add(m, key->line, "preopen: unknown key %s%s (there "
			     "are listen, connect, datagram, first and "
			     "domains)", key->text, words_hint(&w));
}

void host_preopen(struct host *h, const struct node *value,
		  struct mistakes *m)
{
	h->preopen_first = FIRST_DEFAULT;
	if (node_is(value, "player")) {
		h->preopen_player = true;
		return;
	}
	if (value->kind != NODE_MAP) {
		mistakes_add(m, value->line, "preopen must be a mapping, or "
					     "the word player");
		return;
	}
	for (int i = 0; i < value->n; i++)
		preopen_key(h, value->keys[i], value->items[i], m);
}

/* {addr} and {peer} in one word; no peer is no text. */
static char *word_fill(const char *word, const struct preopen *p)
{
	struct buf b = { 0 };

	while (*word) {
		if (strncmp(word, "{addr}", 6) == 0) {
			buf_puts(&b, p->addr);
			word += 6;
		} else if (strncmp(word, "{peer}", 6) == 0) {
			buf_puts(&b, p->peer ? p->peer : "");
			word += 6;
		} else {
			buf_add(&b, word++, 1);
		}
	}
	return buf_take(&b);
}

/* Has it sockets of that domain to give? */
static bool preopen_has(const struct host *h, const char *domain)
{
	char *const *list = h->preopen_domains;

	while (*list && strcmp(*list, domain) != 0)
		list++;
	return *list || !h->preopen_domains[0];
}

/* Is there a place for them in its command? */
static bool preopen_placed(const struct host *h)
{
	for (int i = 0; h->argv[i]; i++)
		if (strcmp(h->argv[i], "{preopen}") == 0)
			return true;
	return false;
}

bool host_gives(const struct host *h, const struct preopen *p)
{
	return !h->preopen_player && preopen_placed(h) &&
	       h->preopen[p->kind][0] && preopen_has(h, preopen_domain(p));
}

char *host_gives_not(const struct host *h, const struct preopen *p)
{
	if (!preopen_placed(h))
		return xasprintf("host %s has no way to give a guest a socket",
				 h->name);
	if (!h->preopen[p->kind][0])
		return xasprintf("host %s has no way to give a guest a socket "
				 "by %s", h->name,
				 preopen_rows[p->kind].name);
	return xasprintf("host %s has no way to give a guest a socket of %s",
			 h->name, preopen_domain(p));
}

static void preopens_fill(const struct host *h, const struct tcase *t,
			  char **argv, int *n)
{
	for (int i = 0; t && i < t->npreopens; i++) {
		char *const *words = h->preopen[t->preopens[i].kind];

		if (!host_gives(h, &t->preopens[i]))
			continue;
		for (; *words; words++)
			argv[(*n)++] = word_fill(*words, &t->preopens[i]);
	}
}

void host_argv_free(char **argv)
{
	for (int i = 0; argv && argv[i]; i++)
		free(argv[i]);
	free(argv);
}

char **host_argv(const struct host *h, const struct tcase *t, char **why)
{
	bool bad = false, ruled = h->allow_harness;
	int n = 0;
	char **argv = xcalloc(HOST_ARGS_MAX + 2 + COUNT(h->env) +
				      (CASE_PREOPENS_MAX + ALLOW_RULES_MAX) *
				      HOST_WORDS_MAX,
			      sizeof(*argv));

	if (h->env[0])
		argv[n++] = xstrdup("env");
	for (int i = 0; h->env[i]; i++)
		argv[n++] = xstrdup(h->env[i]);
	for (int i = 0; h->argv[i]; i++) {
		if (strcmp(h->argv[i], "{allow}") == 0) {
			rules_fill(h, t, argv, &n);
			ruled = true;
			continue;
		}
		if (strcmp(h->argv[i], "{preopen}") == 0)
			preopens_fill(h, t, argv, &n);
		else
			argv[n++] = xstrdup(h->argv[i]);
	}
	if (t && t->has_rules && !ruled)
		bad = fail(why, "host %s is given no rules of what to allow",
			   h->name) < 0;
	if (!bad)
		return argv;
	host_argv_free(argv);
	return NULL;
}
