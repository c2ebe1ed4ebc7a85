/* SPDX-License-Identifier: Apache-2.0 */
/* The nodes of a tree, see tree.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tree.h"

/* A scalar's bytes that node_print shows; of the rest it tells the number. */
#define SHOWN 60

struct node *node_new(enum node_kind kind, int line)
{
	struct node *n = xcalloc(1, sizeof(*n));

	n->kind = kind;
	n->line = n->last = line;
	return n;
}

struct node *node_scalar(int line, const char *text, size_t len, bool plain)
{
	struct node *n = node_new(NODE_SCALAR, line);

	n->text = xcalloc(len + 1, 1);
	memcpy(n->text, text, len);
	n->len = len;
	n->plain = plain;
	return n;
}

void node_add(struct node *n, struct node *key, struct node *item)
{
	if (key) {
		GROW(n->keys, n->n);
		n->keys[n->n] = key;
	}
	GROW(n->items, n->n);
	n->items[n->n++] = item;
}

void node_free(struct node *n)
{
	if (!n)
		return;
	for (int i = 0; i < n->n; i++) {
		if (n->keys)
			node_free(n->keys[i]);
		node_free(n->items[i]);
	}
	free(n->keys);
	free(n->items);
	free(n->text);
	free(n);
}

const struct node *node_get(const struct node *map, const char *key)
{
	for (int i = 0; map && map->kind == NODE_MAP && i < map->n; i++) {
		if (!strcmp(map->keys[i]->text, key))
			return map->items[i];
	}
	return NULL;
}

bool node_is(const struct node *n, const char *text)
{
	return n->kind == NODE_SCALAR && n->len == strlen(text) &&
	       !memcmp(n->text, text, n->len);
}

bool node_has_text(const struct node *n)
{
	return n->kind == NODE_SCALAR && n->len > 0 &&
	       strlen(n->text) == n->len;
}

/* Would it need no quotes inside of { }? */
static bool is_bare(const struct node *n)
{
	if (!n->plain || n->len == 0 || strchr(" &*!|>'\"%@`?", n->text[0]))
		return false;
	for (size_t i = 0; i < n->len; i++) {
		unsigned char c = (unsigned char)n->text[i];

		if ((!isgraph(c) && c != ' ') || strchr(",[]{}#", c))
			return false;
	}
	return !strstr(n->text, ": ") && !strchr(" :", n->text[n->len - 1]);
}

static void print_scalar(struct buf *b, const struct node *n)
{
	size_t shown = n->len > SHOWN ? SHOWN : n->len;
	const char *quote = is_bare(n) ? "" : "\"";

	buf_puts(b, quote);
	if (*quote)
		buf_quote(b, n->text, shown);
	else
		buf_add(b, n->text, shown);
	buf_puts(b, quote);
	if (shown < n->len)
		buf_printf(b, "...(%zu bytes)", n->len);
}

void node_print(struct buf *b, const struct node *n)
{
	if (n->kind == NODE_SCALAR) {
		print_scalar(b, n);
		return;
	}
	buf_puts(b, n->kind == NODE_MAP ? "{" : "[");
	for (int i = 0; i < n->n; i++) {
		buf_puts(b, i ? ", " : "");
		if (n->kind == NODE_MAP) {
			print_scalar(b, n->keys[i]);
			buf_puts(b, ": ");
		}
		node_print(b, n->items[i]);
	}
	buf_puts(b, n->kind == NODE_MAP ? "}" : "]");
}

int node_fail(char **why, const struct node *n, const char *fmt, ...)
{
	struct buf b = {0};
	va_list ap;

	if (n->kind == NODE_MAP)
		buf_puts(&b, "a mapping");
	else if (n->kind == NODE_LIST)
		buf_puts(&b, "a list");
	else if (n->plain && n->len == 0)
		buf_puts(&b, "nothing");
	else
		print_scalar(&b, n);
	va_start(ap, fmt);
	char *rest = xvasprintf(fmt, ap);
	va_end(ap);
	fail(why, "%s %s", b.s, rest);
	free(rest);
	buf_free(&b);
	return -1;
}
