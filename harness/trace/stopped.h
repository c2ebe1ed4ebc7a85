/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stopped.h: a process that is stopped at a system call, as decoders see it.
 */
#ifndef STOPPED_H
#define STOPPED_H

#include <stdint.h>
#include <sys/types.h>

#include "fd_names.h"
#include "lang/syscalls.h"

/* Longest data that is looked at whole; longer is hashed up to here. */
#define DECODE_DATA_MAX (1 << 20)

struct stopped {
	pid_t pid;
	const struct syscall_row *row;
	const uint64_t *args;
	int64_t ret;
	bool unknown; /* ret is: it is still on its way */
	const struct fd_names *fds;
	size_t room; /* for an address, as told when the call began */
};

#endif
