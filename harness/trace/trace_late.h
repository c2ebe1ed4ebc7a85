/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trace_late.h: a process is followed more closely once it makes descriptors.
 *
 * A program that is run in a room begins with FILTER_EARLY (syscalls.h), for
 * before it has made a descriptor there are no names, and none of the calls
 * that the filter lacks would be recorded. When it is about to make its first
 * one it is given FILTER_LATE, all of its threads at once: at the stop two
 * calls are made in its place, mmap(2) for a page and seccomp(2) with the
 * program that is written there, and then the call itself is made once more.
 *
 * Not covered: two processes that share a descriptor table and are not threads
 * (clone(2) with CLONE_FILES alone), made before the first descriptor. What
 * one of them makes the other may read unseen, until it makes one itself.
 */
#ifndef TRACE_LATE_H
#define TRACE_LATE_H

#include "trace.h"

/* Its first program was run: it has the early filter only. */
void trace_late_exec(const struct tracer *t, struct tracee *p);
/*
 * It is stopped at the entry of a call (p->at, p->args). True when another
 * was put in its place, and the tracee goes on.
 */
bool trace_late_enter(struct tracee *p);
/* The same at the exit, of the call that was put there. */
bool trace_late_exit(struct tracer *t, struct tracee *p);

#endif
