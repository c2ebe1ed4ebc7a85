/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that is a whole program (program.h): one long step.
 */
#include <sys/wait.h>

#include "parts.h"
#include "case/program.h"

/* More of its output is not kept: 16 MiB in a report help nobody. */
#define OUT_KEPT 65536

static void out_record(struct step_record *s, const char *out, size_t len)
{
	size_t kept = len > OUT_KEPT ? OUT_KEPT : len;
	struct buf b = {0};

	buf_puts(&b, "\"");
	buf_quote(&b, out ? out : "", kept);
	buf_puts(&b, "\"");
	if (kept < len)
		buf_printf(&b, " and %zu bytes", len - kept);
	record_set(s, "out", "%s", b.s);
	buf_free(&b);
	s->state = STEP_ANSWERED;
}

static void program_ended(struct step_record *s, int status, const char *out,
			  size_t len)
{
	if (WIFSIGNALED(status))
		record_set(s, "ret", "killed by signal %d", WTERMSIG(status));
	else
		record_set(s, "ret", "%d", WEXITSTATUS(status));
	out_record(s, out, len);
}

static void program_waits(struct step_record *s, const char *out, size_t len)
{
	record_set(s, "ret", "waits");
	out_record(s, out, len);
}

bool play_is_program(const struct play *p, int i)
{
	return i == 0 && p->t->program != NULL;
}

/* It is at its step from its start to its end. */
void play_program_begin(struct play *p, int step)
{
	const char *input = p->t->program->input;

	p->actors[0].pending = step;
	p->rec->steps[step].state = STEP_SENT;
	actor_send_all(&p->actors[0], input ? input : "");
	trace_step(&p->tracer, 0, step);
	trace_release(&p->tracer);
}

void play_program_end(struct play *p)
{
	struct actor *a = &p->actors[0];

	actor_read(a);
	if (p->tracer.ended[0].gone)
		program_ended(&p->rec->steps[a->pending],
			      p->tracer.ended[0].status, a->out.s, a->out.len);
	else
		program_waits(&p->rec->steps[a->pending], a->out.s, a->out.len);
	a->pending = -1;
}
