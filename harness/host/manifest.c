/* SPDX-License-Identifier: Apache-2.0 */
/* A manifest's keys, see manifest.def; everything wrong is told at once. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "host.h"
#include "known.h"
#include "marks.h"
#include "base/tree.h"
#include "base/words.h"

const struct quirk_row quirk_rows[QUIRKS] = {
#define QUIRK(id, name, helper, help) [QUIRK_##id] = {name, help},
#include "quirks.def"
#undef QUIRK
};

/* --- values ---------------------------------------------------------------*/

static void text_read(char **to, const char *key, const struct node *v,
		      struct mistakes *m)
{
	if (!node_has_text(v))
		mistakes_add(m, v->line, "%s must be text", key);
	else
		*to = xstrdup(v->text);
}

/* {guest} without quotes is a mapping in YAML. */
static bool is_word(const struct node *v, struct mistakes *m)
{
	char *why = NULL;

	if (v->kind == NODE_SCALAR)
		return true;
	node_fail(&why, v, "is not a word; does it need quotes?");
	mistakes_take(m, v->line, why);
	return false;
}

/* A list of words that a program begins? */
static bool is_words(const char *key, const struct node *v, struct mistakes *m)
{
	char *why = NULL;

	if (v->kind != NODE_LIST || v->n == 0) {
		mistakes_add(m, v->line, "%s must be a list of words", key);
		return false;
	}
	if (v->n > HOST_ARGS_MAX) {
		mistakes_add(m, v->line, "%s has more than %d words", key,
			     HOST_ARGS_MAX);
		return false;
	}
	if (v->items[0]->kind == NODE_SCALAR && !v->items[0]->len) {
		node_fail(&why, v->items[0],
			  "is not a word; does it need quotes?");
		mistakes_take(m, v->items[0]->line, why);
		return false;
	}
	return true;
}

static void command_read(struct host *h, const struct node *v,
			 struct mistakes *m)
{
	int n = 0;

	if (!is_words("command", v, m))
		return;
	for (int i = 0; i < v->n; i++)
		if (is_word(v->items[i], m))
			host_command_add(h, &n, v->items[i]->text, NULL);
}

static void words_read(struct host *h, const char *key, char **to,
		       const struct node *v, struct mistakes *m)
{
	int n = 0;

	if (!is_words(key, v, m))
		return;
	for (int i = 0; i < v->n; i++)
		if (is_word(v->items[i], m))
			to[n++] = host_word(h, v->items[i]->text, false);
}

static void env_read(struct host *h, const struct node *v, struct mistakes *m)
{
	int most = (int)COUNT(h->env) - 1;

	if (v->kind != NODE_MAP || v->n > most) {
		mistakes_add(m, v->line,
			     "env must be a mapping of at most %d "
			     "names to values",
			     most);
		return;
	}
	for (int i = 0, n = 0; i < v->n; i++) {
		if (v->items[i]->kind == NODE_SCALAR)
			h->env[n++] = xasprintf("%s=%s", v->keys[i]->text,
						v->items[i]->text);
		else
			mistakes_add(m, v->keys[i]->line,
				     "env: %s must be text", v->keys[i]->text);
	}
}

/* --- quirks ---------------------------------------------------------------*/

/* What nothing proves would excuse its gaps for ever. */
static void proof_check(const struct host_quirk *q, const char *name,
			const struct node *v, struct mistakes *m)
{
	char *why = NULL;

	if (!q->proof || known_proof(q->proof, &why) == 0)
		return;
	mistakes_add(m, v->line, "quirks: %s: %s", name, why);
	free(why);
}

static void quirk_read(struct host_quirk *q, const char *name,
		       const struct node *v, struct mistakes *m)
{
	q->declared = true;
	q->line = v->line;
	if (v->kind != NODE_MAP || !node_get(v, "why") || !node_get(v, "case"))
		mistakes_add(m, v->line,
			     "quirks: %s needs why, the reason, and case, the "
			     "case that proves it",
			     name);
	for (int i = 0; v->kind == NODE_MAP && i < v->n; i++) {
		struct words w = {.wrong = v->keys[i]->text};

		if (strcmp(w.wrong, "why") == 0 && !q->why) {
			text_read(&q->why, "why", v->items[i], m);
		} else if (strcmp(w.wrong, "case") == 0 && !q->proof) {
			text_read(&q->proof, "case", v->items[i], m);
			proof_check(q, name, v->items[i], m);
		} else {
			words_try(&w, "why");
			words_try(&w, "case");
			mistakes_add(m, v->keys[i]->line,
				     "quirks: %s: unknown key %s (known: why, "
				     "case)%s",
				     name, w.wrong, words_hint(&w));
		}
	}
}

static void quirks_read(struct host *h, const struct node *v,
			struct mistakes *m)
{
	if (v->kind != NODE_MAP) {
		mistakes_add(m, v->line, "quirks must be a mapping");
		return;
	}
	for (int i = 0; i < v->n; i++) {
		struct words w = {.wrong = v->keys[i]->text};
		int k = 0;

		for (; k < QUIRKS; k++) {
			words_try(&w, quirk_rows[k].name);
			if (strcmp(quirk_rows[k].name, w.wrong) == 0)
				break;
		}
		if (k < QUIRKS)
			quirk_read(&h->quirks[k], w.wrong, v->items[i], m);
		else
			mistakes_add(m, v->keys[i]->line, "unknown quirk %s%s",
				     w.wrong, words_hint(&w));
	}
}

/* --- keys -----------------------------------------------------------------*/

/* What a key's value is read into: `at` is its member, if it has its own. */
struct reading {
	struct host *h;
	const char *key;
	void *at;
	struct mistakes *m;
};

static void read_TEXT(const struct reading *r, const struct node *v)
{
	text_read(r->at, r->key, v, r->m);
}

static void read_WORDS(const struct reading *r, const struct node *v)
{
	words_read(r->h, r->key, r->at, v, r->m);
}

static void read_COMMAND(const struct reading *r, const struct node *v)
{
	command_read(r->h, v, r->m);
}

static void read_VERSION(const struct reading *r, const struct node *v)
{
	if (v->kind == NODE_LIST)
		words_read(r->h, r->key, r->h->asks, v, r->m);
	else
		text_read(&r->h->version, r->key, v, r->m);
}

static void read_ENV(const struct reading *r, const struct node *v)
{
	env_read(r->h, v, r->m);
}

#define START_MAX 600 /* s: more is a mistake in writing */

static void read_START(const struct reading *r, const struct node *v)
{
	char *end = NULL;
	long n = node_has_text(v) ? strtol(v->text, &end, 10) : 0;

	if (n < 1 || n > START_MAX || *end)
		mistakes_add(r->m, v->line,
			     "start must be a number of "
			     "seconds, from 1 to %d",
			     START_MAX);
	else
		r->h->start_s = (int)n;
}

static void read_PREOPEN(const struct reading *r, const struct node *v)
{
	host_preopen(r->h, v, r->m);
}

static void read_ALLOW(const struct reading *r, const struct node *v)
{
	char *why = NULL;

	if (rules_manifest(r->h, v, &why) < 0)
		mistakes_take(r->m, v->line, why);
}

static void read_QUIRKS(const struct reading *r, const struct node *v)
{
	quirks_read(r->h, v, r->m);
}

static void free_TEXT(struct host *h, void *at)
{
	(void)h;
	free(*(char **)at);
}

static void free_WORDS(struct host *h, void *at)
{
	(void)h;
	for (char **word = at; *word; word++)
		free(*word);
}

static void free_COMMAND(struct host *h, void *at)
{
	(void)at;
	free_WORDS(h, h->argv);
	free(h->command);
}

static void free_VERSION(struct host *h, void *at)
{
	(void)at;
	free_WORDS(h, h->asks);
	free(h->version);
}

static void free_ENV(struct host *h, void *at)
{
	(void)at;
	free_WORDS(h, h->env);
}

static void free_START(struct host *h, void *at)
{
	(void)h;
	(void)at;
}

static void free_PREOPEN(struct host *h, void *at)
{
	(void)at;
	for (int kind = 0; kind < PREOPEN_KINDS; kind++)
		for (int d = 0; d < HOST_DOMAINS; d++)
			free_WORDS(h, h->preopen[kind][d]);
	free_WORDS(h, h->preopen_domains);
}

static void free_ALLOW(struct host *h, void *at)
{
	(void)at;
	for (int i = 0; i < HOST_WORDS_MAX; i++)
		free(h->allow[i]);
}

static void free_QUIRKS(struct host *h, void *at)
{
	(void)at;
	for (int i = 0; i < QUIRKS; i++) {
		free(h->quirks[i].why);
		free(h->quirks[i].proof);
	}
}

/* Where the member is that a row makes; the others know their own. */
#define OFFSET_TEXT(name) offsetof(struct host, name)
#define OFFSET_WORDS(name) offsetof(struct host, name)
#define OFFSET_COMMAND(name) 0
#define OFFSET_VERSION(name) 0
#define OFFSET_ENV(name) 0
#define OFFSET_START(name) 0
#define OFFSET_PREOPEN(name) 0
#define OFFSET_ALLOW(name) 0
#define OFFSET_QUIRKS(name) 0

static const struct key {
	const char *name;
	void (*read)(const struct reading *r, const struct node *v);
	void (*free)(struct host *h, void *at);
	size_t offset;
} keys[] = {
#define KEY(name, kind, help) \
	{#name, read_##kind, free_##kind, OFFSET_##kind(name)},
#include "manifest.def"
#undef KEY
};

static const struct key *key_find(const char *name)
{
	for (size_t i = 0; i < COUNT(keys); i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

static void key_unknown(const struct node *k, struct mistakes *m)
{
	struct words w = {.wrong = k->text};
	struct buf all = {0};

	for (size_t i = 0; i < COUNT(keys); i++) {
		words_try(&w, keys[i].name);
		buf_printf(&all, "%s%s", i ? ", " : "", keys[i].name);
	}
	mistakes_add(m, k->line, "unknown key %s%s (known: %s)", k->text,
		     words_hint(&w), all.s);
	buf_free(&all);
}

/* Without a player that speaks it nothing could be played. */
static void abi_check(const struct host *h, const struct node *root,
		      struct mistakes *m)
{
	char *why = NULL;

	if (h->abi && known_abi(h->abi, &why) < 0)
		mistakes_take(m, node_get(root, "abi")->line, why);
}

/* Texts come first: commands need the ABI for {guest}, and {runtime}. */
void manifest_read(struct host *h, const struct node *root, struct mistakes *m)
{
	if (root->kind != NODE_MAP || !node_get(root, "abi") ||
	    !node_get(root, "command"))
		mistakes_add(m, 1, "a manifest needs abi and command");
	for (int pass = 0; root->kind == NODE_MAP && pass < 2; pass++) {
		for (int i = 0; i < root->n; i++) {
			const struct key *k = key_find(root->keys[i]->text);
			struct reading r = {h, root->keys[i]->text, NULL, m};

			if (!k && pass == 0)
				key_unknown(root->keys[i], m);
			if (!k || (k->read == read_TEXT) != (pass == 0))
				continue;
			r.at = (char *)h + k->offset;
			k->read(&r, root->items[i]);
		}
	}
	if (root->kind == NODE_MAP) {
		abi_check(h, root, m);
		marks_check(root, m);
	}
}

void manifest_free(struct host *h)
{
	for (size_t i = 0; i < COUNT(keys); i++)
		keys[i].free(h, (char *)h + keys[i].offset);
}
