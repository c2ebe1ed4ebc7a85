/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the actors of a play start, and what the guest is given then.
 */
#include "parts.h"
#include "host/program_words.h"

int play_trace(struct play *p, char **why)
{
	if (!p->config->traced && !p->config->bare)
		return trace_begin(&p->tracer, p->room, p->rec, why);
	trace_watch(&p->tracer, p->room, p->rec);
	return 0;
}

static char **guest_argv(const struct play *p, char **why)
{
	const struct host *guest = p->config->guest;

	return p->t->program ? host_program(guest, p->t->program, why)
			     : host_argv(guest, p->t, why);
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

	if (!c->traced && from == 0 &&
	    !host_quirks_allow(p->rec->quirks, p->t, why)) {
		play_unsaid(p, UNSAID_host, 0, *why);
		*why = NULL;
		return 0;
	}
	if (!c->traced && !(guest = guest_argv(p, why))) {
		play_unsaid(p, UNSAID_host, 0, *why);
		*why = NULL;
		return 0;
	}
	if (!c->traced)
		native = host_argv(c->native, NULL, why);
	for (int i = from; i < to; i++) {
		far[i] = case_is_far(p->t, i);
		argv[i] = c->traced ? c->traced[i] : i == 0 ? guest : native;
	}
	p->tracer.refuses = c->guest->allow_harness;
	p->tracer.forced = c->forced;
	trace_next(&p->tracer, from);
	if (from == 0 && p->t->program) {
		trace_hold(&p->tracer);
		p->started[0] = true;
		p->rec->start = START_DONE;
	}
	err = room_spawn(p->room, to - from, argv + from, far + from,
			 c->notes ? c->notes + from : NULL, ends + from, why);
	for (int i = from; i < to; i++)
		actor_init(&p->actors[i], p->t->actors[i], &ends[i]);
	p->spawned |= from == 0;
	if (from == 0)
		p->born = now_us();
	host_argv_free(guest);
	host_argv_free(native);
	return err;
}

/* An actor gave no sign of life; `how` and the limit say why it is one. */
static void silent(struct play *p, int actor, const char *how, int ms)
{
	if (actor == 0)
		play_not_started(p, xasprintf("%s %g s", how, ms / 1000.0));
	else
		play_hung(p, actor, "did not start in time");
}

static void actors_greet(struct play *p, int from, int to)
{
	int ms = p->config->limits.start_ms, own = p->config->guest->start_s;
	struct play_wait w;

	ms = ms ? ms : own ? own * 1000 : PLAY_START_MS;
	play_wait_begin(&w);
	for (int i = from; i < to && !p->over; i++) {
		while (!p->started[i] && !p->over) {
			play_wait_turn(p, &w);
			if (now_ms() - w.start > ms)
				silent(p, i, "its guest printed nothing within",
				       ms);
			else if (w.us > 1000 &&
				 play_deadlock(p, &w, PLAY_STARTING_MS))
				silent(p, i,
				       "all its processes were asleep "
				       "for",
				       PLAY_STARTING_MS);
		}
	}
	if (p->config->traced)
		trace_look(&p->tracer, p->late);
	else if (p->config->bare)
		trace_look_bare(&p->tracer, p->late);
}

/* Tell the guest's player of its host's quirks, and of what it is given. */
static void preopens_tell(struct play *p)
{
	const struct host *h = p->config->guest;
	struct buf b = {0};
	struct play_wait w;
	int fd = h->preopen_first;

	p->unheard = host_quirks_tell(&b, p->rec->quirks);
	p->ungiven = p->t->npreopens;
	for (int i = 0; i < p->t->npreopens; i++) {
		const struct preopen *given = &p->t->preopens[i];

		preopen_command(&b, given, host_gives(h, given) ? fd++ : -1);
	}
	if (b.len)
		actor_send(&p->actors[0], b.s, b.len);
	buf_free(&b);
	play_wait_begin(&w);
	while ((p->unheard || p->ungiven) && !p->over) {
		play_wait_turn(p, &w);
		if (play_is_late(p, &w))
			play_hung(p, 0, "did not accept the preopened sockets");
	}
}

void play_start(struct play *p, int from, int to)
{
	char *why = NULL;

	if (from == to)
		return;
	if (actors_spawn(p, from, to, &why) < 0)
		play_over(p, END_BROKEN, 0, why);
	if (!p->over)
		actors_greet(p, from, to);
	if (!p->over && from == 0)
		preopens_tell(p);
	if (!p->over && from == 0)
		play_limit(p);
}
