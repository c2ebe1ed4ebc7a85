/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trace_fds.h: which processes share their descriptors, and how one gets to
 * another; for trace.c and trace_call.c.
 *
 *	fork, vfork, clone       the child has a copy, with CLONE_FILES the
 *	                         same table: threads, but not they alone
 *	unshare, close_range     its own copy from then on
 *	exec                     its own copy, without those that close on exec
 *	SCM_RIGHTS, pidfd_getfd  one that another process has, under its name
 */
#ifndef TRACE_FDS_H
#define TRACE_FDS_H

#include "requests.h"
#include "trace.h"

/* A child, of a parent with this table (NULL: an actor's first process). */
void trace_fds_fork(struct tracee *child, struct fd_names *parents,
		    bool shares);
/* Has a process that reported a child made it to share its descriptors? */
bool trace_fds_are_shared(pid_t pid, bool is_clone);
void trace_fds_exec(struct tracee *p);
/* The process shares its table with no other from here on. */
void trace_fds_unshare(struct tracee *p);
void trace_fds_drop(struct tracee *p);
/* A request is about to send what it names; c is its call. */
void trace_fds_sent(struct tracer *t, const struct tracee *p,
		    const struct request *r);
/* A request was carried out: what it made and closed. */
void trace_fds_done(struct tracer *t, struct tracee *p, const struct request *r,
		    struct call *c);
void trace_fds_free(struct tracer *t);

#endif
