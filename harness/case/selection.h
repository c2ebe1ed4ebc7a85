/* SPDX-License-Identifier: Apache-2.0 */
/*
 * selection.h: the arguments that pick cases, CASE..., -k and -t.
 *
 * A child of the argp of every command that takes cases:
 *
 *	struct argp_child children[] = {{&select_argp, 0, NULL, 0}, {0}};
 *
 * whose input is a struct select, set in the parent's ARGP_KEY_INIT:
 *
 *	state->child_inputs[0] = &mine->select;
 *
 * The parent answers ARGP_ERR_UNKNOWN to ARGP_KEY_ARG, so that the child
 * gets the CASEs, and has "[CASE...]" in its own args_doc.
 */
#ifndef CASE_SELECTION_H
#define CASE_SELECTION_H

#include <argp.h>

#include "case.h"

struct select {
	struct selection sel; /* points into argv */
};

extern const struct argp select_argp;
/* corpus_load() of what was picked. */
int select_load(const struct select *s, struct corpus *c, char **why);
/* Print all mistakes of a corpus to stderr; returns how many there are. */
int select_complain(const struct corpus *c);
/*
 * Does it pick some of the cases that there are? Folders that are not within a
 * folder `cases` are a corpus of their own, all of it.
 */
bool selection_is_part(const struct selection *sel);
void select_free(struct select *s);

#endif
