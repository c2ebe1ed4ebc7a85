/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode.h: a stopped system call's arguments, made readable.
 *
 * Decoders are per kind of argument, never per call. The memory is the
 * stopped process's own, read with process_vm_readv; a pointer that it cannot
 * read is shown as "bad", NULL as "NULL". Nothing here fails.
 */
#ifndef DECODE_H
#define DECODE_H

#include <stdint.h>
#include <sys/types.h>

#include "fd_names.h"
#include "recording.h"
#include "syscalls.h"

/* Longest data that is looked at whole; longer is hashed up to here. */
#define DECODE_DATA_MAX (1 << 20)

struct stopped {
	pid_t pid;
	const struct syscall_row *row;
	const uint64_t *args;
	int64_t ret;
	const struct fd_names *fds;
	size_t room;    /* for an address, as told when the call began */
};

/* Append what is known when the call begins (the IN kinds). */
void decode_enter(struct stopped *s, struct call *c);
/* Append what is known when it has returned; s->ret is set. */
void decode_exit(const struct stopped *s, struct call *c);
/* Append argument i if its number says it all; else nothing, and false. */
bool decode_plain(struct buf *b, const struct stopped *s, int i);
/* Set (replace or append) one argument. Takes the value over. */
void call_arg_set(struct call *c, const char *key, char *value);
const char *call_arg_get(const struct call *c, const char *key);

/* Read n bytes of a process; the number read, 0 when it cannot be. */
size_t memory_read(pid_t pid, uint64_t from, void *to, size_t n);
/* Descriptors that arrived in a recvmsg, at most max; how many. */
int decode_rights(const struct stopped *s, int *fds, int max);
/* The two descriptors that socketpair or pipe made; how many: 2 or 0. */
int decode_pair(const struct stopped *s, int *fds);

#endif
