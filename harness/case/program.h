/* SPDX-License-Identifier: Apache-2.0 */
/*
 * program.h: cases whose guest is a program of ../guests/programs, instead of
 * the player that does steps:
 *
 *	program: {name: http-server, args: ["127.0.0.1:7000"],
 *	          env: {GREETING: hello}, input: "text of its stdin"}
 *	steps:                      # of its peers only; there may be none
 *	  - peer.socket: ...
 *	  - start: {}               # when it begins; left out: at once
 *	  - peer.connect: ...
 *
 * In a recording the program is one step of the guest, `program`: all of its
 * system calls belong to it, and its answer is its end: ret its exit status,
 * out what it wrote to stdout. What it writes to stderr is shown and not
 * compared. It is played like a step that blocks: whenever it waits in the
 * kernel its peers go on, and a program that waits for ever in the end is
 * told as that.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "case.h"

struct program {
	char *name;
	char **args, **env; /* env: NAME=VALUE */
	int nargs, nenv;
	char *invoke; /* a function of a reactor, or NULL */
	char *input;  /* or NULL: nothing */
	int starts;   /* line of its `start`; 0: at once */
};

/* What that step has as its operation. */
extern const struct op program_op;

/* Is the step the program itself? */
bool is_program(const struct step *s);

void program_free(struct program *p);

#endif
