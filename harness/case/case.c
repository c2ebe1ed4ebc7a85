/* SPDX-License-Identifier: Apache-2.0 */
/* A case that is loaded: what its reports show, and its end. */
#include "case.h"

#include <stdlib.h>
#include <string.h>

#include "program.h"

static void step_clear(struct step *s)
{
	for (int i = 0; i < s->nargs; i++) {
		free(s->args[i].wire);
		free(s->args[i].text);
	}
	free(s->args);
	texts_free(s->as, s->nas);
	texts_free(s->any, s->nany);
}

void case_clear(struct tcase *t)
{
	free(t->id);
	free(t->base);
	free(t->path);
	free(t->file);
	free(t->title);
	free(t->why);
	texts_free(t->covers, t->ncovers);
	texts_free(t->needs, t->nneeds);
	texts_free(t->rules, t->nrules);
	for (int i = 0; i < t->nactors; i++)
		free(t->actors[i]);
	for (int i = 0; i < t->nsteps; i++)
		step_clear(&t->steps[i]);
	free(t->steps);
	for (int i = 0; i < t->npreopens; i++)
		preopen_clear(&t->preopens[i]);
	free(t->preopens);
	free(t->ports);
	program_free(t->program);
	*t = (struct tcase){0};
}

bool case_is_far(const struct tcase *t, int actor)
{
	return t->net->hosts > 1 && actor != 0 && !t->near[actor];
}

static void text_words(struct buf *b, const char *key, char *const *words,
		       int n)
{
	for (int i = 0; i < n; i++)
		buf_printf(b, "%s%s", i ? ", " : key, words[i]);
	buf_puts(b, n ? "]" : "");
}

char *step_text(const struct tcase *t, const struct step *s)
{
	struct buf b = {0};

	if (s->actor)
		buf_printf(&b, "%s.", t->actors[s->actor]);
	buf_printf(&b, "%s {", s->op->name);
	for (int i = 0; i < s->nargs; i++)
		buf_printf(&b, "%s%s: %s", i ? ", " : "", s->args[i].spec->name,
			   s->args[i].text);
	if (s->blocks)
		buf_puts(&b, ", blocks: yes");
	if (s->waits)
		buf_puts(&b, ", waits: yes");
	text_words(&b, ", any: [", s->any, s->nany);
	if (s->refused)
		buf_puts(&b, ", refused: yes");
	else if (s->inject)
		buf_printf(&b, ", inject: {errno: %s}", s->inject->name);
	buf_puts(&b, "}");
	return buf_take(&b);
}

const char *step_arg(const struct step *s, const char *name)
{
	for (int i = 0; i < s->nargs; i++) {
		if (!strcmp(s->args[i].spec->name, name))
			return s->args[i].wire;
	}
	return NULL;
}

bool step_is_any(const struct step *s, const char *field)
{
	for (int i = 0; i < s->nany; i++) {
		if (!strcmp(s->any[i], field))
			return true;
	}
	return false;
}
