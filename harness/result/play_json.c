/* SPDX-License-Identifier: Apache-2.0 */
#include "play_json.h"

#include <stdlib.h>
#include <string.h>

#include "recording/hidden.h"
#include "result_json.h"

/* More of what a guest prints besides is in the .txt file. */
#define NOISE_LINES 40

/* What was printed to b, which is empty again. */
static json_t *taken(struct buf *b)
{
	char *text = buf_take(b);
	json_t *j = clean_json(text);

	free(text);
	return j;
}

static json_t *step_json(const struct tcase *t, const struct step *s)
{
	char *text = step_text(t, s);
	json_t *o = json_object();

	json_object_set_new(o, "line", json_integer(s->line));
	json_object_set_new(o, "actor", clean_json(t->actors[s->actor]));
	json_object_set_new(o, "text", clean_json(text));
	free(text);
	return o;
}

static json_t *record_json(const struct step_record *s)
{
	json_t *a = json_array();
	struct buf b = {0};

	answer_text(&b, s);
	json_array_append_new(a, taken(&b));
	for (int i = 0; i < s->ncalls; i++) {
		call_text(&b, &s->calls[i]);
		json_array_append_new(a, taken(&b));
	}
	return a;
}

static json_t *noise_json(const char *noise)
{
	json_t *a = json_array();

	for (int n = 0; noise && *noise && n < NOISE_LINES; n++) {
		size_t len = strcspn(noise, "\n");
		char *line = xstrndup(noise, len);

		json_array_append_new(a, clean_json(line));
		free(line);
		noise += len + (noise[len] == '\n');
	}
	return a;
}

static json_t *packets_json(const struct recording *r)
{
	json_t *a = r->wire ? json_array() : json_null();

	for (int i = 0; r->wire && i < r->npackets; i++)
		json_array_append_new(a, clean_json(r->packets[i]));
	return a;
}

static json_t *recording_json(const struct recording *r)
{
	struct recording copy = hidden(r);
	json_t *o = json_object(), *steps = json_array();
	struct buf b = {0};

	end_text(&b, r);
	json_object_set_new(o, "end", taken(&b));
	json_object_set_new(o, "open", clean_json(r->left_open));
	json_object_set_new(o, "noise", noise_json(r->noise));
	for (int i = 0; i < r->tcase->nsteps; i++)
		json_array_append_new(steps, record_json(&copy.steps[i]));
	json_object_set_new(o, "steps", steps);
	json_object_set_new(o, "packets", packets_json(r));
	hidden_free(&copy);
	return o;
}

/* The network, unless it is the usual one, and what a guest starts with. */
static json_t *given_json(const struct tcase *t)
{
	json_t *a = json_array();
	struct buf b = {0};

	if (*t->net->brief)
		json_array_append_new(a, clean_json(t->net->brief));
	for (int i = 0; i < t->npreopens; i++) {
		preopen_text(&b, &t->preopens[i]);
		json_array_append_new(a, taken(&b));
	}
	return a;
}

json_t *play_json(const struct recording *want, const struct recording *got)
{
	const struct tcase *t = want->tcase;
	json_t *o = json_object(), *steps = json_array();

	json_object_set_new(o, "schema", json_integer(PLAY_SCHEMA));
	json_object_set_new(o, "id", clean_json(t->id));
	json_object_set_new(o, "given", given_json(t));
	for (int i = 0; i < t->nsteps; i++)
		json_array_append_new(steps, step_json(t, &t->steps[i]));
	json_object_set_new(o, "steps", steps);
	json_object_set_new(o, "native", recording_json(want));
	json_object_set_new(o, "host", recording_json(got));
	return o;
}
