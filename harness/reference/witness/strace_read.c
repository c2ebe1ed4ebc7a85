/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text that strace wrote of one actor, as calls of a recording.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "trace/pid_names.h"
#include "strace.h"

#define CALLS_MAX 512 /* numbers of calls that are counted */
#define OPEN_MAX 16   /* calls that several threads are in */

/* Where a call goes: into a step, nowhere, or it is a word of the player's. */
enum where { IN_STEP, LOOSE, UNWANTED, COMMAND };

struct place {
	enum where where;
	int step, slot;
	bool inject; /* the case injects into it */
	int nth;     /* of its name, from the start */
};

/* A call whose end was not printed yet. */
struct open_call {
	long pid;
	struct buf text;
	struct place place;
};

struct reader {
	struct strace_reading *out;
	int actor;
	struct fd_names fds;
	int step;             /* that the actor is at, or -1 */
	bool injected;        /* the call that this step injects into is met */
	struct buf command;   /* of the next step, as far as it was read */
	int count[CALLS_MAX]; /* calls so far, by number */
	struct open_call open[OPEN_MAX];
	int nopen;
};

static const struct syscall_row *row_of(struct piece name)
{
	const struct syscall_row *row;

	for (size_t i = 0; (row = syscall_at(i)); i++)
		if (piece_is(name, row->name))
			return row;
	return NULL;
}

static const struct step *step_of(const struct reader *r)
{
	return r->step < 0 ? NULL : &r->out->rec->tcase->steps[r->step];
}

/* --- the beginning of a call ----------------------------------------------*/

/* What trace.c's filter and is_wanted() let through. */
static bool is_wanted(const struct reader *r, const struct syscall_row *row,
		      int fd)
{
	return !row->only_sockets ||
	       (fd > 2 && fd < FDS_MAX && r->fds.name[fd]);
}

static struct place place_new(struct reader *r, const struct syscall_row *row)
{
	struct place p = {.where = LOOSE, .step = r->step};
	const struct step *s = step_of(r);
	struct step_record *rec;

	if (!s || s->op->flags & OP_PEERS)
		return p;
	rec = &r->out->rec->steps[r->step];
	if (rec->ncalls >= STEP_CALLS_MAX)
		return p;
	GROW(rec->calls, rec->ncalls);
	p.where = IN_STEP;
	p.slot = rec->ncalls++;
	rec->calls[p.slot] = (struct call){
		.name = row->name, .calls = row->calls, .unfinished = true};
	p.inject = s->inject && !r->injected && s->op->calls == row->calls;
	r->injected |= p.inject;
	return p;
}

static struct place call_begin(struct reader *r, const struct syscall_row *row,
			       const struct strace_call *c)
{
	int fd = c->nargs ? piece_int(c->args[0], -1) : -1;
	struct place p = {.where = UNWANTED};

	if (row->nr == SYS_read && fd == 0)
		p.where = COMMAND;
	else if (row->nr == SYS_write && fd == 1)
		r->step = -1; /* the answer */
	else if (is_wanted(r, row, fd))
		p = place_new(r, row);
	if (row->nr < CALLS_MAX)
		p.nth = ++r->count[row->nr];
	return p;
}

/* --- the end of a call ----------------------------------------------------*/

/* "12 bind fd=s ...\n", perhaps in several pieces. */
static int command_read(struct reader *r, const struct strace_call *c,
			char **why)
{
	const struct tcase *t = r->out->rec->tcase;
	long step;

	if (!c->returned || c->ret <= 0)
		return 0;
	if (c->nargs < 2 || !piece_bytes(c->args[1], &r->command))
		return fail(why, "a command to the player cannot be read");
	if (!r->command.len || !memchr(r->command.s, '\n', r->command.len))
		return 0;
	step = strtol(r->command.s, NULL, 10) - 1;
	buf_free(&r->command);
	if (step == -1) /* of a preopen */
		return 0;
	if (step < 0 || step >= t->nsteps || t->steps[step].actor != r->actor)
		return fail(why,
			    "the player was sent step %ld, which is not its "
			    "own",
			    step + 1);
	r->step = (int)step;
	r->injected = false;
	return 0;
}

static bool makes_fd(const struct seen *s)
{
	enum call_class calls = s->at.row->calls;
	int cmd = (int)s->args[1];

	return calls == CALL_SOCKET || calls == CALL_ACCEPT ||
	       calls == CALL_DUP ||
	       (calls == CALL_FCNTL &&
		(cmd == F_DUPFD || cmd == F_DUPFD_CLOEXEC));
}

/* A copy has the name of what it is a copy of: fd_names.h. */
static void made_returned(struct reader *r, const struct seen *s,
			  struct call *c, const struct step *at)
{
	bool copies = c->calls == CALL_DUP || c->calls == CALL_FCNTL;

	fd_names_returned(&r->fds, at, c, (int)s->at.ret,
			  copies ? fd_name(&r->fds, (int)s->args[0]) : NULL);
}

static void fds_made(struct reader *r, const struct seen *s, struct call *c,
		     int step)
{
	const struct step *at =
		step < 0 ? NULL : &r->out->rec->tcase->steps[step];
	int fds[64], n;

	if (makes_fd(s))
		made_returned(r, s, c, at);
	n = seen_made(s, fds, (int)COUNT(fds));
	for (int i = 0; i < n; i++)
		fd_names_made(&r->fds, at, c, fds[i], i, NULL);
}

static const char *err_of(struct piece name)
{
	char text[32] = "";
	const struct errno_row *row;

	memcpy(text, name.s, name.len < 31 ? name.len : 31);
	row = errno_find(text);
	return row ? errno_name(row->linux_number) : "?";
}

static void call_fill(struct reader *r, const struct syscall_row *row,
		      const struct strace_call *c, const struct place *p,
		      struct call *call)
{
	struct seen s;

	seen_begin(&s, row, c, &r->fds, r->out->hidden);
	call->injected = c->injected;
	if (c->returned) {
		call->unfinished = false;
		call->ret = c->ret < 0 ? -1 : (long)c->ret;
		call->err = c->ret < 0 ? err_of(c->err) : NULL;
		if (c->ret >= 0)
			fds_made(r, &s, call, p->step);
	}
	seen_args(&s, call);
	if (row->calls == CALL_CLOSE && c->returned && c->ret == 0)
		fd_names_set(&r->fds, (int)s.args[0], NULL);
	if (r->actor == 0 && p->step < 0)
		fd_names_given(&r->fds, r->out->rec->tcase, call,
			       (int)s.args[0]);
}

static void inject_look(struct reader *r, const struct syscall_row *row,
			const struct strace_call *c, const struct place *p)
{
	struct strace_inject *missed = &r->out->missed[r->actor];

	if (p->inject && !c->injected && !missed->row)
		*missed = (struct strace_inject){
			row, p->nth,
			r->out->rec->tcase->steps[p->step]
				.inject->linux_number};
}

static int call_end(struct reader *r, const struct syscall_row *row,
		    const struct strace_call *c, const struct place *p,
		    char **why)
{
	struct call loose = {.name = row->name, .calls = row->calls};

	switch (p->where) {
	case COMMAND:
		return command_read(r, c, why);
	case IN_STEP:
		inject_look(r, row, c, p);
		call_fill(r, row, c, p,
			  &r->out->rec->steps[p->step].calls[p->slot]);
		return 0;
	case LOOSE:
		call_fill(r, row, c, p, &loose);
		call_clear(&loose);
		return 0;
	case UNWANTED:
		return 0;
	}
	return 0;
}

/* --- lines ----------------------------------------------------------------*/

static int not_understood(struct piece line, char **why)
{
	int n = line.len < 200 ? (int)line.len : 200;

	return fail(why, "cannot parse this line of strace: %.*s", n, line.s);
}

static int on_call(struct reader *r, const struct strace_line *l, char **why)
{
	const struct syscall_row *row = row_of(l->name);
	struct strace_call c;
	struct place p;

	if (!row || strace_call(l->text, &c) < 0)
		return not_understood(l->text, why);
	p = call_begin(r, row, &c);
	return call_end(r, row, &c, &p, why);
}

static int on_unfinished(struct reader *r, const struct strace_line *l,
			 char **why)
{
	const struct syscall_row *row = row_of(l->name);
	struct open_call *o = &r->open[r->nopen];
	struct strace_call c;

	if (!row || r->nopen == OPEN_MAX || strace_call(l->text, &c) < 0)
		return not_understood(l->text, why);
	*o = (struct open_call){.pid = l->pid};
	buf_add(&o->text, l->text.s, l->text.len);
	o->place = call_begin(r, row, &c);
	r->nopen++;
	return 0;
}

static int on_resumed(struct reader *r, const struct strace_line *l, char **why)
{
	const struct syscall_row *row = row_of(l->name);
	struct open_call *o = r->open;
	struct strace_call c;
	int err;

	while (o < r->open + r->nopen && o->pid != l->pid)
		o++;
	if (!row || o == r->open + r->nopen)
		return not_understood(l->text, why);
	buf_add(&o->text, l->text.s, l->text.len);
	if (strace_call((struct piece){o->text.s, o->text.len}, &c) < 0 ||
	    row_of(c.name) != row)
		return not_understood(l->text, why);
	err = call_end(r, row, &c, &o->place, why);
	buf_free(&o->text);
	*o = r->open[--r->nopen];
	return err;
}

static int on_line(struct reader *r, struct piece line, char **why)
{
	struct strace_line l;

	strace_line(line, &l);
	if (!r->out->pids[r->actor])
		r->out->pids[r->actor] = l.pid;
	switch (l.kind) {
	case STRACE_CALL:
		return on_call(r, &l, why);
	case STRACE_UNFINISHED:
		return on_unfinished(r, &l, why);
	case STRACE_RESUMED:
		return on_resumed(r, &l, why);
	case STRACE_NEWS:
		return 0;
	case STRACE_OTHER:
		break;
	}
	return line.len ? not_understood(line, why) : 0;
}

int strace_read(struct strace_reading *out, int actor, const char *text,
		char **why)
{
	struct reader r = {.out = out, .actor = actor, .step = -1};
	int err = 0;

	while (*text && err == 0) {
		size_t n = strcspn(text, "\n");

		err = on_line(&r, (struct piece){text, n}, why);
		text += n + (text[n] == '\n');
	}
	for (int i = 0; i < r.nopen; i++)
		buf_free(&r.open[i].text);
	buf_free(&r.command);
	fd_names_free(&r.fds);
	return err;
}

/* --- processes ------------------------------------------------------------*/

static const char *actor_name(void *ctx, int pid)
{
	const struct strace_reading *r = ctx;
	const struct tcase *t = r->rec->tcase;

	for (int i = 0; i < t->nactors; i++)
		if (r->pids[i] == pid)
			return t->actors[i];
	return NULL;
}

void strace_name_pids(struct strace_reading *r)
{
	for (int i = 0; i < r->rec->tcase->nsteps; i++)
		for (int k = 0; k < r->rec->steps[i].ncalls; k++)
			pid_names_give(&r->rec->steps[i].calls[k], actor_name,
				       r);
}
