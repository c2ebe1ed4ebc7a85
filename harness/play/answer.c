/* SPDX-License-Identifier: Apache-2.0 */
#include "answer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lang/pretty.h"

const char *told_resolve(const struct told *told, const char *wire)
{
	if (strncmp(wire, "of:", 3) != 0)
		return wire;
	for (int i = told->n - 1; i >= 0; i--)
		if (strcmp(told->v[i].whose, wire + 3) == 0)
			return told->v[i].addr;
	return "unspec";
}

void told_free(struct told *told)
{
	for (int i = 0; i < told->n; i++) {
		free(told->v[i].whose);
		free(told->v[i].addr);
	}
	free(told->v);
	*told = (struct told){0};
}

static void told_note(struct told *told, const struct recording *r,
		      const struct step *s, const struct wire_line *w)
{
	const char *fd = step_arg(s, "fd"), *addr = wire_get(w, "addr");

	if (s->op->calls != CALL_GETSOCKNAME || !fd || !addr ||
	    !strchr(addr, ':'))
		return;
	GROW(told->v, told->n);
	told->v[told->n++] = (struct told_row){
		xasprintf("%s.%s", r->tcase->actors[s->actor], fd),
		xstrdup(addr)};
}

/* The names that this step gave, in order: s, or a, b. */
static char *names_join(const struct step *s, const char *sep)
{
	struct buf b = {0};

	for (int i = 0; i < s->nas; i++)
		buf_printf(&b, "%s%s", i ? sep : "", s->as[i]);
	return buf_take(&b);
}

/*
 * The numbers in "rights:5;6" become names; k-th arrival, k-th name of `as`.
 * More than were named stay "?".
 */
static void rights_name(struct buf *b, const struct step *s, const char **at)
{
	const char *p = *at;
	int k = 0;

	while (isdigit((unsigned char)*p) || *p == ';' || *p == '-') {
		if (*p == ';') {
			buf_puts(b, ";");
			p++;
			continue;
		}
		p += strspn(p, "0123456789-");
		buf_puts(b, k < s->nas ? s->as[k] : "?");
		k++;
	}
	*at = p;
}

static void pid_name(struct buf *b, const struct recording *r,
		     const struct tracer *t, const char **at)
{
	char *end;
	long pid = strtol(*at, &end, 10);
	int actor = pid > 0 ? trace_actor_of(t, (int)pid) : -1;

	if (actor >= 0)
		buf_puts(b, r->tcase->actors[actor]);
	else
		buf_add(b, *at, (size_t)(end - *at));
	*at = end;
}

/* Numbers of the moment inside of a value get their names. */
static char *names_give(const struct recording *r, const struct step *s,
			const struct tracer *t, const char *wire)
{
	struct buf b = {0};

	while (*wire) {
		if (strncmp(wire, "rights:", 7) == 0) {
			buf_add(&b, wire, 7);
			wire += 7;
			rights_name(&b, s, &wire);
		} else if (strncmp(wire, "cred:", 5) == 0) {
			size_t n = 5;

			buf_add(&b, wire, n);
			wire += n;
			pid_name(&b, r, t, &wire);
		} else {
			buf_add(&b, wire++, 1);
		}
	}
	return buf_take(&b);
}

/*
 * Numbers of descriptors are nobody's business: see ret. What is owed, what is
 * never said and whose lack that is, is for the play; what the host literally
 * wrote is beside the answer.
 */
static bool is_private(const char *key)
{
	return strcmp(key, "fd") == 0 || strcmp(key, "later") == 0 ||
	       strcmp(key, "next") == 0 || strcmp(key, "always") == 0 ||
	       strcmp(key, "by") == 0 || strcmp(key, "raw") == 0;
}

static void field_record(struct recording *r, const struct step *s,
			 struct step_record *rec, const struct tracer *t,
			 const struct wire_field *f)
{
	char *named = names_give(r, s, t, f->value);
	struct buf b = {0};

	if (strcmp(f->key, "inexpressible") == 0 ||
	    strcmp(f->key, "malformed") == 0) {
		wire_unescape(named);
		buf_puts(&b, named);
	} else {
		pretty_field(&b, f->key, named);
	}
	record_set(rec, f->key, "%s", b.s ? b.s : "");
	buf_free(&b);
	free(named);
}

/* An answer that says nothing of it means that the ABI has no way. */
static enum unsaid_by unsaid_by(const char *name)
{
	for (int i = 0; name && i < UNSAID_COUNT; i++)
		if (strcmp(unsaid_kinds[i].name, name) == 0)
			return (enum unsaid_by)i;
	return UNSAID_abi;
}

/* NULL for what says nothing of it. */
static char *raw_text(const char *wire)
{
	struct buf b = {0};

	if (!wire)
		return NULL;
	pretty_raw(&b, wire);
	return buf_take(&b);
}

void answer_record(struct recording *r, int step, const struct wire_line *w,
		   const struct tracer *t, struct told *told)
{
	const struct step *s = &r->tcase->steps[step];
	struct step_record *rec = &r->steps[step];
	const char *ret = wire_get(w, "ret");

	rec->state = wire_get(w, "inexpressible") ? STEP_INEXPRESSIBLE
						  : STEP_ANSWERED;
	rec->always = wire_get(w, "always");
	rec->by = unsaid_by(wire_get(w, "by"));
	free(rec->raw); /* a broken guest answers a step twice */
	rec->raw = raw_text(wire_get(w, "raw"));
	for (int i = 0; i < w->n; i++) {
		const struct wire_field *f = &w->field[i];

		if (!is_private(f->key))
			field_record(r, s, rec, t, f);
	}
	if (s->op->flags & OP_MAKES && ret && ret[0] != '-' && s->nas) {
		char *made = names_join(s, ", ");

		record_set(rec, "ret", "%s", made);
		free(made);
	}
	told_note(told, r, s, w);
}
