/* SPDX-License-Identifier: Apache-2.0 */
/* The value of `program`, see program.h. */
#include <stdlib.h>
#include <string.h>

#include "reader.h"
#include "program.h"

#define WORDS_MAX 32 /* arguments, or variables */

/* A word for a command line; NULL and a mistake if it is none. */
static char *read_word(struct case_reader *r, const char *what,
		       const struct node *v)
{
	if (v->wrong)
		return NULL;
	if (v->kind == NODE_SCALAR && strlen(v->text) == v->len)
		return xstrdup(v->text);
	mistakes_add(r->m, v->line, "program: %s must be text", what);
	return NULL;
}

static void read_name(struct case_reader *r, struct program *p,
		      const struct node *v)
{
	p->name = read_word(r, "name", v);
	if (p->name && (!*p->name ||
			strspn(p->name, "abcdefghijklmnopqrstuv"
					"wxyz0123456789-") != strlen(p->name)))
		mistakes_add(r->m, v->line,
			     "program: %s is not a program name: use letters, "
			     "digits and -",
			     p->name);
}

static void read_args(struct case_reader *r, struct program *p,
		      const struct node *v)
{
	if (v->kind != NODE_LIST || v->n > WORDS_MAX) {
		mistakes_add(r->m, v->line,
			     "program: args must be a list of at most %d words",
			     WORDS_MAX);
		return;
	}
	for (int i = 0; i < v->n; i++) {
		GROW(p->args, p->nargs);
		p->args[p->nargs++] = read_word(r, "an argument", v->items[i]);
	}
}

static void read_env(struct case_reader *r, struct program *p,
		     const struct node *v)
{
	if (v->kind != NODE_MAP || v->n > WORDS_MAX) {
		mistakes_add(r->m, v->line,
			     "program: env must be a mapping {NAME: value}");
		return;
	}
	for (int i = 0; i < v->n; i++) {
		char *value = read_word(r, "a variable", v->items[i]);

		GROW(p->env, p->nenv);
		p->env[p->nenv++] = xasprintf("%s=%s", v->keys[i]->text,
					      value ? value : "");
		free(value);
	}
}

static void read_invoke(struct case_reader *r, struct program *p,
			const struct node *v)
{
	p->invoke = read_word(r, "invoke", v);
}

static void read_input(struct case_reader *r, struct program *p,
		       const struct node *v)
{
	p->input = read_word(r, "input", v);
}

static const struct program_key {
	const char *name;
	void (*read)(struct case_reader *r, struct program *p,
		     const struct node *v);
} keys[] = {
	{"name", read_name},     {"args", read_args},   {"env", read_env},
	{"invoke", read_invoke}, {"input", read_input},
};

static void read_key(struct case_reader *r, struct program *p,
		     const struct node *key, const struct node *v)
{
	struct words w = {.wrong = key->text};

	for (size_t i = 0; i < COUNT(keys); i++) {
		if (!strcmp(keys[i].name, key->text)) {
			keys[i].read(r, p, v);
			return;
		}
		words_try(&w, keys[i].name);
	}
	mistakes_add(r->m, key->line, "program: unknown key %s%s", key->text,
		     words_hint(&w));
}

void case_program_start(struct case_reader *r, const struct node *step)
{
	struct tcase *t = r->t;
	struct step s;

	if (!t->program)
		mistakes_add(r->m, step->line,
			     "start: this case has no program; name one in the "
			     "key program");
	else if (t->program->starts)
		mistakes_add(r->m, step->line,
			     "start: the program is already running");
	else
		t->program->starts = step->line;
	if (!t->program || t->nsteps == 0 || !is_program(&t->steps[0]))
		return;
	s = t->steps[0];
	s.line = step->line;
	memmove(t->steps, t->steps + 1,
		(size_t)(t->nsteps - 1) * sizeof(*t->steps));
	t->steps[t->nsteps - 1] = s;
}

/*
 * Step 1, unless there is a `start`: the program itself, with what it is
 * given as arguments.
 */
static void step_add(struct case_reader *r, const struct node *v)
{
	struct tcase *t = r->t;
	struct step *s;

	GROW(t->steps, t->nsteps);
	s = &t->steps[t->nsteps++];
	*s = (struct step){.line = v->line, .op = &program_op};
	for (int i = 0; i < v->n; i++) {
		struct buf text = {0};

		node_print(&text, v->items[i]);
		GROW(s->args, s->nargs);
		s->args[s->nargs++] =
			(struct arg){op_arg(&program_op, v->keys[i]->text),
				     xstrdup(text.s), xstrdup(text.s)};
		buf_free(&text);
	}
}

void case_program(struct case_reader *r, const struct node *v)
{
	int before = r->m->told;

	if (v->kind != NODE_MAP) {
		if (!v->wrong)
			mistakes_add(r->m, v->line,
				     "program must be a mapping such as {name: "
				     "hello, args: [..]}");
		return;
	}
	r->t->program = xcalloc(1, sizeof(*r->t->program));
	for (int i = 0; i < v->n; i++)
		read_key(r, r->t->program, v->keys[i], v->items[i]);
	if (!node_get(v, "name"))
		mistakes_add(r->m, v->line,
			     "program: name is missing: one of "
			     "guests/programs");
	if (r->t->npreopens)
		mistakes_add(r->m, v->line,
			     "program and preopen exclude each other: a "
			     "program creates its own sockets");
	if (r->m->told == before)
		step_add(r, v);
}
