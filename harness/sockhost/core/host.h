/* SPDX-License-Identifier: Apache-2.0 */
/*
 * host.h: one guest's world, as the files of sockhost share it.
 *
 *	sockhost.h   what embedders see
 *	mem fds errnos policy resolve   the core: they know no ABI
 *	sock sockopt control unixname   the core's sockets
 *	quota                           what a socket may take of the kernel
 *	calls                           calls of the guest as lines of text
 *	fn.h abi.h                      how an ABI is written down
 *	preview1_* wasinet_* wasmedge_* wasigo*     the ABIs
 *	pathopen python
 *
 * Functions of the core answer as Linux does in the kernel: 0 or more, or
 * the negative of one of its errnos. ABIs translate that.
 */
#ifndef SOCKHOST_HOST_H
#define SOCKHOST_HOST_H

#include <stdbool.h>

#include "fds.h"
#include "mem.h"
#include "policy.h"
#include "sockhost.h"
#include "wordlist.h"

struct sockhost {
	struct mem mem;
	struct fds fds;
	struct policy policy;
	struct wordlist args;
	struct wordlist env;
	bool nonblocking;
	uint32_t max_buffer; /* see quota.h; 0: no quota */
	void (*on_exit)(void *arg, uint32_t code);
	void *exit_arg;
	bool exited;
	uint32_t exit_code;
	int trace; /* where calls are told, or -1 */
};

/* What a system call just told: its result, or the negative of errno. */
long host_result(long ret);
/* malloc and friends that do not return without memory. */
void *host_alloc(size_t size);
void *host_realloc(void *p, size_t size);
char *host_strdup(const char *s);
/* *why = the sentence; returns -1. */
int host_why(char **why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
