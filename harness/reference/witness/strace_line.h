/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strace_line.h: the lines of strace's output file.
 *
 *	6     connect(3, {sa_family=0x2, sin_port="\x1b\x58"}, 16) = 0
 *	6     recvfrom(3, 0x55d8c0de, 4, 0x40, NULL, NULL) = -1 EAGAIN (..)
 *	6     accept(3, NULL, NULL <unfinished ...>
 *	6     <... accept resumed>) = 4
 *	6     read(3, 0x55d8, 1) = ? ERESTARTSYS (To be restarted)
 *	6     --- SIGPIPE {si_signo=13, ...} ---
 *
 * Sources: strace(1), and what strace 6.1 prints for our cases.
 */
#ifndef STRACE_LINE_H
#define STRACE_LINE_H

#include "strace_text.h"

enum strace_kind {
	STRACE_OTHER,      /* of none of the forms above */
	STRACE_NEWS,       /* a signal, or an end: +++ killed by SIGKILL +++ */
	STRACE_CALL,       /* a whole call */
	STRACE_UNFINISHED, /* its beginning */
	STRACE_RESUMED     /* and its end */
};

struct strace_line {
	enum strace_kind kind;
	long pid;
	struct piece name;
	struct piece text; /* "name(" and what follows; see strace_call */
};
void strace_line(struct piece line, struct strace_line *l);

#define STRACE_ARGS_MAX 7

struct strace_call {
	struct piece name;
	struct piece args[STRACE_ARGS_MAX];
	int nargs;
	int64_t ret;
	struct piece err; /* errno's name; empty when it did not fail */
	bool returned;    /* false: it is begun again, or the play ended */
	bool injected;
};
/* A whole call: "name(arguments) = result". -1 when it is of another form. */
int strace_call(struct piece text, struct strace_call *c);

#endif
