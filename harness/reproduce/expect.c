/* SPDX-License-Identifier: Apache-2.0 */
#include "expect.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

bool expect_is_any(const struct step *s)
{
	return step_is_any(s, "ret") || step_is_any(s, "errno");
}

const char *expect_errno(const char *recorded, int *n)
{
	*n = recorded[0] == '?' ? atoi(recorded + 1) : 0;
	return recorded[0] == '?' ? NULL : recorded;
}

/* Where the step succeeded, does it have the field? */
static bool says(const struct step_record *s, const char *field)
{
	const char *value;

	if (s->state != STEP_ANSWERED || record_field(s, "errno"))
		return true;
	value = record_field(s, field);
	return value && strcmp(value, "-") != 0 &&
	       strncmp(value, "unix:", 5) != 0 && strcmp(value, "cut") != 0;
}

int expect_shows(const struct expect *e, const struct filling *f,
		 const struct show_row *shows[EXPECT_SHOWS])
{
	const struct step *s = &e->plan->t->steps[f->step];
	int n = fill_shows(f, shows, EXPECT_SHOWS), kept = 0;

	for (int i = 0; i < n; i++)
		if (!step_is_any(s, shows[i]->field) &&
		    says(&e->want->steps[f->step], shows[i]->field) &&
		    says(&e->got->steps[f->step], shows[i]->field))
			shows[kept++] = shows[i];
	return kept;
}

/* --- fields as a reproducer prints them ------------------------------------- */

/* The first 64 bytes; all that is not printable as \x0a. */
static void put_data(struct buf *b, const char *value)
{
	int n = 0;

	buf_puts(b, "\"");
	for (const char *c = value + 1; *c && *c != '"' && n < 64; c++, n++) {
		if (c[0] != '\\') {
			buf_add(b, c, 1);
		} else if (*++c == 'x') {
			buf_printf(b, "\\x%.2s", c + 1);
			c += 2;
		} else if (*c == '"' || *c == '\\') {
			buf_add(b, c, 1);
		} else {
			buf_printf(b, "\\x%02x",
				   *c == 'n'   ? '\n'
				   : *c == 't' ? '\t'
					       : '\r');
		}
	}
	buf_puts(b, "\"");
}

static void put_in6(struct buf *b, const char *ip)
{
	unsigned char bytes[16] = {0};

	inet_pton(AF_INET6, ip, bytes);
	for (int i = 0; i < 16; i += 2)
		buf_printf(b, "%s%x", i ? ":" : "[",
			   bytes[i] << 8 | bytes[i + 1]);
	buf_puts(b, "]");
}

/* 127.0.0.1:7000, [::1]:~1, none; others are not looked at. */
static void put_addr(struct buf *b, const char *value)
{
	const char *colon = strrchr(value, ':');
	char *ip = xstrdup(value);
	struct in_addr four;

	if (colon)
		ip[colon - value] = '\0';
	if (strcmp(value, "none") == 0) {
		buf_puts(b, value);
	} else if (value[0] == '[' && colon) {
		ip[strcspn(ip, "]%")] = '\0';
		put_in6(b, ip + 1);
	} else if (colon && inet_pton(AF_INET, ip, &four) == 1) {
		buf_puts(b, ip);
	} else {
		buf_puts(b, "?");
		colon = NULL;
	}
	if (colon)
		buf_printf(b, ":%s", colon[1] == '~' ? "~" : colon + 1);
	free(ip);
}

/* Marked as vague with a * each, which is known. */
static void put_revents(struct buf *b, const char *value)
{
	for (const char *c = value; *c; c++)
		if (*c != '*')
			buf_add(b, c, 1);
}

static void put_errno(struct buf *b, const char *recorded)
{
	int n;
	const char *name = expect_errno(recorded, &n);

	if (name)
		buf_puts(b, name);
	else
		buf_printf(b, "errno %d", n);
}

static void put_type(struct buf *b, const char *value)
{
	const char *name = name_of("TYPE", atol(value));

	buf_puts(b, name && atol(value) <= 2 ? name : "?");
}

static void put_error(struct buf *b, const char *value)
{
	if (value[0] == '?' || strcmp(value, "0") == 0)
		value[0] == '?' ? put_errno(b, value) : buf_puts(b, "0");
	else
		put_errno(b, errno_name(atoi(value)));
}

static void put_plain(struct buf *b, const char *value)
{
	buf_puts(b, value);
}

static const struct {
	const char *show;
	void (*put)(struct buf *b, const char *value);
} puts_of[] = {
	{"data", put_data},       {"addr", put_addr}, {"asked", put_addr},
	{"revents", put_revents}, {"type", put_type}, {"error", put_error},
};

static void put_show(struct buf *b, const struct show_row *show,
		     const char *value)
{
	void (*put)(struct buf * b, const char *value) = put_plain;

	if (strcmp(show->name, "accepted") == 0) {
		buf_puts(b, " ok");
		return;
	}
	for (size_t i = 0; i < COUNT(puts_of); i++)
		if (strcmp(puts_of[i].show, show->name) == 0)
			put = puts_of[i].put;
	buf_puts(b, " ");
	if (strcmp(show->field, "ret") != 0)
		buf_printf(b, "%s=", show->field);
	put(b, value);
}

/* --- lines ------------------------------------------------------------------ */

/* What came of a step that was answered. */
static int put_result(struct buf *b, const struct expect *e,
		      const struct recording *r, int step, char **why)
{
	const struct tcase *t = e->plan->t;
	const struct snippets *s =
		t->steps[step].actor ? e->plan->peers : e->plan->guest;
	const struct step_record *record = &r->steps[step];
	const char *err = record_field(record, "errno");
	const struct show_row *shows[EXPECT_SHOWS];
	struct filling f;
	int n;

	if (fill_find(&f, t, step, s, why) < 0)
		return -1;
	if (expect_is_any(&t->steps[step])) {
		buf_puts(b, " not compared");
		return 0;
	}
	if (err) {
		buf_puts(b, " ");
		put_errno(b, err);
		return 0;
	}
	n = expect_shows(e, &f, shows);
	if (n == 0)
		buf_puts(b, " ok");
	for (int i = 0; i < n; i++)
		put_show(b, shows[i], record_field(record, shows[i]->field));
	return 0;
}

/* A step's line; 1 when it has no answer, and so is the last. */
static int put_line(struct buf *b, const struct expect *e,
		    const struct recording *r, int step, char **why)
{
	if (r->steps[step].state == STEP_NOT_REACHED)
		return 1;
	plan_label(b, e->plan->t, step);
	buf_puts(b, ":");
	if (r->steps[step].state == STEP_ANSWERED) {
		if (put_result(b, e, r, step, why) < 0)
			return -1;
		buf_puts(b, "\n");
		return 0;
	}
	if (r->steps[step].state == STEP_INEXPRESSIBLE)
		return fail(why, "step %d: %s", step + 1,
			    record_field(&r->steps[step], "inexpressible"));
	return 1;
}

static int put_move(struct buf *b, const struct expect *e,
		    const struct recording *r, const struct move *m, int *owed,
		    char **why)
{
	int last = m->first + m->n - 1, end = 0;

	if (m->kind == MOVE_LATE) {
		end = *owed >= 0 ? put_line(b, e, r, *owed, why) : 0;
		*owed = -1;
		return end;
	}
	for (int i = m->first; i <= last && !end; i++) {
		if (i == last && m->kind == MOVE_WAITS &&
		    r->steps[i].wait == WAIT_SEEN) {
			plan_label(b, e->plan->t, i);
			buf_puts(b, ": waits\n");
			*owed = i;
		} else {
			end = put_line(b, e, r, i, why);
		}
	}
	return end;
}

int expect_text(struct buf *b, const struct expect *e,
		const struct recording *r, char **why)
{
	int owed = -1, end = 0;

	if (!e->plan->alone)
		buf_puts(b, "0 started\n");
	for (int i = 0; i < e->plan->n && !end; i++)
		end = put_move(b, e, r, &e->plan->moves[i], &owed, why);
	return end < 0 ? -1 : 0;
}
