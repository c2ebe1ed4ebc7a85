/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include <stdlib.h>

const struct op program_op = {
	.name = "program",
	.calls = CALL_NONE,
	.help = "a whole program runs instead of the player",
	.args =
		{
			{"name", ARG_STR, true, "its name, in guests/programs"},
			{"args", ARG_STR, false, "its arguments"},
			{"env", ARG_STR, false, "its environment"},
			{"invoke", ARG_STR, false,
			 "an exported function to call"},
			{"input", ARG_STR, false, "the content of its stdin"},
		},
	.ans = {{"out", GAP_data}},
};

bool is_program(const struct step *s)
{
	return s->op == &program_op;
}

void program_free(struct program *p)
{
	if (!p)
		return;
	texts_free(p->args, p->nargs);
	texts_free(p->env, p->nenv);
	free(p->name);
	free(p->invoke);
	free(p->input);
	free(p);
}
