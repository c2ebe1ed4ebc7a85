/* SPDX-License-Identifier: Apache-2.0 */
#include "trace_fds.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arch.h"

/*
 * What must hold: of a descriptor table of the kernel's there is one struct
 * fd_names, and `users` tracees point to it, just those whose tasks share the
 * table. A stopped task's table can still change by another that shares it,
 * so a name may be of a descriptor that is gone; it is never of another one,
 * for whatever makes descriptors comes by here (syscalls.def).
 */

/* --- tables ---------------------------------------------------------------*/

void trace_fds_drop(struct tracee *p)
{
	if (p->fds && --p->fds->users == 0) {
		fd_names_free(p->fds);
		free(p->fds);
	}
	p->fds = NULL;
}

static void fds_set(struct tracee *p, struct fd_names *f)
{
	trace_fds_drop(p);
	p->fds = f;
	f->users++;
}

void trace_fds_fork(struct tracee *child, struct fd_names *parents, bool shares)
{
	if (!parents)
		fds_set(child, xcalloc(1, sizeof(*child->fds)));
	else
		fds_set(child, shares ? parents : fd_names_copy(parents));
}

void trace_fds_unshare(struct tracee *p)
{
	if (p->fds && p->fds->users > 1)
		fds_set(p, fd_names_copy(p->fds));
}

/*
 * The event says only how the child will signal its end: clone(2) with
 * SIGCHLD is a fork to ptrace(2), whatever it shares. So its flags are read,
 * where the parent is stopped: inside of the call.
 */
bool trace_fds_are_shared(pid_t pid, bool is_clone)
{
	uint64_t nr, flags;

	if (!arch_call(pid, &nr, &flags))
		return is_clone;
	if (nr == SYS_clone3)
		return memory_read(pid, flags, &flags, sizeof(flags)) ==
			       sizeof(flags) &&
		       flags & CLONE_FILES;
	if (nr == SYS_clone)
		return flags & CLONE_FILES;
	/* fork and vfork copy; by another table of calls it was a thread. */
	return is_clone;
}

/*
 * Where a descriptor of a process leads, and how it is open: two ends of a
 * pipe have one link. False when it is not open.
 */
static bool link_read(pid_t pid, int fd, struct fd_link *l)
{
	char path[64];
	struct stat st;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, fd);
	n = readlink(path, l->to, sizeof(l->to) - 1);
	if (n < 0 || lstat(path, &st) < 0)
		return false;
	l->to[n] = '\0';
	l->mode = st.st_mode;
	return true;
}

/*
 * Which descriptors close on exec is not followed from call to call (seven
 * calls set it): at the event the kernel has closed them, so it is asked.
 */
void trace_fds_exec(struct tracee *p)
{
	struct fd_link l;

	trace_fds_unshare(p);
	for (int fd = 0; p->fds && fd < FDS_MAX; fd++)
		if (p->fds->name[fd] && !link_read(p->pid, fd, &l))
			fd_names_set(p->fds, fd, NULL);
}

/* --- from process to process ----------------------------------------------*/

/*
 * Who sends a descriptor may close it before it arrives, and then nothing
 * else says what it is. The oldest of the notes goes for a new one.
 */
static void note_passed(struct tracer *t, const struct tracee *p, int fd)
{
	const char *name = fd_name(p->fds, fd);
	struct fd_passed *f = &t->passed[t->npassed % PASSED_MAX];
	struct fd_link l;

	if (fd < 3 || !name || !link_read(p->pid, fd, &l))
		return;
	t->npassed++;
	free(f->name);
	*f = (struct fd_passed){p->actor, l, xstrdup(name)};
}

void trace_fds_sent(struct tracer *t, const struct tracee *p,
		    const struct request *r)
{
	int fds[64], n;

	if (r->calls != CALL_SEND)
		return;
	n = decode_rights(&r->at, fds, (int)COUNT(fds));
	for (int i = 0; i < n; i++)
		note_passed(t, p, fds[i]);
}

/* The name that one which has arrived had at its sender's; or NULL. */
static const char *name_passed(const struct tracer *t, const struct tracee *p,
			       int fd)
{
	struct fd_link l;

	if (!link_read(p->pid, fd, &l))
		return NULL;
	for (int i = t->npassed; i > 0 && i > t->npassed - PASSED_MAX; i--) {
		const struct fd_passed *f = &t->passed[(i - 1) % PASSED_MAX];

		if (f->actor == p->actor && f->at.mode == l.mode &&
		    strcmp(f->at.to, l.to) == 0)
			return f->name;
	}
	return NULL;
}

/* proc_pid_fdinfo(5): whom a pidfd stands for, in the reader's numbers. */
static pid_t pidfd_pid(pid_t pid, int fd)
{
	char path[64], line[128];
	int of = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", pid, fd);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		sscanf(line, "Pid: %d", &of);
	if (f)
		fclose(f);
	return of;
}

/* The name of what pidfd_getfd(2) has taken out of another process. */
static const char *name_taken(const struct tracer *t, const struct tracee *p,
			      const struct request *r)
{
	pid_t of = pidfd_pid(p->pid, (int)r->args[0]);

	for (int i = 0; i < t->n; i++)
		if (t->v[i].pid == of && t->v[i].fds)
			return fd_name(t->v[i].fds, (int)r->args[1]);
	return NULL;
}

/* --- what a request did ---------------------------------------------------*/

static bool is_getfd(const struct request *r)
{
	return r->at.row->nr == SYS_pidfd_getfd;
}

/* Of a copy: the name of what it is a copy of. */
static const char *name_copied(const struct tracer *t, const struct tracee *p,
			       const struct request *r)
{
	if (r->calls != CALL_DUP)
		return NULL;
	return is_getfd(r) ? name_taken(t, p, r)
			   : fd_name(p->fds, (int)r->args[0]);
}

static void rights_arrived(struct tracer *t, struct tracee *p,
			   const struct request *r, struct call *c)
{
	const struct step *s =
		p->step < 0 ? NULL : &t->rec->tcase->steps[p->step];
	int fds[64], n = decode_rights(&r->at, fds, (int)COUNT(fds));

	for (int i = 0; i < n; i++) {
		const char *name = name_passed(t, p, fds[i]);
		char *copy = name ? xstrdup(name) : NULL;

		fd_names_made(p->fds, s, c, fds[i], i, copy);
		free(copy);
	}
}

static void made(struct tracer *t, struct tracee *p, const struct request *r,
		 struct call *c)
{
	const struct step *s =
		p->step < 0 ? NULL : &t->rec->tcase->steps[p->step];
	const char *name = name_copied(t, p, r);
	char *copy = name ? xstrdup(name) : NULL;
	int fds[2], n;

	/* A pidfd leads to files as well, which have no names. */
	if (r->calls == CALL_SOCKET || r->calls == CALL_ACCEPT ||
	    (r->calls == CALL_DUP && (copy || !is_getfd(r))))
		fd_names_returned(p->fds, s, c, (int)r->at.ret, copy);
	n = decode_pair(&r->at, fds);
	for (int i = 0; i < n; i++)
		fd_names_made(p->fds, s, c, fds[i], i, NULL);
	free(copy);
}

void trace_fds_done(struct tracer *t, struct tracee *p, const struct request *r,
		    struct call *c)
{
	/* One that failed closed its descriptor all the same, unless that
	 * was not open: close(2). */
	if (r->calls == CALL_CLOSE && !c->injected && r->at.ret != -EBADF)
		fd_names_set(p->fds, (int)r->args[0], NULL);
	if (r->at.ret < 0 || r->at.unknown)
		return;
	made(t, p, r, c);
	if (r->calls == CALL_RECV)
		rights_arrived(t, p, r, c);
}

/* --- at the end -----------------------------------------------------------*/

/* A name in a list of them: a, b. */
static bool is_listed(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = list; at && (at = strstr(at, name)); at += n)
		if ((at == list || at[-1] == ' ') &&
		    (at[n] == '\0' || at[n] == ','))
			return true;
	return false;
}

/* A process that ends may have closed them and not have said so. */
char *trace_left_open(const struct tracer *t, int actor)
{
	struct buf b = {0};
	struct fd_link l;

	for (int i = 0; i < t->n; i++) {
		const struct tracee *p = &t->v[i];

		if (p->actor != actor || !p->fds)
			continue;
		for (int fd = 0; fd < FDS_MAX; fd++)
			if (p->fds->name[fd] &&
			    !is_listed(b.s, p->fds->name[fd]) &&
			    link_read(p->pid, fd, &l))
				buf_printf(&b, "%s%s", b.len ? ", " : "",
					   p->fds->name[fd]);
	}
	return buf_take(&b);
}

void trace_fds_free(struct tracer *t)
{
	for (int i = 0; i < PASSED_MAX; i++)
		free(t->passed[i].name);
}
