/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strace.h: a play under strace: its command line, and its text as the calls
 * of a recording.
 *
 * Each actor has a strace of its own, which writes a file of its own:
 *
 *	6     read(0, "2 bind fd=s addr=in:7f000001:7000\n", 1048576) = 34
 *	6     bind(3, {sa_family=0x2, sin_port="\x1b\x58", ...}, 16) = 0
 *	6     write(1, "\n@sd 2 ret=0\n", 13) = 13
 *
 * What the player reads and writes on its pipes tells which step a call
 * belongs to; see ../guests/wire.h. The rules by which calls are recorded and
 * descriptors named are those of trace.c, carried out anew.
 */
#ifndef STRACE_H
#define STRACE_H

#include "strace_args.h"

/* --seccomp-bpf came with 5.3; without it each call costs two stops. */
#define STRACE_OLDEST "5.3"

/* Is there a strace that can be used? -1 and a sentence if not. */
int strace_check(char **why);

/* Make the n-th call of a name, counted from the start, fail. */
struct strace_inject {
	const struct syscall_row *row; /* NULL: none */
	int nth, error;
};

/* argv under strace; what it sees goes to a file. Free it and its words. */
char **strace_argv(char *const *argv, const char *file,
		   const struct strace_inject *v, int n);
void strace_argv_free(char **argv);

/* What was read of all actors of a play; zero it, but for rec. */
struct strace_reading {
	struct recording *rec;      /* gets the calls */
	long pids[CASE_ACTORS_MAX]; /* the actors' first processes */
	int hidden[HIDDEN_COUNT];   /* what is not shown, how often */
	/* The first call that the case injects into, but strace did not. */
	struct strace_inject missed[CASE_ACTORS_MAX];
};

/*
 * Add the calls of an actor, from the text of its file, ended by a NUL. -1 and
 * a sentence when a line is not understood: then nothing can be said.
 */
int strace_read(struct strace_reading *r, int actor, const char *text,
		char **why);
/* When all are read: processes get the names of their actors. */
void strace_name_pids(struct strace_reading *r);

#endif
