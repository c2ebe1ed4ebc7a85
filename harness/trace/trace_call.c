/* SPDX-License-Identifier: Apache-2.0 */
#include "trace_call.h"

#include <errno.h>
#include <linux/close_range.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/time.h>

#include "arch.h"
#include "pid_names.h"
#include "trace_fds.h"
#include "trace_late.h"

/*
 * What must hold. A call is recorded when it is entered, for it may not
 * return: the recording then says in what its step waits. It belongs to the
 * step that its actor was at on entry, also if that is over when it returns.
 * The requests behind the first (requests.h) are recorded when the call has
 * returned: before, nothing says how many the kernel will carry out.
 *
 * Names are read (decode_enter) before the call can change them, and changed
 * (trace_fds_done) before what it returned is shown (decode_exit).
 */

/* Restarted calls: linux/errno.h, never seen by the program itself. */
#define ERESTARTSYS 512
#define ERESTART_RESTARTBLOCK 516

void trace_call_free(struct tracee *p)
{
	if (p->loose)
		call_clear(p->loose);
	free(p->loose);
	p->loose = NULL;
}

/* A call in its step, or outside of any. Good until the next call_new(). */
static struct call *call_at(struct tracer *t, const struct tracee *p, int slot)
{
	if (slot < 0)
		return p->loose;
	return &t->rec->steps[p->step].calls[slot];
}

static struct call *call_append(struct step_record *s)
{
	GROW(s->calls, s->ncalls);
	s->calls[s->ncalls] = (struct call){.unfinished = true};
	return &s->calls[s->ncalls++];
}

/* Behind the last call that is recorded stands that there were more. */
static void more_note(struct step_record *s)
{
	struct call *more;

	if (s->silent)
		return;
	more = call_append(s);
	more->name = "...";
	more->unfollowed = s->silent = true;
}

/* A place for a new call in the tracee's step; -1: p->loose. */
static int call_new(struct tracer *t, struct tracee *p)
{
	struct step_record *s = p->step < 0 ? NULL : &t->rec->steps[p->step];

	trace_call_free(p);
	if (s && s->ncalls < STEP_CALLS_MAX) {
		call_append(s);
		return s->ncalls - 1;
	}
	if (s)
		more_note(s);
	p->loose = xcalloc(1, sizeof(struct call));
	return -1;
}

/* --- injection ------------------------------------------------------------*/

static const struct step *step_of(const struct tracer *t,
				  const struct tracee *p)
{
	return p->step < 0 ? NULL : &t->rec->tcase->steps[p->step];
}

/* What the kernel is to answer in this step, if not by itself. */
static struct forced answer_of(const struct tracer *t, const struct tracee *p)
{
	const struct step *s = step_of(t, p);

	if (s && p->actor == 0 && t->forced && t->forced[p->step].is)
		return t->forced[p->step];
	return (struct forced){.is = s && s->inject &&
				     (!s->refused || t->refuses),
			       .err = s ? s->inject : NULL};
}

/*
 * Make the kernel skip the call; its answer is put in when it returns. Only
 * the step's own call: a host may write to a pipe of its own before.
 */
static void inject_enter(struct tracer *t, struct tracee *p, struct call *c)
{
	const struct step *s = step_of(t, p);
	struct forced answer = answer_of(t, p);

	p->answer.is = false;
	if (!answer.is || t->injected[p->actor] ||
	    !fd_names_is_steps(p->fds, s, c) || !arch_skip(p->pid))
		return;
	p->answer = answer;
	c->injected = t->injected[p->actor] = true;
}

static void inject_exit(struct tracee *p)
{
	long ret = p->answer.err ? -p->answer.err->linux_number : p->answer.ret;

	if (!p->answer.is || !arch_return(p->pid, ret))
		return;
	p->at.ret = ret;
	p->answer.is = false;
}

/* --- waiting --------------------------------------------------------------*/

/*
 * A sleep of a step that waits may be over before anybody looks, on a machine
 * that is busy. Between two stops of one call there is one switch, that of
 * the second stop; what is more was asleep.
 */
static void waits_enter(const struct tracer *t, struct tracee *p)
{
	bool waits = p->step >= 0 && t->rec->tcase->steps[p->step].waits;

	p->slept = waits ? trace_slept(p->pid) : -1;
}

static void waits_exit(const struct tracer *t, const struct tracee *p)
{
	if (p->slept >= 0 && p->step >= 0 && trace_slept(p->pid) > p->slept + 1)
		t->rec->steps[p->step].wait = WAIT_SEEN;
}

/* --- entry ----------------------------------------------------------------*/

/* Names outlive the recording that shows them. */
static const char *raw_name(uint64_t nr)
{
	static char text[1024][16];
	size_t i = nr < COUNT(text) - 1 ? nr : COUNT(text) - 1;

	snprintf(text[i], sizeof(text[i]), "syscall_%zu", i);
	return text[i];
}

/*
 * A call by another table of numbers: what it does is not known, so nothing
 * of its step is judged. Its rings are refused as all others are.
 */
static void enter_foreign(struct tracer *t, struct tracee *p, uint64_t nr)
{
	const struct errno_row *none = errno_find("ENOSYS");
	struct call *c;
	int slot = call_new(t, p);

	c = call_at(t, p, slot);
	c->name = raw_name(nr);
	c->unfollowed = c->unfinished = true;
	if (p->step >= 0)
		t->rec->steps[p->step].silent = true;
	p->slot = slot;
	p->slept = -1;
	/* The same number in every table: it came after they were joined. */
	p->answer = (struct forced){.is = nr == SYS_io_uring_setup &&
					  arch_skip(p->pid),
				    .err = none};
}

/* While the guest's socket is known, what has but a number is another. */
static bool is_own(const struct tracee *p, const struct step *s,
		   const struct call *c)
{
	const char *fd = s ? step_arg(s, "fd") : NULL;

	return fd && c->fd && c->fd[0] == '#' && fd_names_has(p->fds, fd);
}

static void request_enter(const struct tracer *t, struct tracee *p,
			  struct request *r, struct call *c)
{
	c->unfinished = true;
	c->name = p->at.row->name;
	c->calls = r->calls;
	decode_enter(&r->at, c);
	c->own = is_own(p, step_of(t, p), c);
}

/* setitimer(2) and alarm(2): SIGALRM may end a sleep, see sleep.h. */
static void alarm_look(struct tracee *p)
{
	bool itimer = p->at.row->nr == SYS_setitimer &&
		      p->args[0] == ITIMER_REAL && p->args[1];

	if (itimer || p->at.row->nr == SYS_alarm)
		p->alarm = itimer || p->args[0];
}

static void enter_known(struct tracer *t, struct tracee *p)
{
	struct call *c;

	p->slot = call_new(t, p);
	c = call_at(t, p, p->slot);
	request_enter(t, p, &p->first, c);
	trace_fds_sent(t, p, &p->first);
	inject_enter(t, p, c);
	waits_enter(t, p);
	alarm_look(p);
}

void trace_enter(struct tracer *t, struct tracee *p)
{
	struct __ptrace_syscall_info info;
	bool own;

	if (p->actor < 0 ||
	    ptrace(PTRACE_GET_SYSCALL_INFO, p->pid, sizeof(info), &info) <= 0) {
		trace_resume(p->pid, PTRACE_CONT, 0);
		return;
	}
	own = arch_is_own(info.arch, info.seccomp.nr);
	for (int i = 0; i < 6; i++)
		p->args[i] = info.seccomp.args[i];
	p->at = (struct stopped){.pid = p->pid, .args = p->args, .fds = p->fds};
	if (own)
		p->at.row = syscall_find((long)info.seccomp.nr);
	if (trace_late_enter(p))
		return;
	if (p->at.row && !request_get(&p->at, false, 0, &p->first)) {
		trace_resume(p->pid, PTRACE_CONT, 0);
		return;
	}
	p->step = t->step[p->actor];
	if (p->at.row)
		enter_known(t, p);
	else
		enter_foreign(t, p, info.seccomp.nr);
	p->in_call = true;
	trace_resume(p->pid, PTRACE_SYSCALL, 0);
}

/* --- exit -----------------------------------------------------------------*/

static const char *err_name(int64_t ret)
{
	const char *name = errno_name((int)-ret);

	return name[0] == '?' ? "?" : name;
}

static const char *actor_name(void *ctx, int pid)
{
	const struct tracer *t = ctx;
	int actor = trace_actor_of(t, pid);

	return actor < 0 ? NULL : t->rec->tcase->actors[actor];
}

/* What the kernel did when it interrupted a call and will do it again. */
static bool is_restart(int64_t ret)
{
	return ret <= -ERESTARTSYS && ret >= -ERESTART_RESTARTBLOCK;
}

static void call_end(struct call *c, int64_t ret, bool unknown)
{
	c->unfinished = unknown;
	c->ret = ret < 0 ? -1 : (long)ret;
	c->err = ret < 0 ? err_name(ret) : NULL;
}

static void request_exit(struct tracer *t, struct tracee *p, struct request *r,
			 struct call *c)
{
	call_end(c, r->at.ret, r->at.unknown);
	trace_fds_done(t, p, r, c);
	decode_exit(&r->at, c);
	pid_names_give(c, actor_name, t);
	if (p->actor == 0 && p->step < 0)
		fd_names_given(p->fds, t->rec->tcase, c, (int)r->args[0]);
}

/* Its table is its own from here on: unshare(2), close_range(2). */
static void table_look(struct tracee *p)
{
	bool unshared =
		p->at.row->nr == SYS_unshare && p->args[0] & CLONE_FILES;
	bool range = p->at.row->nr == SYS_close_range &&
		     p->args[2] & CLOSE_RANGE_UNSHARE;

	if (p->at.ret == 0 && (unshared || range))
		trace_fds_unshare(p);
}

/* What the entry read is kept, and what has come out of it is put in. */
static void first_update(struct tracee *p)
{
	struct request now;
	int64_t ret = p->at.ret;
	bool unknown = false;

	p->first.at.args = p->first.args; /* tracees move in their array */
	p->first.at.fds = p->fds;
	if (p->first.at.row != p->at.row &&
	    request_get(&p->at, true, 0, &now)) {
		ret = now.at.ret;
		unknown = now.at.unknown;
	}
	p->first.at.ret = ret;
	p->first.at.unknown = unknown;
}

/*
 * All requests of a call that has returned. They are ended last first: dup2
 * closes what was there before the copy is.
 */
static void requests_exit(struct tracer *t, struct tracee *p)
{
	static struct request rest[REQUESTS_MAX];
	int slots[REQUESTS_MAX], n = 0, first = p->slot;

	while (n < REQUESTS_MAX && request_get(&p->at, true, n + 1, &rest[n]))
		n++;
	if (n == REQUESTS_MAX && p->step >= 0)
		more_note(&t->rec->steps[p->step]);
	for (int k = 0; k < n; k++) {
		slots[k] = first < 0 ? -1 : call_new(t, p);
		if (slots[k] >= 0)
			request_enter(t, p, &rest[k], call_at(t, p, slots[k]));
	}
	for (int k = n - 1; k >= 0; k--) {
		struct call loose = {0};

		if (slots[k] < 0)
			request_enter(t, p, &rest[k], &loose);
		request_exit(t, p, &rest[k],
			     slots[k] < 0 ? &loose : call_at(t, p, slots[k]));
		call_clear(&loose);
	}
	request_exit(t, p, &p->first, call_at(t, p, first));
}

void trace_exit(struct tracer *t, struct tracee *p)
{
	struct __ptrace_syscall_info info;
	struct call *c;

	if (trace_late_exit(t, p))
		return;
	c = call_at(t, p, p->slot);
	p->in_call = false;
	if (!c ||
	    ptrace(PTRACE_GET_SYSCALL_INFO, p->pid, sizeof(info), &info) <= 0) {
		trace_resume(p->pid, PTRACE_CONT, 0);
		return;
	}
	waits_exit(t, p);
	p->at.ret = info.exit.rval;
	p->at.args = p->args; /* tracees move in their array */
	p->at.fds = p->fds;
	inject_exit(p);
	if (!is_restart(p->at.ret) && p->at.row) {
		table_look(p);
		p->at.fds = p->fds;
		first_update(p);
		requests_exit(t, p);
	} else if (!is_restart(p->at.ret)) {
		call_end(c, p->at.ret, false);
	}
	trace_resume(p->pid, PTRACE_CONT, 0);
}
