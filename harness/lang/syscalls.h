/* SPDX-License-Identifier: Apache-2.0 */
/*
 * syscalls.h: the table of system calls, and the filter that marks them.
 */
#ifndef SYSCALLS_H
#define SYSCALLS_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>

#include "tables.h"

/*
 * Calls that only the older architectures have; elsewhere the C library makes
 * them of others. A row whose number is SYSCALL_NONE is never met.
 */
#define SYSCALL_NONE (-1L)
#ifndef SYS_pipe
#define SYS_pipe SYSCALL_NONE
#endif
#ifndef SYS_dup2
#define SYS_dup2 SYSCALL_NONE
#endif
#ifndef SYS_poll
#define SYS_poll SYSCALL_NONE
#endif
#ifndef SYS_select
#define SYS_select SYSCALL_NONE
#endif
#ifndef SYS_epoll_create
#define SYS_epoll_create SYSCALL_NONE
#endif
#ifndef SYS_epoll_wait
#define SYS_epoll_wait SYSCALL_NONE
#endif
#ifndef SYS_unlink
#define SYS_unlink SYSCALL_NONE
#endif
#ifndef SYS_alarm
#define SYS_alarm SYSCALL_NONE
#endif

/* Decoders, one for each way an argument can look; see decode.h. */
enum decode_kind {
	DECODE_NONE, /* ends a list of arguments */
	DECODE_INT,
	DECODE_HEX,
	DECODE_FD,
	DECODE_FAMILY,
	DECODE_TYPE,
	DECODE_PROTO,
	DECODE_LEVEL,
	DECODE_OPTNAME,
	DECODE_HOW,
	DECODE_MSG,
	DECODE_FCNTL,
	DECODE_FCNTL_ARG,
	DECODE_IOCTL,
	DECODE_UNSEEN, /* bytes that never were in the process's memory */
	/* Not known from the number alone; MSGHDRs are taken apart: */
	DECODE_IN_MEMORY,
	DECODE_PATH = DECODE_IN_MEMORY,
	DECODE_TIMESPEC,
	DECODE_ADDR_IN,
	DECODE_DATA_IN,
	DECODE_IOV_IN,
	DECODE_MSGHDR_IN,
	DECODE_VALUE_IN,
	DECODE_POLLFDS,
	/* Known only when the call has returned: */
	DECODE_OUT,
	DECODE_ADDR_OUT = DECODE_OUT,
	DECODE_LEN_OUT,
	DECODE_DATA_OUT,
	DECODE_IOV_OUT,
	DECODE_MSGHDR_OUT,
	DECODE_VALUE_OUT,
	DECODE_PAIR_OUT,
	DECODE_INT_OUT,
	DECODE_COUNT
};

struct syscall_arg {
	const char *key;
	enum decode_kind kind;
};

struct syscall_row {
	const char *name;
	long nr;
	enum call_class calls;
	bool only_sockets; /* see `when` */
	struct syscall_arg args[7];
};

/* All of them, in the order of the table; NULL after the last. */
const struct syscall_row *syscall_at(size_t i);
/* By number; NULL for one that is not in the table. */
const struct syscall_row *syscall_find(long nr);

/*
 * The seccomp filter that marks the table's calls for the tracer, and all
 * calls by another table of numbers, and refuses those that a room must not
 * have: mounts, and io_uring, whose operations no tracer sees.
 *
 * A runtime reads and closes thousands of files before it makes its first
 * socket, and until then the rows of SOCKETS have nothing to be about. So it
 * begins with FILTER_EARLY, which lacks them, and is given FILTER_LATE, which
 * has them alone, before it makes a descriptor (trace_late.c).
 */
enum filter_part { FILTER_WHOLE, FILTER_EARLY, FILTER_LATE };
/* The caller frees filter->filter. */
int syscalls_filter(enum filter_part part, struct sock_fprog *filter,
		    char **why);

#endif
