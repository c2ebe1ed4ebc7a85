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

static const char *const domains[HOST_DOMAINS] = {"AF_INET", "AF_INET6",
						  "AF_UNIX"};

/* HOST_DOMAINS for one that is not there; the words it might have been. */
static size_t domain_find(const char *name, struct words *w)
{
	size_t k = 0;

	w->wrong = name;
	while (k < HOST_DOMAINS && strcmp(domains[k], name) != 0)
		words_try(w, domains[k++]);
	return k;
}

static void words_take(char **to, const char *what, const struct node *v,
		       struct mistakes *m)
{
	if (v->kind != NODE_LIST || v->n == 0 || v->n > HOST_WORDS_MAX) {
		mistakes_add(m, v->line,
			     "preopen: %s must be a list of 1 to %d words",
			     what, HOST_WORDS_MAX);
		return;
	}
	for (int i = 0; i < v->n; i++) {
		char *why = NULL;

		if (v->items[i]->kind == NODE_SCALAR) {
			to[i] = xstrdup(v->items[i]->text);
			continue;
		}
		node_fail(&why, v->items[i],
			  "is not a word; does it need quotes?");
		mistakes_take(m, v->items[i]->line, why);
		return;
	}
}

/* One list for every domain, or a mapping of domains to lists. */
static void preopen_words(struct host *h, int kind, const struct node *v,
			  struct mistakes *m)
{
	const char *name = preopen_rows[kind].name;

	if (v->kind != NODE_MAP) {
		words_take(h->preopen[kind][0], name, v, m);
		for (int i = 0; i < HOST_WORDS_MAX; i++)
			for (int d = 1;
			     d < HOST_DOMAINS && h->preopen[kind][0][i]; d++)
				h->preopen[kind][d][i] =
					xstrdup(h->preopen[kind][0][i]);
		return;
	}
	if (v->n == 0)
		mistakes_add(m, v->line, "preopen: %s has no domain", name);
	for (int i = 0; i < v->n; i++) {
		struct words w = {0};
		size_t d = domain_find(v->keys[i]->text, &w);

		if (d < HOST_DOMAINS)
			words_take(h->preopen[kind][d], domains[d], v->items[i],
				   m);
		else
			mistakes_add(m, v->keys[i]->line,
				     "preopen: %s: "
				     "unknown domain %s%s",
				     name, v->keys[i]->text, words_hint(&w));
	}
}

static void preopen_first(struct host *h, const struct node *v,
			  struct mistakes *m)
{
	char *end = NULL;
	long n = node_has_text(v) ? strtol(v->text, &end, 10) : -1;

	if (n < 3 || n > 1000 || *end)
		mistakes_add(m, v->line,
			     "preopen: first must be a number, at least 3");
	h->preopen_first = (int)n;
}

static void preopen_domains(struct host *h, const struct node *v,
			    struct mistakes *m)
{
	if (v->kind != NODE_LIST || v->n == 0 || v->n > HOST_DOMAINS) {
		mistakes_add(m, v->line,
			     "preopen: domains must be a list of "
			     "1 to %d words",
			     HOST_DOMAINS);
		return;
	}
	for (int i = 0, n = 0; i < v->n; i++) {
		const struct node *x = v->items[i];
		struct words w = {0};
		size_t k = domain_find(x->text ? x->text : "", &w);

		if (k < HOST_DOMAINS)
			h->preopen_domains[n++] = xstrdup(domains[k]);
		else
			mistakes_add(m, x->line, "preopen: unknown domain %s%s",
				     w.wrong, words_hint(&w));
	}
}

static void preopen_key(struct host *h, const struct node *key,
			const struct node *v, struct mistakes *m)
{
	struct words w = {.wrong = key->text};

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
		mistakes_add(m, key->line,
			     "preopen: unknown key %s%s (known: listen, "
			     "connect, datagram, first, domains)",
			     key->text, words_hint(&w));
}

void host_preopen(struct host *h, const struct node *value, struct mistakes *m)
{
	h->preopen_first = FIRST_DEFAULT;
	if (node_is(value, "player")) {
		h->preopen_player = true;
		return;
	}
	if (value->kind != NODE_MAP) {
		mistakes_add(m, value->line,
			     "preopen must be a mapping, or "
			     "the word player");
		return;
	}
	for (int i = 0; i < value->n; i++)
		preopen_key(h, value->keys[i], value->items[i], m);
}

/* {addr} and {peer} in one word; no peer is no text. */
static char *word_fill(const char *word, const struct preopen *p)
{
	struct buf b = {0};

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

/* The words for one, NULL-ended; NULL when the manifest has none. */
static char *const *preopen_words_of(const struct host *h,
				     const struct preopen *p)
{
	const char *domain = preopen_domain(p);
	struct words w = {0};
	size_t d = domain_find(domain, &w);

	return d < HOST_DOMAINS && h->preopen[p->kind][d][0] &&
			       preopen_has(h, domain)
		       ? h->preopen[p->kind][d]
		       : NULL;
}

bool host_gives(const struct host *h, const struct preopen *p)
{
	return !h->preopen_player && preopen_placed(h) &&
	       preopen_words_of(h, p);
}

char *host_gives_not(const struct host *h, const struct preopen *p)
{
	bool any = false;

	for (int d = 0; d < HOST_DOMAINS; d++)
		any |= h->preopen[p->kind][d][0] != NULL;
	if (!preopen_placed(h))
		return xasprintf("host %s cannot preopen sockets", h->name);
	if (!any)
		return xasprintf("host %s cannot preopen sockets by %s",
				 h->name, preopen_rows[p->kind].name);
	return xasprintf("host %s cannot preopen sockets of %s", h->name,
			 preopen_domain(p));
}

static void preopens_fill(const struct host *h, const struct tcase *t,
			  char **argv, int *n)
{
	for (int i = 0; t && i < t->npreopens; i++) {
		const struct preopen *p = &t->preopens[i];

		if (!host_gives(h, p))
			continue;
		for (char *const *w = preopen_words_of(h, p); *w; w++)
			argv[(*n)++] = word_fill(*w, p);
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
		bad = fail(why, "host %s has no allow rules", h->name) < 0;
	if (!bad)
		return argv;
	host_argv_free(argv);
	return NULL;
}
