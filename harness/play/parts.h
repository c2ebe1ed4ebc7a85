/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parts.h: one play as the files of it share it.
 *
 *	play.c          the steps, and the whole
 *	play/start.c    the actors start, and the guest is given what it is
 *	play/wait.c     waiting for them
 *	play/events.c   what happens meanwhile, and how a play ends early
 *	play/limit.c    a guest that can make only so many descriptors
 *	play/program.c  a guest that is a program
 */
#ifndef PLAY_PARTS_H
#define PLAY_PARTS_H

#include "actor.h"
#include "answer.h"
#include "play.h"
#include "trace/trace.h"

struct play {
	const struct tcase *t;
	const struct play_config *config;
	struct recording *rec;
	struct tracer tracer;
	struct actor actors[CASE_ACTORS_MAX];
	bool started[CASE_ACTORS_MAX];
	long long closed_at[CASE_ACTORS_MAX]; /* its stdout, ms; 0: open */
	struct room *room;
	struct told told; /* addresses, for of:actor.s */
	bool late;        /* the guest starts at its first step */
	bool spawned;     /* the guest has been */
	long long born;   /* and when, in us */
	int unheard;      /* quirks that its player was not told of */
	int ungiven;      /* preopens that its player was not told of */
	/* What the guest's last answer owes, or NULL: wire.h. */
	char *later, *next;
	bool over;      /* the recording's end is set */
	bool out;       /* of the gate, for a while */
	long long away; /* us that it took to come in again */
};

/* --- play/events.c --- */

/* The play is over, unless it was before. These take why over. */
void play_over(struct play *p, enum play_end how, int at, char *why);
/* It is inexpressible, for that lack. */
void play_unsaid(struct play *p, enum unsaid_by by, int at, char *why);
void play_crashed(struct play *p, int actor, char *why);
/*
 * The host ended, or went wrong, before its guest had said a word: what the
 * case is about was never tried.
 */
void play_not_started(struct play *p, char *why);
/* "guest: recv <how>" */
void play_hung(struct play *p, int actor, const char *how);
/*
 * Where an actor is: the step that it was asked, else the next one that it
 * would be asked, so that it is all the same whether it died just before or
 * just after that was sent.
 */
int play_place(const struct play *p, int actor);
/* Handle what happens within some microseconds; false when nothing did. */
bool play_pump(struct play *p, long us);

/* --- play/wait.c --- */

/* The state of one wait: how long nothing has happened, and since when. */
struct play_wait {
	long us;                 /* next interval */
	long long start, asleep; /* ms; asleep 0: not all asleep */
	int stuck;               /* looks in a row that found nobody to wake */
	long long weighed;       /* when memory was looked at last, ms */
};

void play_wait_begin(struct play_wait *w);
/* One turn; true when nothing happened. */
bool play_wait_turn(struct play *p, struct play_wait *w);
/* Has everyone slept for so long? */
bool play_all_slept(const struct play *p, struct play_wait *w, int ms);
/* The same, and none of them will wake by itself while the limit runs. */
bool play_deadlock(const struct play *p, struct play_wait *w, int ms);
bool play_is_late(const struct play *p, const struct play_wait *w);
/* Until an actor has answered what it was asked. */
void play_wait_answer(struct play *p, int actor);
/* Until it has answered, or sleeps: true when it sleeps. */
bool play_wait_asleep(struct play *p, int actor);

/* --- play/start.c --- */

/* Follow the room; -1 and a sentence. */
int play_trace(struct play *p, char **why);
/* Start the actors from `from` up to `to`, and see that they are there. */
void play_start(struct play *p, int from, int to);

/* --- play/limit.c --- */

/* After its start: from now on the guest has what its case allows. */
void play_limit(struct play *p);

/* --- play/program.c --- */

bool play_is_program(const struct play *p, int actor);
/* It is at its step from its start to its end. */
void play_program_begin(struct play *p, int step);
void play_program_end(struct play *p);

#endif
