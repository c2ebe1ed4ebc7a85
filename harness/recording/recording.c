/* SPDX-License-Identifier: Apache-2.0 */
#include "recording.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guests/lang/rows.h"
#include "base/text.h"

const struct unsaid_kind unsaid_kinds[UNSAID_COUNT] = {
#define UNSAID(id, name, title) [UNSAID_##id] = {name, title},
#include "unsaid.def"
#undef UNSAID
};

struct recording *recording_new(const struct tcase *t)
{
	struct recording *r = xcalloc(1, sizeof(*r));

	r->tcase = t;
	r->pcap = -1;
	/* One more than needed: a case without steps has an array too. */
	r->steps = xcalloc((size_t)t->nsteps + 1, sizeof(*r->steps));
	return r;
}

void call_clear(struct call *c)
{
	for (int i = 0; i < c->nargs; i++)
		free(c->args[i].value);
	free(c->fd);
	free(c->made);
}

void call_arg_set(struct call *c, const char *key, char *value)
{
	for (int i = 0; i < c->nargs; i++) {
		if (strcmp(c->args[i].key, key) == 0) {
			free(c->args[i].value);
			c->args[i].value = value;
			return;
		}
	}
	if (c->nargs < CALL_ARGS_MAX)
		c->args[c->nargs++] = (struct call_arg){key, value};
	else
		free(value);
}

const char *call_arg_get(const struct call *c, const char *key)
{
	for (int i = 0; i < c->nargs; i++)
		if (strcmp(c->args[i].key, key) == 0)
			return c->args[i].value;
	return NULL;
}

static void step_clear(struct step_record *s)
{
	for (int i = 0; i < s->nfields; i++) {
		free(s->fields[i].key);
		free(s->fields[i].value);
	}
	free(s->fields);
	free(s->raw);
	for (int i = 0; i < s->ncalls; i++)
		call_clear(&s->calls[i]);
	free(s->calls);
}

static struct call call_copy(const struct call *from)
{
	struct call c = *from;

	c.fd = from->fd ? xstrdup(from->fd) : NULL;
	c.made = from->made ? xstrdup(from->made) : NULL;
	for (int i = 0; i < c.nargs; i++)
		c.args[i].value = xstrdup(from->args[i].value);
	return c;
}

void step_record_copy(struct step_record *to, const struct step_record *from)
{
	step_clear(to);
	*to = *from;
	to->fields = NULL;
	to->nfields = 0;
	to->calls = NULL;
	to->ncalls = 0;
	for (int i = 0; i < from->nfields; i++)
		record_set(to, from->fields[i].key, "%s",
			   from->fields[i].value);
	for (int i = 0; i < from->ncalls; i++) {
		GROW(to->calls, to->ncalls);
		to->calls[to->ncalls++] = call_copy(&from->calls[i]);
	}
}

void recording_free(struct recording *r)
{
	if (r == NULL)
		return;
	for (int i = 0; i < r->tcase->nsteps; i++)
		step_clear(&r->steps[i]);
	free(r->steps);
	free(r->why);
	for (int i = 0; i < r->npackets; i++)
		free(r->packets[i]);
	free(r->packets);
	if (r->pcap >= 0)
		close(r->pcap);
	free(r->left_open);
	free(r->noise);
	free(r);
}

static struct field *find(const struct step_record *s, const char *key)
{
	for (int i = 0; i < s->nfields; i++)
		if (strcmp(s->fields[i].key, key) == 0)
			return &s->fields[i];
	return NULL;
}

const char *record_field(const struct step_record *s, const char *key)
{
	const struct field *f = find(s, key);

	return f ? f->value : NULL;
}

bool record_failed(const struct step_record *s)
{
	return text_same(record_field(s, "ret"), "-1");
}

void record_set(struct step_record *s, const char *key, const char *fmt, ...)
{
	struct field *f = find(s, key);
	va_list ap;
	char *value;

	/* First the text: it may be made from the value that it replaces. */
	va_start(ap, fmt);
	value = xvasprintf(fmt, ap);
	va_end(ap);
	if (f == NULL) {
		GROW(s->fields, s->nfields);
		f = &s->fields[s->nfields++];
		*f = (struct field){.key = xstrdup(key)};
	}
	free(f->value);
	f->value = value;
}

/* The fields that answer_text() shows without their key. */
static bool is_plain(const char *key)
{
	return strcmp(key, "ret") == 0 || strcmp(key, "errno") == 0;
}

static void fields_text(struct buf *b, const struct step_record *s)
{
	const char *ret = record_field(s, "ret");
	const char *err = record_field(s, "errno");

	buf_puts(b, "= ");
	text_clean(b, ret ? ret : "?");
	if (err != NULL) {
		buf_puts(b, " ");
		text_clean(b, err);
	}
	for (int i = 0; i < s->nfields; i++) {
		if (is_plain(s->fields[i].key))
			continue;
		buf_puts(b, " ");
		text_clean(b, s->fields[i].key);
		buf_puts(b, "=");
		text_clean(b, s->fields[i].value);
	}
}

void answer_text(struct buf *b, const struct step_record *s)
{
	switch (s->state) {
	case STEP_NOT_REACHED:
		buf_puts(b, "(not reached)");
		break;
	case STEP_SENT:
		buf_puts(b, "(no answer)");
		break;
	case STEP_ANSWERED:
		fields_text(b, s);
		break;
	case STEP_INEXPRESSIBLE:
		buf_puts(b, "inexpressible: ");
		text_clean(b, record_field(s, "inexpressible"));
		break;
	}
	if (s->wait == WAIT_SEEN)
		buf_puts(b, " (waited)");
}

static void call_result(struct buf *b, const struct call *c)
{
	if (c->unfinished)
		buf_puts(b, " = ?");
	else if (c->err != NULL)
		buf_printf(b, " = %ld %s", c->ret, c->err);
	else if (c->made != NULL)
		buf_printf(b, " = %s", c->made);
	else
		buf_printf(b, " = %ld", c->ret);
	if (c->injected)
		buf_puts(b, " (injected)");
	if (c->unfollowed)
		buf_puts(b, " (not followed)");
}

void call_text(struct buf *b, const struct call *c)
{
	const char *comma = "";

	buf_printf(b, "%s(", c->name);
	if (c->fd != NULL) {
		text_clean(b, c->fd);
		comma = ", ";
	}
	for (int i = 0; i < c->nargs; i++) {
		buf_puts(b, comma);
		text_clean(b, c->args[i].value);
		comma = ", ";
	}
	buf_puts(b, ")");
	call_result(b, c);
}

static void step_print(struct buf *b, const struct recording *r, int i)
{
	const struct step_record *s = &r->steps[i];
	char *text = step_text(r->tcase, &r->tcase->steps[i]);

	buf_printf(b, "%d %s\n  ", i + 1, text);
	answer_text(b, s);
	buf_puts(b, "\n");
	for (int k = 0; k < s->ncalls; k++) {
		buf_puts(b, "  | ");
		call_text(b, &s->calls[k]);
		buf_puts(b, "\n");
	}
	free(text);
}

/* What the guest printed besides, each line behind a > of its own. */
static void noise_print(struct buf *b, const char *noise)
{
	while (*noise) {
		size_t n = strcspn(noise, "\n");
		char *line = xstrndup(noise, n);

		buf_puts(b, "  > ");
		text_clean(b, line);
		buf_puts(b, "\n");
		free(line);
		noise += n + (noise[n] == '\n');
	}
}

void end_text(struct buf *b, const struct recording *r)
{
	ROWS_BEGIN(end_words);
	static const char *const words[] = {
		[ROW(END_OK)] = "ended",
		[ROW(END_INEXPRESSIBLE)] = "inexpressible",
		[ROW(END_CRASHED)] = "crashed",
		[ROW(END_HUNG)] = "hung",
		[ROW(END_BROKEN)] = "broken",
	};
	ROWS_END(end_words, END_COUNT);

	buf_puts(b, words[r->end]);
	/* What breaks on our side may do so before there is a step. */
	if (r->end != END_OK && r->end != END_BROKEN)
		buf_printf(b, " at step %d", r->at + 1);
	if (r->why != NULL) {
		buf_puts(b, ": ");
		text_clean(b, r->why);
	}
}

/* A quiet wire is something else than none that was listened to. */
static void packets_print(struct buf *b, const struct recording *r)
{
	if (!r->wire)
		return;
	buf_puts(b, "packets:\n");
	for (int i = 0; i < r->npackets; i++) {
		buf_puts(b, "  ");
		text_clean(b, r->packets[i]);
		buf_puts(b, "\n");
	}
	if (r->npackets == 0)
		buf_puts(b, "  none\n");
}

void recording_print(struct buf *b, const struct recording *r)
{
	for (int i = 0; i < r->tcase->npreopens; i++) {
		preopen_text(b, &r->tcase->preopens[i]);
		buf_puts(b, "\n");
	}
	for (int i = 0; i < r->tcase->nsteps; i++)
		step_print(b, r, i);
	packets_print(b, r);
	if (r->end != END_OK) {
		end_text(b, r);
		buf_puts(b, "\n");
	}
	if (r->left_open != NULL && *r->left_open) {
		buf_puts(b, "left open: ");
		text_clean(b, r->left_open);
		buf_puts(b, "\n");
	}
	if (r->noise != NULL && *r->noise) {
		buf_puts(b, "printed besides:\n");
		noise_print(b, r->noise);
	}
}
