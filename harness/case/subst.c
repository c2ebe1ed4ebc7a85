/* SPDX-License-Identifier: Apache-2.0 */
#include "subst.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"

static size_t name_length(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && (isalnum((unsigned char)s[n]) || s[n] == '_'))
		n++;
	return n && isdigit((unsigned char)s[0]) ? 0 : n;
}

bool subst_is_name(const char *s)
{
	return *s && name_length(s, strlen(s)) == strlen(s);
}

/* Would these bytes go beyond the budget? */
static bool spend(struct subst *s, size_t bytes)
{
	s->budget -= (long long)bytes;
	return s->budget < 0;
}

/* The variable with its value, or NULL after a mistake. */
static struct subst_var *find(struct subst *s, int line, const char *name,
			      size_t len)
{
	if (s->blind)
		return NULL;
	char *key = xstrndup(name, len);
	struct words w = {.wrong = key};
	struct subst_var *found = NULL;

	for (int i = 0; i < s->n && !found; i++) {
		if (s->vars[i].value && !strcmp(s->vars[i].name, key))
			found = &s->vars[i];
		else if (s->vars[i].value)
			words_try(&w, s->vars[i].name);
	}
	if (found)
		found->used = true;
	else
		mistakes_add(s->m, line, "unknown variable $%s%s", key,
			     words_hint(&w));
	free(key);
	return found;
}

/* Put one variable's text into b; -1 after a mistake. */
static int put(struct subst *s, const struct node *n, const char *name,
	       size_t len, struct buf *b)
{
	const struct subst_var *v = find(s, n->line, name, len);

	if (!v)
		return -1;
	if (v->value->kind != NODE_SCALAR) {
		mistakes_add(s->m, n->line,
			     "$%s is a %s and cannot be part of a text",
			     v->name,
			     v->value->kind == NODE_MAP ? "mapping" : "list");
		return -1;
	}
	if (!spend(s, v->value->len))
		buf_add(b, v->value->text, v->value->len);
	return 0;
}

static struct node *subst_text(struct subst *s, const struct node *n)
{
	struct buf b = {0};
	bool wrong = false;

	for (size_t i = 0; i < n->len;) {
		const char *p = n->text + i;
		size_t left = n->len - i;
		const char *dollar = memchr(p, '$', left);
		size_t before = dollar ? (size_t)(dollar - p) : left;

		buf_add(&b, p, before);
		i += before;
		if (!dollar)
			break;
		size_t len = name_length(dollar + 1, left - before - 1);
		if (len)
			wrong |= put(s, n, dollar + 1, len, &b) != 0;
		else if (dollar[1] == '$')
			buf_add(&b, dollar, len = 1);
		else
			mistakes_add(s->m, n->line,
				     "a lone $; write $$ for a dollar sign");
		wrong |= !len;
		i += 1 + len;
	}
	struct node *new =
		node_scalar(n->line, b.s ? b.s : "", b.len, n->plain);
	new->last = n->last;
	new->wrong = wrong;
	buf_free(&b);
	return new;
}

static struct node *copy(struct subst *s, const struct node *n)
{
	struct node *new;

	if (n->kind == NODE_SCALAR) {
		bool over = spend(s, n->len + sizeof(*n));

		new = node_scalar(n->line, n->text, over ? 0 : n->len,
				  n->plain);
	} else {
		spend(s, sizeof(*n));
		new = node_new(n->kind, n->line);
	}
	for (int i = 0; i < n->n && s->budget >= 0; i++)
		node_add(new, n->keys ? copy(s, n->keys[i]) : NULL,
			 copy(s, n->items[i]));
	new->last = n->last;
	new->wrong = n->wrong;
	return new;
}

/* Is it `$name` and nothing else? */
static bool stands_alone(const struct node *n)
{
	return n->len > 1 && n->text[0] == '$' &&
	       name_length(n->text + 1, n->len - 1) == n->len - 1;
}

static struct node *subst_scalar(struct subst *s, const struct node *n)
{
	if (!memchr(n->text, '$', n->len))
		return copy(s, n);
	spend(s, n->len + sizeof(*n));
	if (!stands_alone(n))
		return subst_text(s, n);
	const struct subst_var *v = find(s, n->line, n->text + 1, n->len - 1);
	struct node *new = copy(s, v ? v->value : n);
	new->wrong |= !v;
	/* A mistake in a word is one where it is used. */
	if (new->kind == NODE_SCALAR) {
		new->line = n->line;
		new->last = n->last;
	}
	return new;
}

static void add(struct node *to, struct node *key, struct node *item)
{
	to->wrong |= (key && key->wrong) || item->wrong;
	node_add(to, key, item);
}

/* A key is text always; two can become the same. */
static void subst_pair(struct subst *s, const struct node *n, int i,
		       struct node *new)
{
	struct node *key = subst_text(s, n->keys[i]);

	if (strlen(key->text) != key->len)
		mistakes_add(s->m, key->line, "a key cannot contain NUL bytes");
	else if (node_get(new, key->text))
		mistakes_add(s->m, key->line, "duplicate key %s", key->text);
	else {
		add(new, key, subst_node(s, n->items[i]));
		return;
	}
	node_free(key);
}

struct node *subst_node(struct subst *s, const struct node *n)
{
	if (n->kind == NODE_SCALAR)
		return subst_scalar(s, n);
	struct node *new = node_new(n->kind, n->line);
	new->last = n->last;
	spend(s, sizeof(*n));
	for (int i = 0; i < n->n && s->budget >= 0; i++) {
		if (n->kind == NODE_MAP)
			subst_pair(s, n, i, new);
		else
			add(new, NULL, subst_node(s, n->items[i]));
	}
	return new;
}
