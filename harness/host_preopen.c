/* SPDX-License-Identifier: Apache-2.0 */
/* How hosts give sockets to their guests, see host.h. */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "host.h"
#include "tree.h"

#define FIRST_DEFAULT 3 /* behind the standard streams */

static int preopen_words(struct host *h, int kind, const struct node *v,
			 char **why)
{
	if (v->kind != NODE_LIST || v->n == 0 || v->n > HOST_WORDS_MAX)
		return fail(why, "preopen: %s must be a list of 1 to %d words",
			    preopen_rows[kind].name, HOST_WORDS_MAX);
	for (int i = 0; i < v->n; i++) {
		if (v->items[i]->kind != NODE_SCALAR)
			return node_fail(why, v->items[i], "is not a word of "
					 "a command; does it need quotes?");
		h->preopen[kind][i] = xstrdup(v->items[i]->text);
	}
	return 0;
}

static int preopen_first(struct host *h, const struct node *v, char **why)
{
	char *end = NULL;
	long n = node_has_text(v) ? strtol(v->text, &end, 10) : -1;

	if (n < 3 || n > 1000 || *end)
		return fail(why, "preopen: first must be a number from 3 on");
	h->preopen_first = (int)n;
	return 0;
}

static int preopen_key(struct host *h, const char *key, const struct node *v,
		       char **why)
{
	for (int i = 0; i < PREOPEN_KINDS; i++)
		if (strcmp(preopen_rows[i].name, key) == 0)
			return preopen_words(h, i, v, why);
	if (strcmp(key, "first") == 0)
		return preopen_first(h, v, why);
	return fail(why, "preopen: unknown key %s; there are listen, connect, "
			 "datagram and first", key);
}

int host_preopen(struct host *h, const struct node *value, char **why)
{
	h->preopen_first = FIRST_DEFAULT;
	if (node_is(value, "player")) {
		h->preopen_player = true;
		return 0;
	}
	if (value->kind != NODE_MAP)
		return fail(why, "preopen must be a mapping, or the word "
				 "player");
	for (int i = 0; i < value->n; i++)
		if (preopen_key(h, value->keys[i]->text, value->items[i],
				why) < 0)
			return -1;
	return 0;
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

static int preopen_fill(const struct host *h, const struct preopen *p,
			char **argv, int *n, char **why)
{
	char *const *words = h->preopen[p->kind];

	if (!words[0])
		return fail(why, "host %s has no way to give a guest a socket "
				 "by %s", h->name, preopen_rows[p->kind].name);
	for (; *words; words++)
		argv[(*n)++] = word_fill(*words, p);
	return 0;
}

void host_argv_free(char **argv)
{
	for (int i = 0; argv && argv[i]; i++)
		free(argv[i]);
	free(argv);
}

char **host_argv(const struct host *h, const struct tcase *t, char **why)
{
	int n = 0, given = t && !h->preopen_player ? t->npreopens : 0;
	bool placed = false, bad = false;
	char **argv = xcalloc(HOST_ARGS_MAX + 1 +
				      CASE_PREOPENS_MAX * HOST_WORDS_MAX,
			      sizeof(*argv));

	for (int i = 0; h->argv[i]; i++) {
		if (strcmp(h->argv[i], "{preopen}") != 0) {
			argv[n++] = xstrdup(h->argv[i]);
			continue;
		}
		placed = true;
		for (int k = 0; k < given && !bad; k++)
			bad = preopen_fill(h, &t->preopens[k], argv, &n,
					   why) < 0;
	}
	if (given && !placed)
		bad = fail(why, "host %s has no way to give a guest a socket",
			   h->name) < 0;
	if (!bad)
		return argv;
	host_argv_free(argv);
	return NULL;
}
