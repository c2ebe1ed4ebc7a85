/* SPDX-License-Identifier: Apache-2.0 */
/* trace_call.h: one system call of a tracee, as trace.c shares it. */
#ifndef TRACE_CALL_H
#define TRACE_CALL_H

#include "trace.h"

/* Let a stopped process go on, PTRACE_CONT or _SYSCALL, with a signal or 0. */
void trace_resume(pid_t pid, int how, int sig);
/* It has stopped at a call of the filter, or at the end of one; it goes on. */
void trace_enter(struct tracer *t, struct tracee *p);
void trace_exit(struct tracer *t, struct tracee *p);
/* What it keeps of a call that is in no step. */
void trace_call_free(struct tracee *p);

#endif
