/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trace.h: follows every process of a room and notes its socket calls.
 *
 * The room's first process is seized (ptrace(2), PTRACE_SEIZE), its children
 * are attached by the kernel; those are the actors, in the order in which
 * they were started. Actors carry a seccomp filter that stops them only at
 * the calls of syscalls.def. A call belongs to the step that its actor is at;
 * calls made before the first step only teach the names of descriptors.
 *
 * Which thread of an actor calls does not matter: runtimes use several.
 */
#ifndef TRACE_H
#define TRACE_H

#include <sys/user.h>

#include "decode.h"
#include "recording/forced.h"
#include "requests.h"
#include "room/room.h"

/* How closely a process is followed; see trace_late.h. */
enum followed {
	FOLLOWED, /* wholly */
	FOLLOWED_EARLY,
	FOLLOWED_MAPS,
	FOLLOWED_MAPPED,
	FOLLOWED_INSTALLS
};

struct tracee {
	pid_t pid;
	int actor;         /* -1: the room's first process */
	bool in_call;      /* stopped on entry, not yet returned */
	struct stopped at; /* the call that it is in; row NULL: no row */
	uint64_t args[6];
	struct request first; /* what that asks for first */
	int step;             /* that the call belongs to, or -1 */
	int slot;             /* the first request in its step, or -1 */
	struct forced answer; /* that takes the place of the kernel's */
	long slept;           /* trace_slept() when its call began */
	struct call *loose;   /* a call outside of any step, not recorded */
	struct fd_names *fds; /* of its descriptor table: trace_fds.h */
	bool alarm;           /* it has asked for SIGALRM */
	enum followed followed;
	uint64_t late; /* its page for the late filter, once there is */
	struct user_regs_struct regs; /* of the call that waits meanwhile */
};

/* Where a descriptor leads, /proc/PID/fd. */
struct fd_link {
	char to[64];
	mode_t mode;
};

/* One that an actor's process has sent to another of them, or to itself. */
struct fd_passed {
	int actor;
	struct fd_link at;
	char *name;
};
#define PASSED_MAX 64 /* more are not remembered */

/* How an actor's first process ended. */
struct actor_end {
	bool gone;
	int status; /* as wait(2) tells it */
};

struct tracer {
	struct recording *rec;
	struct tracee *v;
	int n;
	pid_t room;
	int nactors;                 /* one more than the last seen */
	int next;                    /* who is started next */
	pid_t main[CASE_ACTORS_MAX]; /* first process of each */
	struct actor_end ended[CASE_ACTORS_MAX];
	int step[CASE_ACTORS_MAX];      /* what each is at, or -1 */
	bool injected[CASE_ACTORS_MAX]; /* this step's answer was given */
	const struct forced *forced;    /* of each step of actor 0, or NULL */
	bool refuses;    /* what rules forbid, for a host without: allow.h */
	pid_t early[16]; /* stopped before their parent
						 told of them */
	int nearly;
	struct fd_passed passed[PASSED_MAX]; /* a ring */
	int npassed;                         /* ever */
	bool overrun;                        /* too many processes */
	bool unfollowed;                     /* one takes no late filter */
	bool hold;                           /* actor 0 is not to begin yet */
	pid_t held;                          /* and this is it, stopped */
};

/* Follow a room that is ready and empty. */
int trace_begin(struct tracer *t, const struct room *r, struct recording *rec,
		char **why);
/*
 * The same for a room whose actors bring tracers of their own, for two cannot
 * follow one process (ptrace(2)): nothing is recorded, and trace_look, once
 * they have started, finds the actors to tell of, beneath their tracers.
 * When more have started it is called again. The first of the actors may be
 * the last to start (late).
 */
void trace_watch(struct tracer *t, const struct room *r, struct recording *rec);
void trace_look(struct tracer *t, bool late);
/* The same when the actors have no tracer at all. */
void trace_look_bare(struct tracer *t, bool late);
/* Actors are started from this one on; from 0 on unless said otherwise. */
void trace_next(struct tracer *t, int actor);
/* Actor 0 does not begin before it is released. Before it is started. */
void trace_hold(struct tracer *t);
void trace_release(struct tracer *t);
/* Handle every stop that is there; does not wait. How many there were. */
int trace_pump(struct tracer *t);
/* The actor begins a step (an index), or rests (-1). */
void trace_step(struct tracer *t, int actor, int step);
/*
 * How often a stopped thread has given its CPU away by itself, proc(5)
 * voluntary_ctxt_switches; -1 if that cannot be told. Each of its stops is
 * one more, at the next look.
 */
long trace_slept(pid_t pid);
/*
 * Is every thread of the actor asleep in the kernel, and would stay so until
 * something happens elsewhere? False while it runs, or is stopped for us.
 */
bool trace_asleep(const struct tracer *t, int actor);
/*
 * Will a sleeper of the room wake by itself, within so many ms of the moment
 * at which it fell asleep? Only for a room where all sleep; see sleep.h.
 */
bool trace_wakes_itself(const struct tracer *t, int ms);
/* The process that a thread is of. */
pid_t trace_process(pid_t tid);
/* Sockets that an actor's processes have now: a, b. The caller frees it. */
char *trace_left_open(const struct tracer *t, int actor);
/*
 * Memory of all that is in the room, in bytes: what is resident, and what is
 * in files without a name that somebody has open, memfd_create(2). Those count
 * for no process unless it maps them.
 */
long long trace_memory(const struct tracer *t);
/* The actor that a pid, as seen inside of the room, belongs to; or -1. */
int trace_actor_of(const struct tracer *t, int inner_pid);
/* Wait until everything in the room is dead and reaped; after room_kill. */
void trace_reap(struct tracer *t);
void trace_free(struct tracer *t);

#endif
