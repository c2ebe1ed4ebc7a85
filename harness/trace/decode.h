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

#include "recording/recording.h"
#include "stopped.h"

/* Append what is known when the call begins (the IN kinds). */
void decode_enter(struct stopped *s, struct call *c);
/* Append what is known when it has returned; s->ret is set. */
void decode_exit(const struct stopped *s, struct call *c);
/* Append argument i if its number says it all; else nothing, and false. */
bool decode_plain(struct buf *b, const struct stopped *s, int i);

/* Read n bytes of a process; the number read, 0 when it cannot be. */
size_t memory_read(pid_t pid, uint64_t from, void *to, size_t n);
/* Descriptors in the control data of a msghdr, at most max; how many. */
int decode_rights(const struct stopped *s, int *fds, int max);
/* The two descriptors that socketpair or pipe made; how many: 2 or 0. */
int decode_pair(const struct stopped *s, int *fds);

#endif
