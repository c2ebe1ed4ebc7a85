/* SPDX-License-Identifier: Apache-2.0 */
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pid_names.h"

#define OPTIONS                                                        \
	(PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | \
	 PTRACE_O_TRACESECCOMP | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)

/* Events handled in one go, before the pipes are looked at again. */
#define EVENTS_MAX 256

/* Restarted calls: linux/errno.h, never seen by the program itself. */
#define ERESTARTSYS 512
#define ERESTART_RESTARTBLOCK 516

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
	t->v[t->n] = (struct tracee){ .pid = pid, .actor = actor, .step = -1,
				      .slot = -1 };
	if (t->n + 1 > ROOM_PROCESSES)
		t->overrun = true;
	return &t->v[t->n++];
}

static void call_free(struct call *c)
{
	if (c)
		call_clear(c);
	free(c);
}

static void tracee_clear(struct tracee *p)
{
	call_free(p->loose);
	if (!p->fds || --p->fds->users)
		return;
	fd_names_free(p->fds);
	free(p->fds);
}

static void tracee_drop(struct tracer *t, struct tracee *p)
{
	tracee_clear(p);
	*p = t->v[--t->n];
}

static void resume(pid_t pid, int how, int sig)
{
	/* ESRCH: it was killed meanwhile, and wait will tell. */
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
		resume(t->held, PTRACE_CONT, 0);
	t->held = 0;
}

/* A process has stopped for the first time; it goes on, or is held. */
static void begin(struct tracer *t, pid_t pid, int actor)
{
	if (t->hold && actor == 0)
		t->held = pid;
	else
		resume(pid, PTRACE_CONT, 0);
}

void trace_step(struct tracer *t, int actor, int step)
{
	t->step[actor] = step;
	t->injected[actor] = false;
}

/* --- names of descriptors -------------------------------------------------*/

static void fds_made(struct tracer *t, const struct tracee *p, struct call *c)
{
	struct fd_names *f = p->fds;
	const struct step *s = p->step < 0 ? NULL :
					     &t->rec->tcase->steps[p->step];
	int fds[64], n;
	bool dups = c->calls == CALL_FCNTL &&
		    ((int)p->at.args[1] == F_DUPFD ||
		     (int)p->at.args[1] == F_DUPFD_CLOEXEC);

	if (p->at.ret < 0 || !p->at.row)
		return;
	if (c->calls == CALL_SOCKET || c->calls == CALL_ACCEPT ||
	    c->calls == CALL_DUP || dups)
		fd_names_returned(f, s, c, (int)p->at.ret);
	n = decode_pair(&p->at, fds);
	if (!n)
		n = decode_rights(&p->at, fds, (int)COUNT(fds));
	for (int i = 0; i < n; i++)
		fd_names_made(f, s, c, fds[i], i);
}

/* --- calls ----------------------------------------------------------------*/

static struct call *call_of(struct tracer *t, const struct tracee *p)
{
	if (p->slot < 0)
		return p->loose;
	return &t->rec->steps[p->step].calls[p->slot];
}

/* A place for a new call: in its step, or nowhere. */
static struct call *call_new(struct tracer *t, struct tracee *p)
{
	struct step_record *s;

	call_free(p->loose);
	p->loose = NULL;
	p->step = t->step[p->actor];
	p->slot = -1;
	if (p->step >= 0 && t->rec->steps[p->step].ncalls < STEP_CALLS_MAX) {
		s = &t->rec->steps[p->step];
		GROW(s->calls, s->ncalls);
		memset(&s->calls[s->ncalls], 0, sizeof(struct call));
		p->slot = s->ncalls++;
	} else {
		p->loose = xcalloc(1, sizeof(struct call));
	}
	return call_of(t, p);
}

/* Calls on what no socket call made are none of our business. */
static bool is_wanted(const struct tracee *p)
{
	return !p->at.row || !p->at.row->only_sockets ||
	       ((int)p->args[0] >= 0 && (int)p->args[0] < FDS_MAX &&
		p->fds->name[(int)p->args[0]]);
}

/* Make the kernel skip the call; its answer is put in when it returns. */
static void inject_enter(struct tracer *t, struct tracee *p, struct call *c)
{
	const struct step *s = p->step < 0 ? NULL :
					     &t->rec->tcase->steps[p->step];
	struct user_regs_struct regs;

	p->inject = NULL;
	if (!s || !s->inject || t->injected[p->actor] ||
	    s->op->calls != c->calls || (s->refused && !t->refuses))
		return;
	if (ptrace(PTRACE_GETREGS, p->pid, NULL, &regs) < 0)
		return;
	regs.orig_rax = (unsigned long long)-1;
	if (ptrace(PTRACE_SETREGS, p->pid, NULL, &regs) < 0)
		return;
	p->inject = s->inject;
	c->injected = t->injected[p->actor] = true;
}

static void inject_exit(struct tracee *p)
{
	struct user_regs_struct regs;

	if (!p->inject || ptrace(PTRACE_GETREGS, p->pid, NULL, &regs) < 0)
		return;
	regs.rax = (unsigned long long)-p->inject->linux_number;
	ptrace(PTRACE_SETREGS, p->pid, NULL, &regs);
	p->at.ret = -p->inject->linux_number;
	p->inject = NULL;
}

/* Names outlive the recording that shows them. */
static const char *raw_name(uint64_t nr)
{
	static char text[1024][16];
	size_t i = nr < COUNT(text) - 1 ? nr : COUNT(text) - 1;

	snprintf(text[i], sizeof(text[i]), "syscall_%zu", i);
	return text[i];
}

static const char *err_name(int64_t ret)
{
	const char *name = errno_name((int)-ret);

	return name[0] == '?' ? "?" : name;
}

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
	if (p->slept >= 0 && p->step >= 0 &&
	    trace_slept(p->pid) > p->slept + 1)
		t->rec->steps[p->step].wait = WAIT_SEEN;
}

static void on_enter(struct tracer *t, struct tracee *p)
{
	struct __ptrace_syscall_info info;
	struct call *c;

	if (p->actor < 0 ||
	    ptrace(PTRACE_GET_SYSCALL_INFO, p->pid, sizeof(info), &info) <=
		    0) {
		resume(p->pid, PTRACE_CONT, 0);
		return;
	}
	for (int i = 0; i < 6; i++)
		p->args[i] = info.seccomp.args[i];
	p->at = (struct stopped){ .pid = p->pid,
				  .row = syscall_find((long)info.seccomp.nr),
				  .args = p->args,
				  .fds = p->fds };
	if (!is_wanted(p)) {
		resume(p->pid, PTRACE_CONT, 0);
		return;
	}
	c = call_new(t, p);
	c->unfinished = true;
	c->name = p->at.row ? p->at.row->name : raw_name(info.seccomp.nr);
	c->calls = p->at.row ? p->at.row->calls : CALL_NONE;
	if (p->at.row)
		decode_enter(&p->at, c);
	inject_enter(t, p, c);
	waits_enter(t, p);
	p->in_call = true;
	resume(p->pid, PTRACE_SYSCALL, 0);
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

static void on_exit_stop(struct tracer *t, struct tracee *p)
{
	struct __ptrace_syscall_info info;
	struct call *c = call_of(t, p);

	p->in_call = false;
	if (!c || ptrace(PTRACE_GET_SYSCALL_INFO, p->pid, sizeof(info),
			 &info) <= 0) {
		resume(p->pid, PTRACE_CONT, 0);
		return;
	}
	waits_exit(t, p);
	p->at.ret = info.exit.rval;
	p->at.args = p->args; /* tracees move in their array */
	inject_exit(p);
	if (!is_restart(p->at.ret)) {
		c->unfinished = false;
		c->ret = p->at.ret < 0 ? -1 : (long)p->at.ret;
		c->err = p->at.ret < 0 ? err_name(p->at.ret) : NULL;
		fds_made(t, p, c);
		if (p->at.row)
			decode_exit(&p->at, c);
		pid_names_give(c, actor_name, t);
		if (c->calls == CALL_CLOSE && p->at.ret == 0)
			fd_names_set(p->fds, (int)p->args[0], NULL);
		if (p->actor == 0 && p->step < 0)
			fd_names_given(p->fds, t->rec->tcase, c,
				       (int)p->args[0]);
	}
	resume(p->pid, PTRACE_CONT, 0);
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
 * A thread has the descriptors of its process. A process begins with none:
 * what it inherits, and closes or loses when it runs another program, is
 * still open where the guest is.
 */
static void fds_give(struct tracee *child, struct fd_names *parents,
		     bool is_thread)
{
	child->fds = is_thread ? parents : xcalloc(1, sizeof(*child->fds));
	child->fds->users++;
}

/* A process told of a child: children of the room's first are actors. */
static void on_fork(struct tracer *t, struct tracee *p, int event)
{
	bool is_thread = event == PTRACE_EVENT_CLONE && p->fds;
	struct fd_names *fds = p->fds;
	int actor = p->actor;
	unsigned long child = 0;

	ptrace(PTRACE_GETEVENTMSG, p->pid, NULL, &child);
	if (actor < 0 && t->next < CASE_ACTORS_MAX) {
		actor = t->next++;
		t->main[actor] = (pid_t)child;
		if (t->next > t->nactors)
			t->nactors = t->next;
	}
	resume(p->pid, PTRACE_CONT, 0);
	fds_give(tracee_add(t, (pid_t)child, actor), fds, is_thread);
	if (early_take(t, (pid_t)child))
		begin(t, (pid_t)child, actor);
}

static void on_stop(struct tracer *t, struct tracee *p, int status)
{
	int event = status >> 16, sig = WSTOPSIG(status);

	if (event == PTRACE_EVENT_SECCOMP)
		on_enter(t, p);
	else if (event == 0 && sig == (SIGTRAP | 0x80))
		on_exit_stop(t, p);
	else if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK ||
		 event == PTRACE_EVENT_CLONE)
		on_fork(t, p, event);
	else if (t->hold && p->actor == 0)
		begin(t, p->pid, 0);
	else /* EVENT_STOP and exec go on; signals are delivered. */
		resume(p->pid, p->in_call ? PTRACE_SYSCALL : PTRACE_CONT,
		       event ? 0 : sig);
}

static void on_end(struct tracer *t, struct tracee *p, int status)
{
	for (int i = 0; i < t->nactors; i++)
		if (t->main[i] == p->pid)
			t->ended[i] = (struct actor_end){ true, status };
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
			resume(pid, PTRACE_CONT, 0);
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

void trace_reap(struct tracer *t)
{
	int status;
	pid_t pid;

	/* The first process of a pid namespace is the last to be reaped, and
	 * what it kills does not stay stopped: pid_namespaces(7). */
	while ((pid = waitpid(-1, &status, __WALL)) > 0)
		if (pid == t->room && !WIFSTOPPED(status))
			break;
}

void trace_free(struct tracer *t)
{
	for (int i = 0; i < t->n; i++)
		tracee_clear(&t->v[i]);
	free(t->v);
	t->v = NULL;
	t->n = 0;
}

char *trace_left_open(const struct tracer *t, int actor)
{
	struct buf b = { 0 };

	for (int i = 0; i < t->n; i++) {
		const struct fd_names *f = t->v[i].fds;
		bool told = t->v[i].actor != actor || !f;

		for (int k = 0; k < i && !told; k++)
			told = t->v[k].fds == f;
		for (int fd = 0; fd < FDS_MAX && !told; fd++)
			if (f->name[fd])
				buf_printf(&b, "%s%s", b.len ? ", " : "",
					   f->name[fd]);
	}
	return buf_take(&b);
}
