/* SPDX-License-Identifier: Apache-2.0 */
#include "play.h"

#include <poll.h>
#include <stdlib.h>

#include "room/cpu.h"
#include "parts.h"
#include "case/program.h"

/* --- steps ----------------------------------------------------------------*/

static void step_send(struct play *p, int i)
{
	const struct step *s = &p->t->steps[i];
	struct buf b = {0};

	buf_printf(&b, "%d %s", i + 1, s->op->name);
	for (int k = 0; k < s->nargs; k++) {
		const char *wire = told_resolve(&p->told, s->args[k].wire);

		buf_printf(&b, " %s=%s", s->args[k].spec->name, wire);
	}
	buf_puts(&b, "\n");
	p->actors[s->actor].pending = i;
	p->rec->steps[i].state = STEP_SENT;
	if (!(s->op->flags & OP_PEERS))
		trace_step(&p->tracer, s->actor, i);
	actor_send(&p->actors[s->actor], b.s, b.len);
	buf_free(&b);
}

/* Give those who are blocked their turn. */
static void settle(struct play *p)
{
	for (int i = 0; i < p->t->nactors && !p->over; i++)
		if (p->actors[i].pending >= 0)
			play_wait_asleep(p, i);
}

static void step_play(struct play *p, int i)
{
	const struct step *s = &p->t->steps[i];

	if (s->actor == 0 && !p->spawned && !p->over)
		play_start(p, 0, 1);
	if (is_program(s) && !p->over) {
		play_program_begin(p, i);
		settle(p);
		return;
	}
	if (p->actors[s->actor].pending >= 0)
		play_wait_answer(p, s->actor);
	if (s->actor != 0 && p->next)
		play_unsaid(p, UNSAID_abi, play_place(p, 0), xstrdup(p->next));
	if (p->over)
		return;
	step_send(p, i);
	if (!s->blocks)
		play_wait_answer(p, s->actor);
	else if (play_wait_asleep(p, s->actor))
		p->rec->steps[i].wait = WAIT_SEEN;
	settle(p);
	if (!p->over && p->rec->steps[i].state == STEP_INEXPRESSIBLE)
		play_unsaid(p, p->rec->steps[i].by, i,
			    xstrdup(record_field(&p->rec->steps[i],
						 "inexpressible")));
}

static void steps_play(struct play *p)
{
	for (int i = 0; i < p->t->nsteps && !p->over; i++)
		step_play(p, i);
	for (int i = 0; i < p->t->nactors && !p->over; i++)
		if (p->actors[i].pending >= 0)
			play_wait_answer(p, i);
	if (p->later)
		play_unsaid(p, UNSAID_abi, play_place(p, 0), xstrdup(p->later));
}

/* --- the whole ------------------------------------------------------------*/

/* Its room works on the packets; what is traced in there goes on. */
static void packets_turn(void *ctx)
{
	struct play *p = ctx;

	poll(NULL, 0, 1);
	trace_pump(&p->tracer);
}

/* Without all of its packets a play cannot be compared. */
static void packets_note(struct play *p, struct room *r)
{
	char *why = NULL;

	if (!r->kind.captures || p->rec->end == END_BROKEN ||
	    room_packets(r, p->rec, packets_turn, p, &why) == 0)
		return;
	p->over = false;
	free(p->rec->why);
	play_over(p, END_BROKEN, p->rec->at, why);
}

static void finish(struct play *p, struct room *r)
{
	packets_note(p, r);
	p->rec->left_open = trace_left_open(&p->tracer, 0);
	p->rec->noise = actor_words(&p->actors[0]);
	room_kill(r);
	trace_reap(&p->tracer);
	trace_free(&p->tracer);
	for (int i = 0; i < p->t->nactors; i++)
		actor_free(&p->actors[i]);
	told_free(&p->told);
	free(p->later);
	free(p->next);
}

struct recording *play(const struct tcase *t, const struct play_config *c,
		       struct room *r)
{
	struct play p = {
		.t = t, .config = c, .rec = recording_new(t), .room = r};
	char *why = NULL;
	long long began;

	for (int i = 0; i < t->nactors; i++)
		actor_init(&p.actors[i], t->actors[i],
			   &(struct ends){-1, -1, -1});
	p.rec->quirks = c->traced ? 0 : host_quirks_of(c->guest, t);
	p.late = preopen_any_late(t->preopens, t->npreopens);
	cpu_pin(gate_enter(c->gate), r->pid);
	began = now_us();
	if (play_trace(&p, &why) < 0)
		play_over(&p, END_BROKEN, 0, why);
	else
		play_start(&p, p.late, t->nactors);
	if (!p.over)
		steps_play(&p);
	p.rec->us = now_us() - began - p.away;
	cpu_unpin();
	gate_leave(c->gate);
	finish(&p, r);
	return p.rec;
}
