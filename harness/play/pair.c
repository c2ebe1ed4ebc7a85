/* SPDX-License-Identifier: Apache-2.0 */
#include "pair.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "again.h"
#include "aligned.h"
#include "once.h"
#include "room/maker.h"
#include "recording/alias.h"
#include "recording/normalise.h"

static void nothing(int sig)
{
	(void)sig;
}

/*
 * A stop of a tracee interrupts the wait for pipes: SIGCHLD is blocked but in
 * ppoll(2), and has a handler, since ignored signals interrupt nothing.
 */
void stage_begin(void)
{
	struct sigaction act = {.sa_handler = nothing};
	sigset_t set;

	sigaction(SIGCHLD, &act, NULL);
	act.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &act, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

void stage_end(struct stage *s)
{
	for (size_t k = 0; k < COUNT(s->shelf); k++)
		for (size_t h = 0; h < COUNT(s->shelf[k]); h++)
			shelf_clear(&s->shelf[k][h]);
	unsaid_free(&s->unsaid);
	maker_end();
}

/* Only inet sockets put packets on a wire; what a program has, it needs. */
static bool has_wire(const struct tcase *t)
{
	for (int i = 0; i < t->npreopens; i++)
		if (strncmp(preopen_domain(&t->preopens[i]), "AF_INET", 7) == 0)
			return true;
	if (t->program && (case_needs(t, "tcp") || case_needs(t, "udp")))
		return true;
	for (int i = 0; i < t->nsteps; i++) {
		const char *domain = step_arg(&t->steps[i], "domain");

		if (domain && strncmp(domain, "AF_INET", 7) == 0)
			return true;
	}
	return false;
}

static struct recording *pair_once(struct stage *s, const struct pair_config *c,
				   const struct host *guest,
				   const struct forced *forced,
				   const struct tcase *t)
{
	struct play_config config = {.guest = guest,
				     .native = c->native,
				     .limits = c->limits,
				     .gate = c->gate,
				     .forced = forced,
				     .bare = c->bare};
	struct room_kind kind = {!c->no_packets && has_wire(t), t->net->id};
	struct recording *rec = play_once(
		t, &config, &s->shelf[kind.captures][kind.net], c->lobby, kind);

	normalise(rec);
	return rec;
}

enum host_start pair_greet(struct stage *s, const struct pair_config *c,
			   char **why)
{
	static struct tcase hello = {
		.id = "", .actors = {"guest"}, .nactors = 1, .descriptors = -1};
	enum host_start start;
	struct recording *rec;

	hello.net = &nets[0];
	rec = pair_once(s, c, c->host, NULL, &hello);
	start = rec->start;
	if (start == START_FAILED && rec->noise)
		*why = xasprintf("%s; it said: %s", rec->why, rec->noise);
	else if (start != START_DONE)
		*why = xstrdup(rec->why);
	recording_free(rec);
	return start;
}

struct recording *pair_native(struct stage *s, const struct pair_config *c,
			      const struct tcase *t)
{
	return pair_once(s, c, c->native, NULL, t);
}

/* Played, unless it is known that none of it can be said. */
static struct recording *play_host(struct stage *s, const struct pair_config *c,
				   const struct tcase *t)
{
	struct recording *got =
		c->thrifty ? unsaid_recall(&s->unsaid, t) : NULL;

	if (got)
		return got;
	got = pair_once(s, c, c->host, NULL, t);
	if (c->thrifty)
		unsaid_note(&s->unsaid, got);
	return got;
}

struct recording *replay_native(const struct replay *r,
				const struct forced *forced)
{
	return pair_once(r->stage, r->config, r->config->native, forced,
			 r->tcase);
}

struct recording *replay_host(const struct replay *r)
{
	return pair_once(r->stage, r->config, r->config->host, NULL, r->tcase);
}

static bool result_is_timed(const struct result *r)
{
	for (int i = 0; i < r->ngaps; i++)
		if (!r->gaps[i].consequence &&
		    (r->gaps[i].gclass == GAP_hang ||
		     r->gaps[i].gclass == GAP_blocking))
			return true;
	return r->verdict == HUNG;
}

bool pair_is_timed(const struct pair *p)
{
	const struct result *r = p->result;

	if (r->verdict == SAME || r->verdict == INEXPRESSIBLE)
		return false;
	/* A case about timeouts sees in its answers what came too late. */
	return result_is_timed(r) || r->unstable ||
	       case_needs(r->tcase, "timeouts") ||
	       (p->want && p->want->end != END_OK);
}

/* What is known only when it was played once more. */
static void replays(struct pair *p, const struct replay *r)
{
	bool later = r->config->crowded && pair_is_timed(p);

	if (!p->want || r->config->bare || p->result->verdict == SAME ||
	    p->result->verdict == INEXPRESSIBLE ||
	    p->result->verdict == BROKEN || later)
		return;
	if (r->config->again)
		again(p, r);
	aligned(p, r);
}

void pair_play(struct pair *p, struct stage *s, const struct pair_config *c,
	       const struct tcase *t)
{
	struct replay r = {s, c, t};

	p->got = play_host(s, c, t);
	p->us = p->got->us;
	if (!c->thrifty || !unsaid_all(p->got)) {
		p->want = pair_once(s, c, c->native, NULL, t);
		p->us += p->want->us;
		alias(p->got, p->want);
	}
	p->result = diff(p->want, p->got);
	replays(p, &r);
}

void pair_free(struct pair *p)
{
	recording_free(p->want);
	recording_free(p->aligned);
	recording_free(p->got);
	result_free(p->result);
	memset(p, 0, sizeof(*p));
}

const struct recording *pair_linux(const struct pair *p)
{
	return p->aligned ? p->aligned : p->want;
}
