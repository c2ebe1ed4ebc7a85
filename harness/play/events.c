/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What happens in a play: answers, ends of actors, stops of tracees.
 */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "parts.h"

/* wire.h: what a player says of itself when it has started. */
#define PLAYER_VERSION "1"

/* --- how a play ends early ------------------------------------------------*/

void play_over(struct play *p, enum play_end how, int at, char *why)
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

void play_unsaid(struct play *p, enum unsaid_by by, int at, char *why)
{
	if (!p->over)
		p->rec->by = by;
	play_over(p, END_INEXPRESSIBLE, at, why);
}

/* "guest was killed by signal 11 (Segmentation fault)" */
static char *death_text(const struct play *p, int actor)
{
	const struct actor_end *e = &p->tracer.ended[actor];
	struct buf b = {0};

	buf_printf(&b, "%s ", p->t->actors[actor]);
	if (!e->gone)
		buf_puts(&b, "closed its stdout");
	else if (WIFSIGNALED(e->status))
		buf_printf(&b, "was killed by signal %d (%s)",
			   WTERMSIG(e->status), strsignal(WTERMSIG(e->status)));
	else
		buf_printf(&b, "exited with status %d", WEXITSTATUS(e->status));
	return buf_take(&b);
}

/*
 * Where an actor is: the step that it was asked, else the next one that it
 * would be asked, so that it is all the same whether it died just before or
 * just after that was sent.
 */
int play_place(const struct play *p, int actor)
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

void play_not_started(struct play *p, char *why)
{
	if (!p->over) {
		p->rec->start = START_FAILED;
		play_over(p, END_BROKEN, play_place(p, 0),
			  xasprintf("the host did not start: %s", why));
	}
	free(why);
}

/* Takes why over. */
void play_crashed(struct play *p, int actor, char *why)
{
	if (actor == 0 && !p->started[0]) {
		play_not_started(p, why);
		return;
	}
	/* A native peer is ours; it has no business to die. */
	play_over(p, actor == 0 ? END_CRASHED : END_BROKEN,
		  play_place(p, actor), why);
}

static void end_dead(struct play *p, int actor)
{
	play_crashed(p, actor, death_text(p, actor));
}

void play_hung(struct play *p, int actor, const char *how)
{
	int at = p->actors[actor].pending;
	const char *op = at < 0 ? "the start" : p->t->steps[at].op->name;

	play_over(p, END_HUNG, play_place(p, actor),
		  xasprintf("%s: %s %s", p->t->actors[actor], op, how));
}

/* --- events ---------------------------------------------------------------*/

static int pollfds_fill(const struct play *p, struct pollfd *fds)
{
	int n = 0;

	for (int i = 0; i < p->t->nactors; i++) {
		const struct actor *a = &p->actors[i];

		fds[n++] = (struct pollfd){a->out_closed ? -1 : a->ends.out,
					   POLLIN, 0};
		fds[n++] = (struct pollfd){a->err_closed ? -1 : a->ends.err,
					   POLLIN, 0};
		fds[n++] = (struct pollfd){a->unsent.len ? a->ends.in : -1,
					   POLLOUT, 0};
	}
	return n;
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
	if (p->later && p->t->steps[step].inject &&
	    !p->t->steps[step].refused && !p->tracer.injected[0])
		play_unsaid(p, UNSAID_abi, step, xstrdup(p->later));
}

/*
 * By a call that is not followed the kernel was asked after all, where its
 * answer was to be replaced: this step cannot be compared.
 */
static void missed_take(struct play *p, int actor, int step)
{
	const struct step *s = &p->t->steps[step];

	if (s->inject && !s->refused && !p->tracer.injected[actor] &&
	    p->rec->steps[step].silent)
		play_unsaid(
			p, UNSAID_host, step,
			xasprintf("%s made system calls that are not traced, "
				  "so the errno could not be injected",
				  p->t->actors[actor]));
}

/* Linux can make any; a host's failure is a matter of the steps that it took. */
static void given_not(struct play *p, char *why)
{
	if (p->config->guest->preopen_player)
		play_over(p, END_BROKEN, 0, why);
	else
		play_unsaid(p, UNSAID_host, 0, why);
}

/*
 * The player was told of a preopen, or made it. It makes what the host's
 * manifest has no way to give; an ABI that cannot do that either leaves the
 * case to hosts that can.
 */
static void given_take(struct play *p, const struct wire_line *w)
{
	const struct host *h = p->config->guest;
	const struct preopen *given =
		&p->t->preopens[p->t->npreopens - p->ungiven--];
	const char *ret = wire_get(w, "ret"), *err = wire_get(w, "errno");

	if (wire_get(w, "inexpressible"))
		play_unsaid(p, UNSAID_host, 0, host_gives_not(h, given));
	else if (!ret || strcmp(ret, "0") != 0)
		given_not(p, xasprintf("cannot create the preopened socket %s: "
				       "%s",
				       given->name, err ? err : "no errno"));
}

/* A host may have a player in itself that is older than we are. */
static void hello_take(struct play *p, int i, const struct wire_line *w)
{
	const char *version = wire_get(w, "player");

	p->started[i] = true;
	if (i == 0) {
		p->rec->start = START_DONE;
		p->rec->start_us = now_us() - p->born;
	}
	if (!version || strcmp(version, PLAYER_VERSION) != 0)
		play_over(
			p, END_BROKEN, 0,
			xasprintf(
				"%s is player version %s; this sockdiff needs "
				"version " PLAYER_VERSION ": rebuild the host "
				"with the matching player",
				p->t->actors[i], version ? version : "none"));
}

static void answer_take(struct play *p, int i, const struct wire_line *w)
{
	struct actor *a = &p->actors[i];

	if (w->step == 0 && !p->started[i]) {
		hello_take(p, i, w);
		return;
	}
	if (w->step == 0 && i == 0 && p->unheard > 0) {
		p->unheard--;
		return;
	}
	if (w->step == 0 && i == 0 && p->ungiven > 0) {
		given_take(p, w);
		return;
	}
	if (a->pending < 0 || w->step != a->pending + 1) {
		play_crashed(p, i,
			     xasprintf("%s replied to step %ld, which was not "
				       "sent",
				       p->t->actors[i], w->step));
		return;
	}
	answer_record(p->rec, a->pending, w, &p->tracer, &p->told);
	missed_take(p, i, a->pending);
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
	while (!p->over && !play_is_program(p, i) &&
	       actor_answer(&p->actors[i], &w, &line)) {
		answer_take(p, i, &w);
		free(line);
	}
	if (p->actors[i].printed >= ACTOR_OUTPUT_MAX)
		play_crashed(p, i,
			     xasprintf("%s printed more than %d MiB",
				       p->t->actors[i],
				       ACTOR_OUTPUT_MAX >> 20));
}

static void dead_look(struct play *p)
{
	for (int i = 0; i < p->t->nactors && !p->over; i++) {
		if (play_is_program(p, i)) {
			if (p->tracer.ended[i].gone &&
			    p->actors[i].pending >= 0)
				play_program_end(p);
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
	if (p->tracer.unfollowed)
		play_crashed(p, 0,
			     xstrdup("cannot be followed: a process of "
				     "it takes no seccomp(2) filter"));
	if (p->tracer.overrun)
		play_crashed(p, 0,
			     xasprintf("more than %d processes and "
				       "threads",
				       ROOM_PROCESSES));
}

/*
 * Handle what happens within some microseconds; false when nothing did.
 * SIGCHLD is blocked but for the wait itself, so no stop is missed.
 */
bool play_pump(struct play *p, long us)
{
	struct pollfd fds[3 * CASE_ACTORS_MAX];
	struct timespec wait = {us / 1000000, us % 1000000 * 1000};
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
