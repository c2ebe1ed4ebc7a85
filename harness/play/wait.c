/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting for an answer, or until someone is seen asleep in the kernel.
 */
#include <stdlib.h>

#include "parts.h"

/* It has the command, has not answered, and every thread of it sleeps. */
static bool is_asleep(const struct play *p, int actor)
{
	return actor_took_all(&p->actors[actor]) &&
	       trace_asleep(&p->tracer, actor);
}

/* Also with commands that they never read. */
static bool all_asleep(const struct play *p)
{
	for (int i = 0; i < p->t->nactors; i++)
		if ((i > 0 || p->spawned) && !p->tracer.ended[i].gone &&
		    !trace_asleep(&p->tracer, i))
			return false;
	return true;
}

#define WEIGH_MS 10

void play_wait_begin(struct play_wait *w)
{
	*w = (struct play_wait){.us = 50, .start = now_ms()};
	w->weighed = w->start;
}

/* By the clock: who is busy otherwise eats memory all the same. */
static void memory_look(struct play *p, struct play_wait *w)
{
	long long limit = p->config->limits.memory, now = now_ms();

	if (now - w->weighed < WEIGH_MS)
		return;
	w->weighed = now;
	limit = limit ? limit : PLAY_MEMORY;
	if (trace_memory(&p->tracer) > limit)
		play_crashed(p, 0,
			     xasprintf("used more than %lld MiB of "
				       "memory",
				       limit >> 20));
}

/* One turn; true when nothing happened. */
bool play_wait_turn(struct play *p, struct play_wait *w)
{
	bool quiet = !play_pump(p, w->us);

	memory_look(p, w);
	if (!quiet) {
		w->us = 50;
		w->asleep = w->stuck = 0;
	} else if (w->us < 20000) {
		w->us *= 2;
	}
	return quiet;
}

/* After how long a step ends by itself, in ms; 0 when it does not. */
static int own_timeout(const struct step *s)
{
	const char *ms = step_arg(s, "timeout");

	return ms && ms[0] != '-' ? atoi(ms) : 0;
}

bool play_all_slept(const struct play *p, struct play_wait *w, int ms)
{
	if (!all_asleep(p)) {
		w->asleep = w->stuck = 0;
		return false;
	}
	if (!w->asleep)
		w->asleep = now_ms();
	return now_ms() - w->asleep >= ms;
}

static int step_limit(const struct play *p)
{
	int ms = p->config->limits.step_ms;

	return ms ? ms : PLAY_LIMIT_MS;
}

/*
 * What would end only behind the limit might as well not end. Two looks, one
 * turn apart: a timer that ends just before the first is seen no more, and
 * whom it wakes was seen asleep; by the second that one has run.
 */
bool play_deadlock(const struct play *p, struct play_wait *w, int ms)
{
	if (!play_all_slept(p, w, ms))
		return false;
	if (trace_wakes_itself(&p->tracer, step_limit(p)))
		w->stuck = 0;
	else
		w->stuck++;
	return w->stuck > 1;
}

bool play_is_late(const struct play *p, const struct play_wait *w)
{
	return now_ms() - w->start > step_limit(p);
}

/*
 * Who sleeps until a timeout ends it has no need of a CPU: meanwhile another
 * play may go on. What follows the timeout waits until it is let in again.
 */
static void gate_pause(struct play *p)
{
	if (!p->out)
		gate_leave(p->config->gate);
	p->out = true;
}

static void gate_resume(struct play *p)
{
	long long began = now_us();

	if (p->out)
		gate_enter(p->config->gate);
	p->out = false;
	p->away += now_us() - began;
}

/*
 * All sleep, and this step was not said to wait. Its own timeout may end it
 * yet: then it has waited, and is not hung. Nor is it while somebody has a
 * timer, a host of its own perhaps: whoever that wakes may wake others.
 */
static void all_sleep(struct play *p, struct play_wait *w, int actor)
{
	int pending = p->actors[actor].pending;
	int more = own_timeout(&p->t->steps[pending]);

	if (more)
		p->rec->steps[pending].wait = WAIT_SEEN;
	if (!play_deadlock(p, w, PLAY_ASLEEP_MS + more))
		return;
	if (play_is_program(p, actor))
		play_program_end(p);
	else
		play_hung(p, actor,
			  "waits while every process is asleep: deadlock");
}

/* A program may go on waiting for ever, its host with timers of its own. */
static void is_late(struct play *p, struct play_wait *w, int actor)
{
	if (play_is_program(p, actor) && play_all_slept(p, w, 0))
		play_program_end(p);
	else
		play_hung(p, actor, "did not return in time");
}

void play_wait_answer(struct play *p, int actor)
{
	struct actor *a = &p->actors[actor];
	const struct step *s = &p->t->steps[a->pending];
	struct step_record *rec = &p->rec->steps[a->pending];
	struct play_wait w;

	play_wait_begin(&w);
	while (a->pending >= 0 && !p->over) {
		if (play_wait_turn(p, &w) && s->waits && is_asleep(p, actor)) {
			rec->wait = WAIT_SEEN;
			gate_pause(p);
		} else if (a->pending >= 0 && !s->waits && w.us > 1000 &&
			   play_all_slept(p, &w, PLAY_ASLEEP_MS)) {
			all_sleep(p, &w, actor);
		}
		if (a->pending >= 0 && play_is_late(p, &w))
			is_late(p, &w, actor);
	}
	gate_resume(p);
}

/* Until it has answered, or sleeps: true when it sleeps. */
bool play_wait_asleep(struct play *p, int actor)
{
	struct actor *a = &p->actors[actor];
	struct play_wait w;

	play_wait_begin(&w);
	while (a->pending >= 0 && !p->over) {
		/* A look costs less than a wait, and mostly it sleeps. */
		if (is_asleep(p, actor)) {
			play_pump(p, 0);
			if (a->pending >= 0 && is_asleep(p, actor))
				return true;
		}
		play_wait_turn(p, &w);
		if (play_is_late(p, &w))
			play_hung(p, actor, "did not return in time");
	}
	return false;
}
