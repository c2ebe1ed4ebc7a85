/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A guest that is a whole program (program.h): one long step.
 */
#include "play_parts.h"
#include "program.h"

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
		program_ended(&p->rec->steps[a->pending], p->tracer.ended[0].status,
			      a->out.s, a->out.len);
	else
		program_waits(&p->rec->steps[a->pending], a->out.s, a->out.len);
	a->pending = -1;
}
