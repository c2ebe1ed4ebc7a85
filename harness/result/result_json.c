/* SPDX-License-Identifier: Apache-2.0 */
#include "result_json.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "case/find.h"
#include "base/text.h"

/* Bytes of a step that a gap shows. */
#define CALL_MAX 160

json_t *clean_json(const char *s)
{
	char *text = text_cleaned(s);
	json_t *j = json_string(text);

	assert(j != NULL);
	free(text);
	return j;
}

static json_t *list(char *const *words, int n)
{
	json_t *a = json_array();

	for (int i = 0; i < n; i++)
		json_array_append_new(a, clean_json(words[i]));
	return a;
}

/* Where a gap is: after the last step it is at the end of the case. */
struct place {
	int line;
	const char *actor;
};

static struct place place_of(const struct tcase *t, int step)
{
	const struct step *s;

	if (step < 0 || step >= t->nsteps)
		return (struct place){t->line, t->actors[0]};
	s = &t->steps[step];
	return (struct place){s->line, t->actors[s->actor]};
}

/* The step as the case has it, "" at the end; a list of 1025 pieces is cut. */
static json_t *call_json(const struct tcase *t, int step)
{
	char *text;
	json_t *j;

	if (step < 0 || step >= t->nsteps)
		return json_string("");
	text = step_text(t, &t->steps[step]);
	if (strlen(text) > CALL_MAX)
		strcpy(text + CALL_MAX - 3, "...");
	j = clean_json(text);
	free(text);
	return j;
}

static json_t *gap_json(const struct tcase *t, const struct gap *g)
{
	struct place at = place_of(t, g->step);
	json_t *o = json_object();

	json_object_set_new(o, "step", json_integer(g->step + 1));
	json_object_set_new(o, "line", json_integer(at.line));
	json_object_set_new(o, "op", clean_json(g->op));
	json_object_set_new(o, "option", clean_json(g->option));
	json_object_set_new(o, "call", call_json(t, g->step));
	json_object_set_new(o, "actor", clean_json(at.actor));
	json_object_set_new(o, "layer", json_integer(g->layer));
	json_object_set_new(o, "class", clean_json(gap_names[g->gclass]));
	json_object_set_new(o, "what", clean_json(g->what));
	json_object_set_new(o, "want", clean_json(g->want));
	json_object_set_new(o, "got", clean_json(g->got));
	if (g->raw)
		json_object_set_new(o, "raw", clean_json(g->raw));
	json_object_set_new(o, "signature", clean_json(g->signature));
	json_object_set_new(o, "consequence", json_boolean(g->consequence));
	return o;
}

static json_t *gaps_json(const struct result *res)
{
	json_t *a = json_array();

	for (int i = 0; i < res->ngaps; i++)
		json_array_append_new(a, gap_json(res->tcase, &res->gaps[i]));
	return a;
}

static json_t *replay_json(const struct tcase *t, const char *command)
{
	char *name = case_name(t->file, t->id);
	struct buf b = {0};
	json_t *j;

	buf_printf(&b, "%s ", command);
	text_shell(&b, name);
	free(name);
	j = clean_json(b.s);
	buf_free(&b);
	return j;
}

json_t *result_json(const struct result *res, const char *command)
{
	const struct tcase *t = res->tcase;
	json_t *o = json_object();

	json_object_set_new(o, "id", clean_json(t->id));
	json_object_set_new(o, "file", clean_json(t->file));
	json_object_set_new(o, "line", json_integer(t->line));
	json_object_set_new(o, "title", clean_json(t->title));
	json_object_set_new(o, "about", clean_json(t->why));
	json_object_set_new(o, "covers", list(t->covers, t->ncovers));
	json_object_set_new(o, "verdict",
			    clean_json(verdict_names[res->verdict]));
	json_object_set_new(o, "why", clean_json(res->why));
	if (res->said)
		json_object_set_new(o, "said", clean_json(res->said));
	if (res->verdict == INEXPRESSIBLE)
		json_object_set_new(o, "by",
				    clean_json(unsaid_kinds[res->by].name));
	json_object_set_new(o, "gaps", gaps_json(res));
	json_object_set_new(o, "replay", replay_json(t, command));
	json_object_set_new(o, "drift", clean_json(res->drift));
	if (res->flaky)
		json_object_set_new(o, "flaky", json_true());
	return o;
}

char *result_line(const struct result *res, const char *command)
{
	json_t *o = result_json(res, command);
	char *line = json_dumps(o, JSON_COMPACT);

	assert(line != NULL);
	json_decref(o);
	return line;
}

json_t *result_parse(const char *line, char **why)
{
	json_error_t err;
	json_t *o = json_loads(line, 0, &err);

	if (json_is_object(o) && json_is_string(json_object_get(o, "id")) &&
	    json_is_string(json_object_get(o, "verdict")) &&
	    json_is_array(json_object_get(o, "gaps")))
		return o;
	if (o != NULL)
		fail(why, "this is not a result of a case: %.80s", line);
	else
		fail(why, "this is not JSON: %s: %.80s", err.text, line);
	json_decref(o);
	return NULL;
}
