/* SPDX-License-Identifier: Apache-2.0 */
#include "trace.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trace_call.h"
#include "trace_fds.h"
#include "trace_late.h"

/*
 * What must hold. Of everyone who runs in the room there is one tracee, from
 * the parent's report on (on_fork) to its end (on_end). A tracee that is
 * stopped is resumed once for each stop: twice would let a call pass unseen,
 * never would hang the play. With PTRACE_SYSCALL while it is in a call that
 * is followed, for its exit is to be seen; else with PTRACE_CONT, which stops
 * at the filter's calls alone.
 *
 * Tracees move in their array: a pointer to one is good until the next
 * tracee_add() or tracee_drop().
 */
#define OPTIONS                                                               \
	(PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |     \
	 PTRACE_O_TRACEEXEC | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACESYSGOOD | \
	 PTRACE_O_EXITKILL)

/* Events handled in one go, before the pipes are looked at again. */
#define EVENTS_MAX 256

static struct tracee *tracee_find(struct tracer *t, pid_t pid)
{
	for (int i = 0; i < t->n; i++)
		if (t->v[i].pid == pid)
			return &t->v[i];
	return NULL;
}

static struct tracee *tracee_add(struct tracer *t, pid_t pid, int actor)
{
	GROW(t->v, t->n);
	t->v[t->n] = (struct tracee){
		.pid = pid, .actor = actor, .step = -1, .slot = -1};
	if (t->n + 1 > ROOM_PROCESSES)
		t->overrun = true;
	return &t->v[t->n++];
}

static void tracee_clear(struct tracee *p)
{
	trace_call_free(p);
	trace_fds_drop(p);
}

static void tracee_drop(struct tracer *t, struct tracee *p)
{
	tracee_clear(p);
	*p = t->v[--t->n];
}

void trace_resume(pid_t pid, int how, int sig)
{
	/* ESRCH: it was killed meanwhile, and wait will report that. */
	ptrace(how, pid, NULL, (void *)(long)sig);
}

int trace_begin(struct tracer *t, const struct room *r, struct recording *rec,
		char **why)
{
	memset(t, 0, sizeof(*t));
	t->rec = rec;
	t->room = r->pid;
	for (int i = 0; i < CASE_ACTORS_MAX; i++)
		t->step[i] = -1;
	if (ptrace(PTRACE_SEIZE, r->pid, NULL, (void *)OPTIONS) < 0)
		return fail(why,
			    "cannot trace the room: %s. sockdiff needs "
			    "ptrace(2): see kernel.yama.ptrace_scope, or the "
			    "container's capabilities",
			    strerror(errno));
	tracee_add(t, r->pid, -1);
	return 0;
}

void trace_next(struct tracer *t, int actor)
{
	t->next = actor;
}

void trace_hold(struct tracer *t)
{
	t->hold = true;
}

void trace_release(struct tracer *t)
{
	t->hold = false;
	if (t->held)
		trace_resume(t->held, PTRACE_CONT, 0);
	t->held = 0;
}

/* A process has stopped for the first time; it goes on, or is held. */
static void begin(struct tracer *t, pid_t pid, int actor)
{
	if (t->hold && actor == 0)
		t->held = pid;
	else
		trace_resume(pid, PTRACE_CONT, 0);
}

void trace_step(struct tracer *t, int actor, int step)
{
	t->step[actor] = step;
	t->injected[actor] = false;
}

/* --- stops ----------------------------------------------------------------*/

static bool early_take(struct tracer *t, pid_t pid)
{
	for (int i = 0; i < t->nearly; i++) {
		if (t->early[i] == pid) {
			t->early[i] = t->early[--t->nearly];
			return true;
		}
	}
	return false;
}

/*
 * A process reports a child: children of the room's first are actors. The
 * parent's flags and descriptors are read before it goes on, for both may
 * change at once; the child has stopped by itself, and waits for us, so that
 * it makes no call before it is known.
 */
static void on_fork(struct tracer *t, struct tracee *p, int event)
{
	bool shares = trace_fds_are_shared(p->pid, event == PTRACE_EVENT_CLONE);
	struct tracee was = *p, *born;
	int actor = p->actor;
	unsigned long child = 0;

	ptrace(PTRACE_GETEVENTMSG, p->pid, NULL, &child);
	if (actor < 0 && t->next < CASE_ACTORS_MAX) {
		actor = t->next++;
		t->main[actor] = (pid_t)child;
		if (t->next > t->nactors)
			t->nactors = t->next;
	}
	born = tracee_add(t, (pid_t)child, actor); /* p is not good any more */
	born->followed = was.followed;
	born->late = was.late;
	trace_fds_fork(born, was.fds, shares);
	trace_resume(was.pid, PTRACE_CONT, 0);
	if (early_take(t, (pid_t)child))
		begin(t, (pid_t)child, actor);
}

/*
 * A thread that runs another program takes the number of its process's first
 * thread, which ends without a word: ptrace(2), "execve(2) under ptrace". So
 * the tracee of the number is now that thread, and its own is gone.
 */
static void on_exec(struct tracer *t, pid_t pid)
{
	unsigned long before = (unsigned long)pid;
	struct tracee *p;

	ptrace(PTRACE_GETEVENTMSG, pid, NULL, &before);
	p = tracee_find(t, (pid_t)before);
	if ((pid_t)before != pid && p)
		tracee_drop(t, p);
	p = tracee_find(t, pid);
	if (p) {
		trace_call_free(p);
		p->in_call = false;
		trace_fds_exec(p);
		trace_late_exec(t, p);
	}
	trace_resume(pid, PTRACE_CONT, 0);
}

static void on_stop(struct tracer *t, struct tracee *p, int status)
{
	int event = status >> 16, sig = WSTOPSIG(status);

	if (event == PTRACE_EVENT_SECCOMP)
		trace_enter(t, p);
	else if (event == 0 && sig == (SIGTRAP | 0x80))
		trace_exit(t, p);
	else if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK ||
		 event == PTRACE_EVENT_CLONE)
		on_fork(t, p, event);
	else if (event == PTRACE_EVENT_EXEC)
		on_exec(t, p->pid);
	else if (t->hold && p->actor == 0)
		begin(t, p->pid, 0);
	else /* EVENT_STOP goes on; signals are delivered. */
		trace_resume(p->pid, p->in_call ? PTRACE_SYSCALL : PTRACE_CONT,
			     event ? 0 : sig);
}

static void on_end(struct tracer *t, struct tracee *p, int status)
{
	for (int i = 0; i < t->nactors; i++)
		if (t->main[i] == p->pid)
			t->ended[i] = (struct actor_end){true, status};
	tracee_drop(t, p);
}

static void on_event(struct tracer *t, pid_t pid, int status)
{
	struct tracee *p = tracee_find(t, pid);

	if (!p && WIFSTOPPED(status)) {
		/* A child stops before its parent has told of it. */
		if (t->nearly < (int)COUNT(t->early))
			t->early[t->nearly++] = pid;
		else
			trace_resume(pid, PTRACE_CONT, 0);
	} else if (p && WIFSTOPPED(status)) {
		on_stop(t, p, status);
	} else if (p) {
		on_end(t, p, status);
	}
}

int trace_pump(struct tracer *t)
{
	int status, n = 0;
	pid_t pid;

	/* Bounded: a fork bomb has a next event for ever. */
	while (n < EVENTS_MAX && !t->overrun &&
	       (pid = waitpid(-1, &status, __WALL | WNOHANG)) > 0) {
		on_event(t, pid, status);
		n++;
	}
	return n;
}

/*
 * Is it still to be reaped? A room that somebody killed may have been, by
 * trace_pump() of this play or, when it stood ready, of an earlier one.
 */
static bool is_to_reap(pid_t pid)
{
	siginfo_t info;

	return waitid(P_PID, (id_t)pid, &info,
		      WEXITED | WSTOPPED | WNOHANG | WNOWAIT | __WALL) == 0;
}

void trace_reap(struct tracer *t)
{
	int status;
	pid_t pid;

	/* The first process of a pid namespace is the last to be reaped, and
	 * what it kills does not stay stopped: pid_namespaces(7). */
	while (is_to_reap(t->room) && (pid = waitpid(-1, &status, __WALL)) > 0)
		if (pid == t->room && !WIFSTOPPED(status))
			break;
}

void trace_free(struct tracer *t)
{
	for (int i = 0; i < t->n; i++)
		tracee_clear(&t->v[i]);
	trace_fds_free(t);
	free(t->v);
	t->v = NULL;
	t->n = 0;
}
