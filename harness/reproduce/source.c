/* SPDX-License-Identifier: Apache-2.0 */
#include "source.h"

#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* --- one step ---------------------------------------------------------------- */

/* What is printed where it succeeds: one expression. */
static int put_shows(struct buf *b, const struct expect *e,
		     const struct filling *f, char **why)
{
	const struct show_row *shows[EXPECT_SHOWS];
	int n = expect_shows(e, f, shows);

	if (n == 0)
		buf_puts(b, "ok");
	if (n > 1)
		buf_puts(b, "(");
	for (int i = 0; i < n; i++) {
		if (i)
			buf_puts(b, ", ");
		if (fill(b, f, shows[i]->text, why) < 0)
			return -1;
	}
	if (n > 1)
		buf_puts(b, ")");
	return 0;
}

/* A line of a statement, cut behind a comma if it is too long for a line. */
static void put_statement(struct buf *b, const char *text)
{
	size_t n = strlen(text), cut = n;

	buf_puts(b, "\t");
	if (n > 72)
		for (size_t i = 1; i + 1 < 72; i++)
			if (text[i - 1] == ',' && text[i] == ' ')
				cut = i;
	buf_add(b, text, cut);
	if (cut < n) {
		buf_puts(b, "\n\t");
		put_statement(b, text + cut + 1);
		return;
	}
	buf_puts(b, "\n");
}

static int put_call(struct buf *line, const struct expect *e,
		    const struct filling *f, char **why)
{
	bool any = expect_is_any(&e->plan->t->steps[f->step]);

	buf_puts(line, any ? "printf(\"" : "say(\"");
	plan_label(line, e->plan->t, f->step);
	buf_puts(line, any ? ":\"), " : "\", ");
	if (fill(line, f, f->row->call, why) < 0)
		return -1;
	buf_puts(line, ", ");
	if (any)
		buf_puts(line, "puts(\" not compared\");");
	else if (put_shows(line, e, f, why) < 0)
		return -1;
	else
		buf_puts(line, ");");
	return 0;
}

static int put_step(struct buf *b, const struct expect *e, int step, char **why)
{
	const struct tcase *t = e->plan->t;
	struct buf line = {0};
	struct filling f;
	int bad = fill_find(
		&f, t, step,
		t->steps[step].actor ? e->plan->peers : e->plan->guest, why);

	if (!bad)
		bad = fill(&line, &f, f.row->before, why);
	if (!bad && line.len > 0)
		put_statement(b, line.s);
	line.len = 0;
	if (!bad)
		bad = put_call(&line, e, &f, why);
	if (!bad)
		put_statement(b, line.s);
	buf_free(&line);
	return bad;
}

/* --- functions ---------------------------------------------------------------- */

/* The descriptors that the guest's steps make, or those of the peers. */
static void put_variables(struct buf *b, const struct tcase *t, bool peers)
{
	struct buf all = {0};

	for (int i = 0; i < t->nsteps; i++) {
		const struct step *s = &t->steps[i];
		struct buf one = {0};

		if ((s->actor != 0) != peers || !(s->op->flags & OP_MAKES))
			continue;
		buf_puts(&one, " ");
		fill_name(&one, s->nas ? s->as[0] : "unnamed");
		buf_puts(&one, " = -1");
		/* each once, though it is made twice */
		if (!all.s || !strstr(all.s, one.s))
			buf_printf(&all, "%s%s", all.len ? "," : "", one.s);
		buf_free(&one);
	}
	if (all.len)
		buf_printf(b, "\tint%s;\n", all.s);
	buf_free(&all);
}

/* Sockets that the guest is given when it starts. */
static int put_given(struct buf *b, const struct expect *e,
		     const struct host *h, char **why)
{
	const struct tcase *t = e->plan->t;
	static const struct op none = {.name = "preopen"};

	for (int i = 0; i < t->npreopens; i++) {
		struct arg_spec spec = {.name = "addr", .kind = ARG_ADDR};
		struct arg arg = {.spec = &spec,
				  .wire = t->preopens[i].addr_wire};
		struct step s = {.op = &none, .args = &arg, .nargs = 1};
		struct tcase one = {.steps = &s, .nsteps = 1};
		struct filling f = {.t = &one, .snippets = e->plan->guest};

		buf_puts(b, "\tint ");
		fill_name(b, t->preopens[i].name);
		buf_printf(b, " = given(%d, ", h->preopen_first + i);
		if (fill(b, &f, "$sa);\n", why) < 0)
			return -1;
	}
	return 0;
}

static int put_guest(struct buf *b, const struct expect *e,
		     const struct host *h, char **why)
{
	const struct plan *p = e->plan;

	buf_puts(b, "static void guest(void)\n{\n");
	if (put_given(b, e, h, why) < 0)
		return -1;
	put_variables(b, p->t, false);
	buf_puts(b, p->alone ? "\n" : "\n\tputs(\"0 started\");\n");
	for (int i = 0; i < p->n; i++) {
		const struct move *m = &p->moves[i];

		if (m->kind == MOVE_PEER || m->kind == MOVE_LATE)
			continue;
		if (!p->alone)
			buf_puts(
				b,
				"\tgetchar(); /* the peers' turn is over */\n");
		for (int k = 0; k < m->n; k++)
			if (put_step(b, e, m->first + k, why) < 0)
				return -1;
	}
	if (!p->alone)
		buf_puts(b, "\tgetchar(); /* until they have ended */\n");
	buf_puts(b, "}\n");
	return 0;
}

/* A step that waited is printed again, with its answer. */
static void put_late(struct buf *b, const struct plan *p, int move)
{
	const struct move *m = &p->moves[move];

	while (m->kind != MOVE_WAITS)
		m--;
	buf_puts(b, "\tlate(\"");
	plan_label(b, p->t, m->first + m->n - 1);
	buf_puts(b, "\");\n");
}

static int put_move(struct buf *b, const struct expect *e, int move, char **why)
{
	const struct move *m = &e->plan->moves[move];

	switch (m->kind) {
	case MOVE_PEER:
		return put_step(b, e, m->first, why);
	case MOVE_GUEST:
		buf_printf(b, "\tanswer(%d);\n", m->n);
		break;
	case MOVE_WAITS:
		buf_printf(b, "\tanswer(%d), waits();\n", m->n - 1);
		break;
	case MOVE_LATE:
		put_late(b, e->plan, move);
		break;
	}
	return 0;
}

static int put_peers(struct buf *b, const struct expect *e, char **why)
{
	const struct plan *p = e->plan;

	buf_puts(b, "static void peers(const char *name)\n{\n");
	put_variables(b, p->t, true);
	buf_puts(b, "\n\tsetbuf(stdin, NULL);\n\tfifo = fopen(name, \"w\");\n"
		    "\trest(); /* it has started */\n");
	for (int i = 0; i < p->n; i++)
		if (put_move(b, e, i, why) < 0)
			return -1;
	buf_puts(b, "}\n");
	return 0;
}

static void put_main(struct buf *b, bool alone)
{
	buf_puts(b, alone ? "int main(void)\n{\n\tsetbuf(stdout, NULL);\n"
			    "\tguest();\n}\n"
			  : "int main(int argc, char **argv)\n{\n"
			    "\tsetbuf(stdout, NULL);\n"
			    "\tif (argc > 1)\n\t\tpeers(argv[1]);\n"
			    "\telse\n\t\tguest();\n}\n");
}

/* --- the file ------------------------------------------------------------------ */

static int put_all(struct buf *b, struct parts *p, const struct expect *e,
		   const struct host *h, char **why)
{
	struct buf guest = {0}, peers = {0};
	int bad = put_guest(&guest, e, h, why);

	if (!bad && !e->plan->alone)
		bad = put_peers(&peers, e, why);
	if (!bad) {
		parts_need(p, guest.s, true);
		if (peers.s)
			parts_need(p, peers.s, false);
		parts_put_head(b, p);
		buf_printf(b, "\n%s\n", guest.s);
		if (peers.s) {
			buf_puts(b, "#ifndef __wasm__\n");
			parts_put_driver(b, p);
			buf_printf(b, "%s#endif\n\n", peers.s);
		}
		put_main(b, e->plan->alone);
	}
	buf_free(&guest);
	buf_free(&peers);
	return bad;
}

int source_write(struct buf *b, const struct expect *e, const struct host *h,
		 const char *about, char **why)
{
	struct parts p;
	int bad;

	parts_open(&p, e);
	buf_puts(b, about);
	bad = put_all(b, &p, e, h, why);
	parts_close(&p);
	return bad;
}
