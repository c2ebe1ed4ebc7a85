/* SPDX-License-Identifier: Apache-2.0 */
/* A manifest's keys, see manifest.def; everything wrong is told at once. */
#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "host.h"
#include "known.h"
#include "marks.h"
#include "base/tree.h"
#include "base/words.h"

const struct quirk_row quirk_rows[QUIRKS] = {
#define QUIRK(id, name, help) [QUIRK_##id] = { name, help },
#include "quirks.def"
#undef QUIRK
};

enum kind { KIND_TEXT, KIND_WORDS, KIND_ENV, KIND_PREOPEN, KIND_ALLOW,
	    KIND_QUIRKS, KIND_VERSION };

static const struct key {
	const char *name;
	enum kind kind;
} keys[] = {
#define KEY(name, kind, help) { #name, KIND_##kind },
#include "manifest.def"
#undef KEY
};

/* --- values ---------------------------------------------------------------*/

static void text_read(char **to, const char *key, const struct node *v,
		      struct mistakes *m)
{
	if (!node_has_text(v))
		mistakes_add(m, v->line, "%s must be a text", key);
	else
		*to = xstrdup(v->text);
}

/* {guest} without quotes is a mapping in YAML. */
static bool is_word(const struct node *v, struct mistakes *m)
{
	char *why = NULL;

	if (v->kind == NODE_SCALAR)
		return true;
	node_fail(&why, v, "is not a word of a command; does it need quotes?");
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
		node_fail(&why, v->items[0], "is not a word of a command; "
					     "does it need quotes?");
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
		mistakes_add(m, v->line, "env must be a mapping of at most %d "
			     "names to values", most);
		return;
	}
	for (int i = 0, n = 0; i < v->n; i++) {
		if (v->items[i]->kind == NODE_SCALAR)
			h->env[n++] = xasprintf("%s=%s", v->keys[i]->text,
						v->items[i]->text);
		else
			mistakes_add(m, v->keys[i]->line,
				     "env: %s must be a text",
				     v->keys[i]->text);
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
		mistakes_add(m, v->line, "quirks: %s needs why, its reason, "
			     "and case, that which proves it", name);
	for (int i = 0; v->kind == NODE_MAP && i < v->n; i++) {
		struct words w = { .wrong = v->keys[i]->text };

		if (strcmp(w.wrong, "why") == 0 && !q->why) {
			text_read(&q->why, "why", v->items[i], m);
		} else if (strcmp(w.wrong, "case") == 0 && !q->proof) {
			text_read(&q->proof, "case", v->items[i], m);
			proof_check(q, name, v->items[i], m);
		} else {
			words_try(&w, "why");
			words_try(&w, "case");
			mistakes_add(m, v->keys[i]->line, "quirks: %s: unknown "
				     "key %s; there are why and case%s", name,
				     w.wrong, words_hint(&w));
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
		struct words w = { .wrong = v->keys[i]->text };
		int k = 0;

		for (; k < QUIRKS; k++) {
			words_try(&w, quirk_rows[k].name);
			if (strcmp(quirk_rows[k].name, w.wrong) == 0)
				break;
		}
		if (k < QUIRKS)
			quirk_read(&h->quirks[k], w.wrong, v->items[i], m);
		else
			mistakes_add(m, v->keys[i]->line, "there is no quirk "
				     "%s%s", w.wrong, words_hint(&w));
	}
}

/* --- keys -----------------------------------------------------------------*/

static const struct key *key_find(const char *name)
{
	for (size_t i = 0; i < COUNT(keys); i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

static void key_unknown(const struct node *k, struct mistakes *m)
{
	struct words w = { .wrong = k->text };
	struct buf all = { 0 };

	for (size_t i = 0; i < COUNT(keys); i++) {
		words_try(&w, keys[i].name);
		buf_printf(&all, "%s%s", i ? ", " : "", keys[i].name);
	}
	mistakes_add(m, k->line, "unknown key %s%s (a manifest has %s)",
		     k->text, words_hint(&w), all.s);
	buf_free(&all);
}

static void key_text(struct host *h, const char *key, const struct node *v,
		     struct mistakes *m)
{
	const struct {
		const char *key;
		char **text;
	} texts[] = { { "abi", &h->abi }, { "about", &h->about },
		      { "runtime", &h->runtime }, { "install", &h->install } };

	for (size_t i = 0; i < COUNT(texts); i++)
		if (strcmp(texts[i].key, key) == 0)
			text_read(texts[i].text, key, v, m);
}

static void key_read(struct host *h, const struct key *k, const struct node *v,
		     struct mistakes *m)
{
	char *why = NULL;

	switch (k->kind) {
	case KIND_TEXT:
		key_text(h, k->name, v, m);
		return;
	case KIND_WORDS:
		if (strcmp(k->name, "command") == 0)
			command_read(h, v, m);
		else
			words_read(h, k->name, h->program, v, m);
		return;
	case KIND_ENV:
		env_read(h, v, m);
		return;
	case KIND_PREOPEN:
		host_preopen(h, v, m);
		return;
	case KIND_ALLOW:
		if (rules_manifest(h, v, &why) < 0)
			mistakes_take(m, v->line, why);
		return;
	case KIND_QUIRKS:
		quirks_read(h, v, m);
		return;
	case KIND_VERSION:
		if (v->kind == NODE_LIST)
			words_read(h, k->name, h->asks, v, m);
		else
			text_read(&h->version, k->name, v, m);
		return;
	}
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

			if (!k && pass == 0)
				key_unknown(root->keys[i], m);
			if (k && (k->kind == KIND_TEXT) == (pass == 0))
				key_read(h, k, root->items[i], m);
		}
	}
	if (root->kind == NODE_MAP) {
		abi_check(h, root, m);
		marks_check(root, m);
	}
}
