/* SPDX-License-Identifier: Apache-2.0 */
#include "play.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "actor.h"
#include "answer.h"
#include "cpu.h"
#include "program.h"
#include "trace.h"

struct play {
	const struct tcase *t;
	const struct play_config *config;
	struct recording *rec;
	struct tracer tracer;
	struct actor actors[CASE_ACTORS_MAX];
	bool started[CASE_ACTORS_MAX];
	long long closed_at[CASE_ACTORS_MAX]; /* its stdout, ms; 0: open */
	struct room *room;
	struct told told;      /* addresses, for of:actor.s */
	bool late;             /* the guest starts at its first step */
	bool spawned;          /* the guest has been */
	int ungiven;           /* preopens that its player was not told of */
	/* What the guest's last answer owes, or NULL: wire.h. */
	char *later, *next;
	bool over;             /* the recording's end is set */
	bool out;              /* of the gate, for a while */
	long long away;        /* us that it took to come in again */
};

/* --- how a play ends early ------------------------------------------------*/

static void end(struct play *p, enum play_end how, int at, char *why)
{
	if (p->over) {
		free(why);
		return;
	}
	p->over = true;
	p->rec->end = how;
	p->rec->at = at < 0 ? 0 : at;
	p->rec->why = why;
}

/* "guest was killed by signal 11 (Segmentation fault)" */
static char *death_text(const struct play *p, int actor)
{
	const struct actor_end *e = &p->tracer.ended[actor];
	struct buf b = { 0 };

	buf_printf(&b, "%s ", p->t->actors[actor]);
	if (!e->gone)
		buf_puts(&b, "closed its stdout");
	else if (WIFSIGNALED(e->status))
		buf_printf(&b, "was killed by signal %d (%s)",
			   WTERMSIG(e->status),
			   strsignal(WTERMSIG(e->status)));
	else
		buf_printf(&b, "ended with status %d",
			   WEXITSTATUS(e->status));
	return buf_take(&b);
}

/*
 * Where an actor is: the step that it was asked, else the next one that it
 * would be asked, so that it is all the same whether it died just before or
 * just after that was sent.
 */
static int place_of(const struct play *p, int actor)
{
	int at = p->actors[actor].pending, last = 0;

	if (at >= 0)
		return at;
	for (int i = 0; i < p->t->nsteps; i++) {
		if (p->t->steps[i].actor != actor)
			continue;
		if (p->rec->steps[i].state == STEP_NOT_REACHED)
			return i;
		last = i;
	}
	return last;
}

/* Takes why over. */
static void end_crashed(struct play *p, int actor, char *why)
{
	/* A native peer is ours; it has no business to die. */
	end(p, actor == 0 ? END_CRASHED : END_BROKEN, place_of(p, actor),
	    why);
}

static void end_dead(struct play *p, int actor)
{
	end_crashed(p, actor, death_text(p, actor));
}

static void end_hung(struct play *p, int actor, const char *how)
{
	int at = p->actors[actor].pending;
	const char *op = at < 0 ? "the start" : p->t->steps[at].op->name;

	end(p, END_HUNG, place_of(p, actor),
	    xasprintf("%s: %s %s", p->t->actors[actor], op, how));
}

/* --- events ---------------------------------------------------------------*/

static int pollfds_fill(const struct play *p, struct pollfd *fds)
{
	int n = 0;

	for (int i = 0; i < p->t->nactors; i++) {
		const struct actor *a = &p->actors[i];

		fds[n++] = (struct pollfd){ a->out_closed ? -1 : a->ends.out,
					    POLLIN, 0 };
		fds[n++] = (struct pollfd){ a->err_closed ? -1 : a->ends.err,
					    POLLIN, 0 };
		fds[n++] = (struct pollfd){ a->unsent.len ? a->ends.in : -1,
					    POLLOUT, 0 };
	}
	return n;
}

/* --- a guest that is a program, see program.h -----------------------------*/

static bool is_program_actor(const struct play *p, int i)
{
	return i == 0 && p->t->program != NULL;
}

/* It is at its step from its start to its end. */
static void program_begin(struct play *p, int step)
{
	const char *input = p->t->program->input;

	p->actors[0].pending = step;
	p->rec->steps[step].state = STEP_SENT;
	actor_send_all(&p->actors[0], input ? input : "");
	trace_step(&p->tracer, 0, step);
	trace_release(&p->tracer);
}

static void program_end(struct play *p)
{
	struct actor *a = &p->actors[0];

	actor_read(a);
	if (p->tracer.ended[0].gone)
		program_ended(&p->rec->steps[a->pending], p->tracer.ended[0].status,
			      a->out.s, a->out.len);
	else
		program_waits(&p->rec->steps[a->pending], a->out.s, a->out.len);
	a->pending = -1;
}

/* A field that says why, as a sentence; NULL when there is none. */
static char *why_take(const struct wire_line *w, const char *key)
{
	char *why = wire_get(w, key) ? xstrdup(wire_get(w, key)) : NULL;

	if (why)
		wire_unescape(why);
	return why;
}

/*
 * The guest may owe what it answered: wire.h, `later`. An errno that is to
 * replace the kernel's own has no call to do it in, then.
 */
static void owed_take(struct play *p, int step, const struct wire_line *w)
{
	free(p->later);
	free(p->next);
	p->later = why_take(w, "later");
	p->next = why_take(w, "next");
	p->rec->steps[step].later = p->later;
	if (p->later && p->t->steps[step].inject && !p->tracer.injected[0])
		end(p, END_INEXPRESSIBLE, step, xstrdup(p->later));
}

/* The player was told of a preopen, or made it. */
static void given_take(struct play *p, const struct wire_line *w)
{
	const struct tcase *t = p->t;
	const char *ret = wire_get(w, "ret"), *err = wire_get(w, "errno");
	int at = t->npreopens - p->ungiven--;

	if (!ret || strcmp(ret, "0") != 0)
		end(p, END_BROKEN, 0,
		    xasprintf("the preopen %s could not be made: %s",
			      t->preopens[at].name, err ? err : "no errno"));
}

static void answer_take(struct play *p, int i, const struct wire_line *w)
{
	struct actor *a = &p->actors[i];

	if (w->step == 0 && !p->started[i]) {
		p->started[i] = true;
		return;
	}
	if (w->step == 0 && i == 0 && p->ungiven > 0) {
		given_take(p, w);
		return;
	}
	if (a->pending < 0 || w->step != a->pending + 1) {
		end_crashed(p, i, xasprintf("%s answered step %ld, which was "
					    "not asked", p->t->actors[i],
					    w->step));
		return;
	}
	answer_record(p->rec, a->pending, w, &p->tracer, &p->told);
	if (i == 0)
		owed_take(p, a->pending, w);
	trace_step(&p->tracer, i, -1);
	a->pending = -1;
}

static void answers_take(struct play *p, int i)
{
	struct wire_line w;
	char *line;

	actor_read(&p->actors[i]);
	while (!p->over && !is_program_actor(p, i) &&
	       actor_answer(&p->actors[i], &w, &line)) {
		answer_take(p, i, &w);
		free(line);
	}
	if (p->actors[i].printed >= ACTOR_OUTPUT_MAX)
		end_crashed(p, i, xasprintf("%s printed more than %d MiB",
					    p->t->actors[i],
					    ACTOR_OUTPUT_MAX >> 20));
}

static void dead_look(struct play *p)
{
	for (int i = 0; i < p->t->nactors && !p->over; i++) {
		if (is_program_actor(p, i)) {
			if (p->tracer.ended[i].gone &&
			    p->actors[i].pending >= 0)
				program_end(p);
		} else if (p->tracer.ended[i].gone) {
			answers_take(p, i); /* what it said at last */
			end_dead(p, i);
		} else if (p->actors[i].out_closed) {
			/* A process that ends closes its pipes first. */
			if (!p->closed_at[i])
				p->closed_at[i] = now_ms();
			else if (now_ms() - p->closed_at[i] > PLAY_ASLEEP_MS)
				end_dead(p, i);
		}
	}
	if (p->tracer.overrun)
		end_crashed(p, 0, xasprintf("more than %d processes and "
					    "threads", ROOM_PROCESSES));
}

/*
 * Handle what happens within some microseconds; false when nothing did.
 * SIGCHLD is blocked but for the wait itself, so no stop is missed.
 */
static bool pump(struct play *p, long us)
{
	struct pollfd fds[3 * CASE_ACTORS_MAX];
	struct timespec wait = { us / 1000000, us % 1000000 * 1000 };
	int n = pollfds_fill(p, fds), ready, stops;
	sigset_t mask;

	sigprocmask(SIG_SETMASK, NULL, &mask);
	sigdelset(&mask, SIGCHLD);
	ready = ppoll(fds, (nfds_t)n, &wait, &mask);
	stops = trace_pump(&p->tracer);
	for (int i = 0; ready > 0 && i < n; i++) {
		if (!fds[i].revents)
			continue;
		if (i % 3 == 2)
			actor_flush(&p->actors[i / 3]);
		else
			answers_take(p, i / 3);
	}
	dead_look(p);
	return stops > 0 || ready > 0;
}

/* --- waiting --------------------------------------------------------------*/

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

/* The state of one wait: how long nothing has happened, and since when. */
struct wait {
	long us;              /* next interval */
	long long start, asleep; /* ms; asleep 0: not all asleep */
	long long weighed;    /* when memory was looked at last, ms */
};

#define WEIGH_MS 10

static void wait_begin(struct wait *w)
{
	*w = (struct wait){ .us = 50, .start = now_ms() };
	w->weighed = w->start;
}

/* By the clock: who is busy otherwise eats memory all the same. */
static void memory_look(struct play *p, struct wait *w)
{
	long long limit = p->config->limits.memory, now = now_ms();

	if (now - w->weighed < WEIGH_MS)
		return;
	w->weighed = now;
	limit = limit ? limit : PLAY_MEMORY;
	if (trace_memory(&p->tracer) > limit)
		end_crashed(p, 0, xasprintf("used more than %lld MiB of "
					    "memory", limit >> 20));
}

/* One turn; true when nothing happened. */
static bool wait_turn(struct play *p, struct wait *w)
{
	bool quiet = !pump(p, w->us);

	memory_look(p, w);
	if (!quiet) {
		w->us = 50;
		w->asleep = 0;
	} else if (w->us < 20000) {
		w->us *= 2;
	}
	return quiet;
}

/* Has everyone slept for so long that nobody will wake anybody? */
static bool is_deadlock(const struct play *p, struct wait *w, int ms)
{
	if (!all_asleep(p)) {
		w->asleep = 0;
		return false;
	}
	if (!w->asleep)
		w->asleep = now_ms();
	return now_ms() - w->asleep >= ms;
}

static bool is_late(const struct play *p, const struct wait *w)
{
	int ms = p->config->limits.step_ms;

	return now_ms() - w->start > (ms ? ms : PLAY_LIMIT_MS);
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

static void wait_answer(struct play *p, int actor)
{
	struct actor *a = &p->actors[actor];
	const struct step *s = &p->t->steps[a->pending];
	struct step_record *rec = &p->rec->steps[a->pending];
	struct wait w;

	wait_begin(&w);
	while (a->pending >= 0 && !p->over) {
		if (wait_turn(p, &w) && s->waits && is_asleep(p, actor)) {
			rec->wait = WAIT_SEEN;
			gate_pause(p);
		} else if (!s->waits && w.us > 1000 &&
			   is_deadlock(p, &w, PLAY_ASLEEP_MS)) {
			if (is_program_actor(p, actor)) {
				program_end(p);
				return;
			}
			end_hung(p, actor, "waits, and nobody is left to "
					   "wake it");
		}
		if (is_late(p, &w))
			end_hung(p, actor, "gave no answer in time");
	}
	gate_resume(p);
}

/* Until it has answered, or sleeps: true when it sleeps. */
static bool wait_asleep(struct play *p, int actor)
{
	struct actor *a = &p->actors[actor];
	struct wait w;

	wait_begin(&w);
	while (a->pending >= 0 && !p->over) {
		/* A look costs less than a wait, and mostly it sleeps. */
		if (is_asleep(p, actor)) {
			pump(p, 0);
			if (a->pending >= 0 && is_asleep(p, actor))
				return true;
		}
		wait_turn(p, &w);
		if (is_late(p, &w))
			end_hung(p, actor, "gave no answer in time");
	}
	return false;
}

/* --- starting -------------------------------------------------------------*/

static int tracer_start(struct play *p, char **why)
{
	if (!p->config->traced && !p->config->bare)
		return trace_begin(&p->tracer, p->room, p->rec, why);
	trace_watch(&p->tracer, p->room, p->rec);
	return 0;
}

static char **guest_argv(const struct play *p, char **why)
{
	const struct host *guest = p->config->guest;

	return p->t->program ? host_program(guest, p->t->program, why) :
			       host_argv(guest, p->t, why);
}

/* Start the actors from `from` up to `to`. */
static int actors_spawn(struct play *p, int from, int to, char **why)
{
	const struct play_config *c = p->config;
	char *const *argv[CASE_ACTORS_MAX];
	char **guest = NULL, **native = NULL;
	struct ends ends[CASE_ACTORS_MAX];
	bool far[CASE_ACTORS_MAX];
	int err = 0;

	if (!c->traced && !(guest = guest_argv(p, why))) {
		end(p, END_INEXPRESSIBLE, 0, *why);
		*why = NULL;
		return 0;
	}
	if (!c->traced)
		native = host_argv(c->native, NULL, why);
	for (int i = from; i < to; i++) {
		far[i] = case_is_far(p->t, i);
		argv[i] = c->traced ? c->traced[i] : i == 0 ? guest : native;
	}
	trace_next(&p->tracer, from);
	if (from == 0 && p->t->program) {
		trace_hold(&p->tracer);
		p->started[0] = true;
	}
	err = room_spawn(p->room, to - from, argv + from, far + from,
			 ends + from, why);
	for (int i = from; i < to; i++)
		actor_init(&p->actors[i], p->t->actors[i], &ends[i]);
	p->spawned |= from == 0;
	host_argv_free(guest);
	host_argv_free(native);
	return err;
}

static void actors_greet(struct play *p, int from, int to)
{
	int ms = p->config->limits.start_ms;
	struct wait w;

	ms = ms ? ms : PLAY_START_MS;
	wait_begin(&w);
	for (int i = from; i < to && !p->over; i++) {
		while (!p->started[i] && !p->over) {
			wait_turn(p, &w);
			if (now_ms() - w.start > ms ||
			    (w.us > 1000 &&
			     is_deadlock(p, &w, PLAY_STARTING_MS)))
				end_hung(p, i, "gave no sign of life");
		}
	}
	if (p->config->traced)
		trace_look(&p->tracer, p->late);
	else if (p->config->bare)
		trace_look_bare(&p->tracer, p->late);
}

/* Tell the guest's player of what the case has it given. */
static void preopens_tell(struct play *p)
{
	const struct host *h = p->config->guest;
	struct buf b = { 0 };
	struct wait w;

	p->ungiven = p->t->npreopens;
	for (int i = 0; i < p->t->npreopens; i++)
		preopen_command(&b, &p->t->preopens[i],
				h->preopen_player ? -1 :
						    h->preopen_first + i);
	if (b.len)
		actor_send(&p->actors[0], b.s, b.len);
	buf_free(&b);
	wait_begin(&w);
	while (p->ungiven && !p->over) {
		wait_turn(p, &w);
		if (is_late(p, &w))
			end_hung(p, 0, "does not take its preopens");
	}
}

static void actors_start(struct play *p, int from, int to)
{
	char *why = NULL;

	if (from == to)
		return;
	if (actors_spawn(p, from, to, &why) < 0)
		end(p, END_BROKEN, 0, why);
	if (!p->over)
		actors_greet(p, from, to);
	if (!p->over && from == 0)
		preopens_tell(p);
}

/* --- steps ----------------------------------------------------------------*/

static void step_send(struct play *p, int i)
{
	const struct step *s = &p->t->steps[i];
	struct buf b = { 0 };

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
			wait_asleep(p, i);
}

static void step_play(struct play *p, int i)
{
	const struct step *s = &p->t->steps[i];

	if (s->actor == 0 && !p->spawned && !p->over)
		actors_start(p, 0, 1);
	if (is_program(s) && !p->over) {
		program_begin(p, i);
		settle(p);
		return;
	}
	if (p->actors[s->actor].pending >= 0)
		wait_answer(p, s->actor);
	if (s->actor != 0 && p->next)
		end(p, END_INEXPRESSIBLE, place_of(p, 0), xstrdup(p->next));
	if (p->over)
		return;
	step_send(p, i);
	if (!s->blocks)
		wait_answer(p, s->actor);
	else if (wait_asleep(p, s->actor))
		p->rec->steps[i].wait = WAIT_SEEN;
	settle(p);
	if (!p->over && p->rec->steps[i].state == STEP_INEXPRESSIBLE)
		end(p, END_INEXPRESSIBLE, i,
		    xstrdup(record_field(&p->rec->steps[i],
					 "inexpressible")));
}

static void steps_play(struct play *p)
{
	for (int i = 0; i < p->t->nsteps && !p->over; i++)
		step_play(p, i);
	for (int i = 0; i < p->t->nactors && !p->over; i++)
		if (p->actors[i].pending >= 0)
			wait_answer(p, i);
	if (p->later)
		end(p, END_INEXPRESSIBLE, place_of(p, 0), xstrdup(p->later));
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
	end(p, END_BROKEN, p->rec->at, why);
}

static void finish(struct play *p, struct room *r)
{
	packets_note(p, r);
	p->rec->left_open = trace_left_open(&p->tracer, 0);
	p->rec->noise = actor_last_words(&p->actors[0]);
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
	struct play p = { .t = t, .config = c, .rec = recording_new(t),
			  .room = r };
	char *why = NULL;
	long long began;

	for (int i = 0; i < t->nactors; i++)
		actor_init(&p.actors[i], t->actors[i],
			   &(struct ends){ -1, -1, -1 });
	p.late = preopen_any_late(t->preopens, t->npreopens);
	cpu_pin(gate_enter(c->gate), r->pid);
	began = now_us();
	if (tracer_start(&p, &why) < 0)
		end(&p, END_BROKEN, 0, why);
	else
		actors_start(&p, p.late, t->nactors);
	if (!p.over)
		steps_play(&p);
	p.rec->us = now_us() - began - p.away;
	cpu_unpin();
	gate_leave(c->gate);
	finish(&p, r);
	return p.rec;
}
