/* SPDX-License-Identifier: Apache-2.0 */
/* Steps of a case, see case/reader.h. */
#include <stdlib.h>
#include <string.h>

#include "guests/lang/wire.h"
#include "allow.h"
#include "args.h"
#include "reader.h"
#include "base/words.h"

/* Of a command's line, for its number and the operation. */
#define WIRE_HEAD 64

static bool makes_names(enum arg_kind kind)
{
	return kind == ARG_AS || kind == ARG_AS2 || kind == ARG_ASN;
}

static void read_flag(struct case_reader *r, const char *name,
		      const struct node *v, bool *flag)
{
	if (!node_is(v, "yes") && !node_is(v, "no"))
		mistakes_add(r->m, v->line, "%s must be yes or no", name);
	*flag = node_is(v, "yes");
}

static void read_blocks(struct case_reader *r, struct step *s,
			const struct node *map, const struct node *v)
{
	(void)map;
	read_flag(r, "blocks", v, &s->blocks);
}

static void read_waits(struct case_reader *r, struct step *s,
		       const struct node *map, const struct node *v)
{
	(void)map;
	read_flag(r, "waits", v, &s->waits);
}

static void read_inject(struct case_reader *r, struct step *s,
			const struct node *map, const struct node *v)
{
	const struct node *e = node_get(v, "errno");
	struct words w = {.wrong = e && e->text ? e->text : ""};

	(void)map;
	if (!e || v->n != 1 || e->kind != NODE_SCALAR) {
		mistakes_add(r->m, v->line,
			     "inject must be a mapping such as {errno: "
			     "ECONNREFUSED}");
		return;
	}
	s->inject = errno_find(e->text);
	if (s->inject && s->op->calls == CALL_NONE)
		mistakes_add(r->m, v->line,
			     "inject: %s makes no system call that an errno "
			     "could be injected into",
			     s->op->name);
	if (s->inject)
		return;
	for (int i = 0; i < errnos_count; i++)
		words_try(&w, errnos[i].name);
	if (errno_alias(e->text))
		mistakes_add(r->m, e->line,
			     "inject: %s is another name of %s: write that",
			     e->text, errno_alias(e->text));
	else
		mistakes_add(r->m, e->line, "inject: unknown errno %s%s",
			     e->text, words_hint(&w));
}

/* Add a field that is not compared, if the answer has it. */
static void add_any(struct case_reader *r, struct step *s, const struct node *v)
{
	struct words w = {.wrong = v->text ? v->text : "a nested value"};

	for (int i = 0; i < s->nany; i++) {
		if (!strcmp(s->any[i], w.wrong)) {
			mistakes_add(r->m, v->line, "any: duplicate %s",
				     w.wrong);
			return;
		}
	}
	if (!strcmp(w.wrong, "ret") || !strcmp(w.wrong, "errno") ||
	    op_ans(s->op, w.wrong)) {
		GROW(s->any, s->nany);
		s->any[s->nany++] = xstrdup(w.wrong);
		return;
	}
	words_try(&w, "ret"), words_try(&w, "errno");
	for (const struct ans_spec *a = s->op->ans; a->name; a++)
		words_try(&w, a->name);
	mistakes_add(r->m, v->line, "any: %s returns no field %s%s",
		     s->op->name, w.wrong, words_hint(&w));
}

static void read_any(struct case_reader *r, struct step *s,
		     const struct node *map, const struct node *v)
{
	if (v->kind != NODE_LIST || v->n == 0) {
		mistakes_add(r->m, v->line,
			     "any must be a list of result fields, such as "
			     "[errno]");
		return;
	}
	for (int i = 0; i < v->n; i++)
		add_any(r, s, v->items[i]);
	if (!tree_commented(r->tree, s->line, map->last))
		mistakes_add(r->m, v->line,
			     "any: a comment (# ...) on this step or the line "
			     "before must give the reason");
}

const struct case_step_key case_step_keys[] = {
	{"any", "[errno]",
	 "result fields that are not compared; a comment must give the reason",
	 read_any},
	{"blocks", "yes", "the call blocks until another actor acts",
	 read_blocks},
	{"waits", "yes", "the call blocks until a timeout of its own ends it",
	 read_waits},
	{"inject", "{errno: ECONNREFUSED}",
	 "the system call fails with this errno instead of being made",
	 read_inject},
	{"refused", "yes",
	 "the rules in `allow` forbid the call: it fails with EACCES and no "
	 "system call is made",
	 allow_read_refused},
	{NULL, NULL, NULL, NULL},
};

static const struct case_step_key *find_key(const char *name)
{
	for (const struct case_step_key *k = case_step_keys; k->name; k++) {
		if (!strcmp(k->name, name))
			return k;
	}
	return NULL;
}

static void unknown_arg(struct case_reader *r, const struct op *op,
			const struct node *key)
{
	struct words w = {.wrong = key->text};

	for (const struct arg_spec *a = op->args; a->name; a++)
		words_try(&w, a->name);
	for (const struct case_step_key *k = case_step_keys; k->name; k++)
		words_try(&w, k->name);
	mistakes_add(r->m, key->line, "%s has no argument %s%s", op->name,
		     key->text, words_hint(&w));
}

static void add_arg(struct step *s, const struct arg_spec *spec,
		    const struct node *v, struct buf *wire)
{
	struct buf text = {0};

	node_print(&text, v);
	GROW(s->args, s->nargs);
	s->args[s->nargs++] =
		(struct arg){spec, buf_take(wire), buf_take(&text)};
}

static void read_arg(struct case_reader *r, struct step *s,
		     const struct node *map, int i)
{
	const struct node *key = map->keys[i], *v = map->items[i];
	const struct case_step_key *own = find_key(key->text);
	const struct arg_spec *spec = op_arg(s->op, key->text);
	struct args a = {map, &r->scene, s->actor, 0, v->line};
	struct buf wire = {0};
	char *why = NULL;
	bool bad = key->wrong || v->wrong;

	if (!bad && own) {
		own->read(r, s, map, v);
		return;
	}
	if (!bad && !spec)
		unknown_arg(r, s->op, key);
	if (bad || !spec) {
		r->scene.unsure |= bad && (!spec || makes_names(spec->kind));
		return;
	}
	if (!args_read(&a, spec, v, &wire, &why)) {
		add_arg(s, spec, v, &wire);
		return;
	}
	r->scene.unsure |= makes_names(spec->kind);
	mistakes_take(r->m, a.line, why);
	buf_free(&wire);
}

/* Was the argument given, perhaps with a misspelt name? */
static bool is_given(const struct op *op, const struct node *map,
		     const char *name)
{
	for (int i = 0; i < map->n; i++) {
		struct words w = {.wrong = map->keys[i]->text};

		if (!strcmp(w.wrong, name) || map->keys[i]->wrong)
			return true;
		if (op_arg(op, w.wrong) || find_key(w.wrong))
			continue;
		words_try(&w, name);
		if (w.best)
			return true;
	}
	return false;
}

/* What cannot stand together, and what has to be there. */
static void check_args(struct case_reader *r, const struct step *s,
		       const struct node *map)
{
	size_t bytes = WIRE_HEAD;

	for (const struct arg_spec *a = s->op->args; a->name; a++) {
		if (a->need && !is_given(s->op, map, a->name))
			mistakes_add(r->m, map->line, "%s needs %s: %s",
				     s->op->name, a->name, a->help);
	}
	if (node_get(map, "iov") &&
	    (node_get(map, "data") || node_get(map, "len")))
		mistakes_add(r->m, map->line,
			     "iov cannot be combined with data or len");
	if (s->blocks && s->waits)
		mistakes_add(r->m, map->line,
			     "blocks and waits exclude each other: either "
			     "another actor or a timeout ends the call");
	for (int i = 0; i < s->nargs; i++)
		bytes += strlen(s->args[i].wire) +
			 strlen(s->args[i].spec->name) + 2;
	if (bytes > WIRE_LINE)
		mistakes_add(r->m, map->line,
			     "the step is too long: %zu bytes when sent to the "
			     "player (at most %d)",
			     bytes, WIRE_LINE);
}

/* The names in an `as` on the wire become descriptors of the actor. */
static void make_names(struct case_reader *r, struct step *s, const char *wire)
{
	char *copy = xstrdup(wire), *rest = copy, *name;

	while ((name = strsep(&rest, ","))) {
		char *why = NULL;

		if (scene_make(&r->scene, s->actor, name, s->line, &why))
			mistakes_take(r->m, s->line, why);
		GROW(s->as, s->nas);
		s->as[s->nas++] = xstrdup(name);
	}
	free(copy);
}

static void read_args(struct case_reader *r, struct step *s,
		      const struct node *map)
{
	for (int i = 0; i < map->n; i++)
		read_arg(r, s, map, i);
	check_args(r, s, map);
	for (int i = 0; i < s->nargs; i++) {
		if (makes_names(s->args[i].spec->kind))
			make_names(r, s, s->args[i].wire);
	}
	if (s->op->calls == CALL_GETSOCKNAME && step_arg(s, "fd"))
		scene_tell(&r->scene, s->actor, step_arg(s, "fd"));
}

/*
 * What a step that is not understood seems to make, so that the steps after
 * it are not wrong because of it.
 */
static void guess_names(struct case_reader *r, int actor,
			const struct node *map)
{
	const struct node *as = node_get(map, "as");
	const struct node *fd = node_get(map, "fd");
	char *why = NULL;

	if (as && as->kind == NODE_SCALAR)
		scene_make(&r->scene, actor, as->text, as->line, &why);
	for (int i = 0; as && i < as->n; i++) {
		if (as->items[i]->kind == NODE_SCALAR)
			scene_make(&r->scene, actor, as->items[i]->text,
				   as->line, &why);
	}
	if (fd && fd->kind == NODE_SCALAR)
		scene_tell(&r->scene, actor, fd->text);
	free(why);
}

static void unknown_op(struct case_reader *r, int line, const char *name)
{
	struct words w = {.wrong = name};

	for (int i = 0; i < ops_count; i++)
		words_try(&w, ops[i].name);
	mistakes_add(r->m, line, "unknown operation %s%s", name,
		     *words_hint(&w) ? words_hint(&w)
				     : "; `sockdiff ops` lists them");
}

/* More than one key in a step: mostly something that forgot its braces. */
static void add_extra(struct case_reader *r, const struct node *n)
{
	const char *op = n->keys[0]->text;

	for (int i = 1; i < n->n; i++) {
		const char *key = n->keys[i]->text;

		if (find_key(key) || !strcmp(key, "as") || !strcmp(key, "fd"))
			mistakes_add(r->m, n->keys[i]->line,
				     "%s belongs inside the braces: - %s: {.., "
				     "%s: ..}",
				     key, op, key);
		else
			mistakes_add(r->m, n->keys[i]->line,
				     "%s is a step of its own: put a - before "
				     "it",
				     key);
	}
}

/* Can this actor say it, in this case? */
static void check_place(struct case_reader *r, const struct op *op, int actor,
			int line)
{
	if (op->flags & OP_PEERS && actor == 0)
		mistakes_add(r->m, line,
			     "%s is not available to the guest: write peer.%s",
			     op->name, op->name);
	if (op->flags & OP_HOSTS && r->t->net->hosts == 1)
		mistakes_add(r->m, line, "%s needs net: two-hosts", op->name);
}

/* The actor before the dot; *op is what is behind it. */
static int read_actor(struct case_reader *r, const struct node *key,
		      const char **op)
{
	const char *dot = strchr(key->text, '.');
	char *why = NULL;

	*op = dot ? dot + 1 : key->text;
	if (!dot)
		return 0;
	char *name = xstrndup(key->text, (size_t)(dot - key->text));
	int actor = scene_actor(&r->scene, name, &why);
	free(name);
	if (actor < 0) {
		mistakes_take(r->m, key->line, why);
		r->scene.unsure = true; /* whose are its descriptors? */
	}
	return actor;
}

static void read_step(struct case_reader *r, const struct node *n)
{
	const char *name;

	if (n->wrong && (n->kind != NODE_MAP || n->keys[0]->wrong ||
			 n->items[0]->kind != NODE_MAP)) {
		r->scene.unsure = true;
		return;
	}
	if (n->kind != NODE_MAP || n->n == 0) {
		mistakes_add(r->m, n->line,
			     "a step must have the form operation: "
			     "{arguments}");
		return;
	}
	if (n->n > 1)
		add_extra(r, n);
	const struct node *map = n->items[0];
	int actor = read_actor(r, n->keys[0], &name);
	const struct op *op = op_find(name);
	if (actor == 0 && !strcmp(name, "start") && map->kind == NODE_MAP &&
	    map->n == 0) {
		case_program_start(r, n);
		return;
	}
	if (!op)
		unknown_op(r, n->keys[0]->line, name);
	else if (map->kind != NODE_MAP)
		mistakes_add(r->m, map->line,
			     "the arguments of %s must be in braces: - %s: "
			     "{..}",
			     name, n->keys[0]->text);
	if (r->t->program && actor == 0 && op) {
		mistakes_add(r->m, n->line,
			     "the guest is a program: only its peers have "
			     "steps, such as peer.%s",
			     op->name);
		actor = -1;
	}
	if (!op || actor < 0 || map->kind != NODE_MAP) {
		if (actor >= 0)
			guess_names(r, actor, map);
		return;
	}
	GROW(r->t->steps, r->t->nsteps);
	struct step *s = &r->t->steps[r->t->nsteps++];
	*s = (struct step){.line = n->line, .actor = actor, .op = op};
	check_place(r, op, actor, n->line);
	read_args(r, s, map);
}

void case_steps(struct case_reader *r, const struct node *list)
{
	if (list->kind != NODE_LIST && list->wrong)
		return;
	if (list->kind != NODE_LIST || list->n == 0) {
		mistakes_add(r->m, list->line,
			     "steps must be a list of - operation: "
			     "{arguments}");
		return;
	}
	if (list->n > CASE_STEPS_MAX) {
		mistakes_add(r->m, list->line, "%d steps (at most %d per case)",
			     list->n, CASE_STEPS_MAX);
		return;
	}
	for (int i = 0; i < list->n; i++)
		read_step(r, list->items[i]);
}
