/* SPDX-License-Identifier: Apache-2.0 */
/* One file and its top keys, see case/reader.h. */
#include <stdlib.h>
#include <string.h>

#include "allow.h"
#include "args.h"
#include "find.h"
#include "reader.h"
#include "expand.h"
#include "lang/needs.h"
#include "base/words.h"

/* One line of text. */
static char *read_text(struct case_reader *r, const char *name,
		       const struct node *v)
{
	if (v->wrong)
		return NULL;
	if (!node_has_text(v))
		mistakes_add(r->m, v->line, "%s must be a line of text", name);
	else if (strchr(v->text, '\n'))
		mistakes_add(r->m, v->line, "%s must be a single line", name);
	else
		return xstrdup(v->text);
	return NULL;
}

static void read_title(struct case_reader *r, const struct node *v)
{
	r->t->line = v->line;
	r->t->title = read_text(r, "title", v);
}

static void read_why(struct case_reader *r, const struct node *v)
{
	r->t->why = read_text(r, "why", v);
}

static bool is_covered(const char *word)
{
	return op_find(word) || name_find(NULL, word) || sockopt_find(word) ||
	       errno_find(word);
}

static void near_covered(struct words *w)
{
	for (int i = 0; i < ops_count; i++)
		words_try(w, ops[i].name);
	for (int i = 0; i < names_count; i++)
		words_try(w, names[i].name);
	for (int i = 0; i < sockopts_count; i++)
		words_try(w, sockopts[i].name);
	for (int i = 0; i < errnos_count; i++)
		words_try(w, errnos[i].name);
}

static bool is_need(const char *word)
{
	return need_find(word) != NULL;
}

static void near_need(struct words *w)
{
	for (int i = 0; i < needs_count; i++)
		words_try(w, needs[i].name);
}

void case_words(struct words *w)
{
	near_need(w);
	near_covered(w);
}

/* A list of words, each of which has to be a known one. */
struct word_list {
	const char *name;
	bool (*is_known)(const char *word);
	void (*near)(struct words *w);
	char ***words;
	int *n;
};

static void read_word(struct case_reader *r, const struct word_list *l,
		      const struct node *v)
{
	struct words w = {.wrong = v->text};

	if (v->wrong)
		return;
	if (!node_has_text(v)) {
		mistakes_add(r->m, v->line, "%s must be a list of words",
			     l->name);
		return;
	}
	if (!l->is_known(v->text)) {
		l->near(&w);
		if (errno_alias(v->text))
			w.best = errno_alias(v->text);
		mistakes_add(r->m, v->line, "%s: unknown word %s%s", l->name,
			     v->text, words_hint(&w));
		return;
	}
	for (int i = 0; i < *l->n; i++) {
		if (!strcmp((*l->words)[i], v->text)) {
			mistakes_add(r->m, v->line, "%s: duplicate %s", l->name,
				     v->text);
			return;
		}
	}
	GROW(*l->words, *l->n);
	(*l->words)[(*l->n)++] = xstrdup(v->text);
}

static void read_words(struct case_reader *r, const struct word_list *l,
		       const struct node *v)
{
	if (v->kind != NODE_LIST || v->n == 0) {
		if (!v->wrong)
			mistakes_add(r->m, v->line,
				     "%s must be a list of words", l->name);
		return;
	}
	for (int i = 0; i < v->n; i++)
		read_word(r, l, v->items[i]);
}

static void read_covers(struct case_reader *r, const struct node *v)
{
	const struct word_list l = {"covers", is_covered, near_covered,
				    &r->t->covers, &r->t->ncovers};

	read_words(r, &l, v);
}

static void read_needs(struct case_reader *r, const struct node *v)
{
	const struct word_list l = {"needs", is_need, near_need, &r->t->needs,
				    &r->t->nneeds};

	read_words(r, &l, v);
}

static void read_net(struct case_reader *r, const struct node *v)
{
	struct words w = {.wrong = v->text ? v->text : "a nested value"};
	const struct net *net = v->text ? net_find(v->text) : NULL;
	struct buf all = {0};

	if (v->wrong)
		return;
	for (int i = 0; i < nets_count; i++) {
		words_try(&w, nets[i].name);
		buf_printf(&all, "%s%s", i ? " or " : "", nets[i].name);
	}
	/* Of a misspelt one the larger, to find no mistakes that are none. */
	r->t->net = net ? net : &nets[nets_count - 1];
	if (!net)
		mistakes_add(r->m, v->line, "net: unknown word %s%s%s", w.wrong,
			     w.best ? words_hint(&w) : "; it is ",
			     w.best ? "" : all.s);
	buf_free(&all);
}

static void read_near_actor(struct case_reader *r, const struct node *v)
{
	struct words w = {.wrong = v->text ? v->text : "a nested value"};

	for (int i = 1; i < r->t->nactors; i++) {
		if (!strcmp(r->t->actors[i], w.wrong)) {
			r->t->near[i] = true;
			return;
		}
		words_try(&w, r->t->actors[i]);
	}
	if (!v->wrong && !r->scene.unsure)
		mistakes_add(r->m, v->line,
			     "near: no step belongs to an actor %s%s", w.wrong,
			     words_hint(&w));
}

/* After the steps, which name the actors. */
static void read_near(struct case_reader *r, const struct node *v)
{
	if (v->wrong)
		return;
	if (r->t->net->hosts == 1)
		mistakes_add(r->m, v->line,
			     "near: only allowed with net: two-hosts");
	if (v->kind != NODE_LIST || v->n == 0)
		mistakes_add(r->m, v->line, "near must be a list of actors");
	for (int i = 0; v->kind == NODE_LIST && i < v->n; i++)
		read_near_actor(r, v->items[i]);
}

static void read_descriptors(struct case_reader *r, const struct node *v)
{
	char *why = NULL;
	long long n;

	if (v->wrong)
		return;
	if (args_number(v, 0, CASE_DESCRIPTORS_MAX, &n, &why) < 0)
		mistakes_add(r->m, v->line, "descriptors: %s", why);
	else
		r->t->descriptors = (int)n;
	free(why);
}

const struct case_key case_keys[] = {
	{"title", true, "one line that describes the behaviour", read_title},
	{"why", true, "the source: a manual page, an RFC, a bug report",
	 read_why},
	{"covers", true,
	 "the operations, constants, options and errnos that the case tests",
	 read_covers},
	{"needs", false, "what the machine and the host must support",
	 read_needs},
	{"each", false,
	 "variables; every combination of their values is a case", NULL},
	{"net", false, "the network, one-host (the default) or two-hosts",
	 read_net},
	{"descriptors", false,
	 "how many descriptors the guest can create after its start; the next "
	 "one fails with EMFILE",
	 read_descriptors},
	{"preopen", false,
	 "sockets that the guest has at its start, by name: l: {listen: "
	 "127.0.0.1:7000}; or connect, or datagram with peer",
	 case_preopen},
	{"allow", false,
	 "the rules that the host is given, for hosts that have rules: "
	 "[\"bind:127.0.0.1:7000\"]; all else is forbidden",
	 allow_read},
	{"program", false,
	 "the guest is this program instead of the player: {name: "
	 "http-server, args: [..], env: {..}, input: text}; it is started by "
	 "the step `- start: {}`, or at once",
	 case_program},
	{"steps", true, "the steps, played in order", case_steps},
	{"near", false,
	 "with two hosts: the named actors on the guest's host; all others "
	 "are on the second",
	 read_near},
	{NULL, false, NULL, NULL},
};

static bool is_key(const char *name)
{
	for (const struct case_key *k = case_keys; k->name; k++) {
		if (!strcmp(k->name, name))
			return true;
	}
	return false;
}

static void check_keys(const struct node *root, struct mistakes *m)
{
	for (int i = 0; i < root->n; i++) {
		struct words w = {.wrong = root->keys[i]->text};

		if (is_key(w.wrong))
			continue;
		for (const struct case_key *k = case_keys; k->name; k++)
			words_try(&w, k->name);
		mistakes_add(m, root->keys[i]->line, "unknown key %s%s",
			     w.wrong, words_hint(&w));
	}
	for (const struct case_key *k = case_keys; k->name; k++) {
		/* A program may have no peers. */
		if (k->need && !node_get(root, k->name) &&
		    !(!strcmp(k->name, "steps") && node_get(root, "program")))
			mistakes_add(m, root->line, "missing key %s: %s",
				     k->name, k->help);
	}
}

static void read_variant(const struct tree *tree, const struct node *root,
			 struct tcase *t, struct mistakes *m)
{
	struct case_reader r = {.t = t, .tree = tree, .m = m};

	t->line = root->line;
	t->net = &nets[0];
	t->descriptors = -1;
	t->actors[t->nactors++] = xstrdup("guest");
	r.scene.t = t;
	for (const struct case_key *k = case_keys; k->name; k++) {
		const struct node *v = node_get(root, k->name);

		if (v && k->read)
			k->read(&r, v);
	}
	scene_free(&r.scene);
}

static bool has_id(const struct tcase *t, int n, const char *id)
{
	for (int i = 0; i < n; i++) {
		if (!strcmp(t[i].id, id))
			return true;
	}
	return false;
}

static void read_variants(const struct tree *tree, const char *path,
			  const char *base, struct tcase **v, int *n,
			  struct mistakes *m)
{
	struct expansion *e = expand_new(tree->root, m);
	struct node *root;
	char *suffix, *shown;

	if (!e)
		return;
	shown = case_shown(path);
	check_keys(tree->root, m);
	while ((root = expand_next(e, &suffix))) {
		char *id = xasprintf("%s%s", base, suffix);

		if (has_id(*v, *n, id))
			mistakes_add(m, node_get(tree->root, "each")->line,
				     "two variants have the id %s: their "
				     "values must differ in letters, digits or "
				     "_.:+|=-",
				     suffix);
		GROW(*v, *n);
		struct tcase *t = &(*v)[(*n)++];
		*t = (struct tcase){.id = id,
				    .base = xstrdup(base),
				    .path = xstrdup(path),
				    .file = xstrdup(shown)};
		read_variant(tree, root, t, m);
		node_free(root);
		free(suffix);
	}
	expand_free(e);
	free(shown);
}

int case_file(const char *path, const char *base, struct tcase **cases, int *n,
	      struct mistakes *m)
{
	struct tree tree;
	struct tcase *v = NULL;
	int count = 0, before = m->told;

	tree_load(&tree, path, m);
	if (tree.root)
		read_variants(&tree, path, base, &v, &count, m);
	tree_free(&tree);
	for (int i = 0; i < count; i++) {
		if (m->told > before) {
			case_clear(&v[i]);
			continue;
		}
		GROW(*cases, *n);
		(*cases)[(*n)++] = v[i];
	}
	free(v);
	return m->told > before ? -1 : 0;
}
