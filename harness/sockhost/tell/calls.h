/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calls.h: calls of the guest as lines of text, as strace(1) writes them:
 *
 *	sock_connect(3, 127.0.0.1:7000, 16) = ECONNREFUSED
 *	fd_write(1, [{"hello\n", 6}], 1, [6]) = 0
 *	proc_exit(0) = ?
 *
 * A parameter that the host writes is told when the call has returned, so
 * that of a call that waits the beginning is there. [6] is what is behind a
 * pointer. How a parameter is told says calls.def, by its name; what has no
 * row is a number.
 */
#ifndef SOCKHOST_CALLS_H
#define SOCKHOST_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sockhost;
struct sockhost_fn;

#define CALLS_LINE 4096 /* longer ones are cut */
#define CALLS_DATA 64   /* bytes of data that are shown */
#define CALLS_PARAMS 10

/* A call on its way to be a line. */
struct calls {
	struct sockhost *h;
	const struct sockhost_fn *fn;
	const char *abi;
	const uint64_t *v;
	char names[CALLS_PARAMS][24];
	size_t n;
	uint32_t err; /* WASI's, once it has returned */
	char text[CALLS_LINE];
	size_t len;
};

/* Make the call, and tell it at h's descriptor for that. */
uint32_t calls_tell(struct sockhost *h, const char *abi,
		    const struct sockhost_fn *fn, const uint64_t *args);

/* What the functions of calls_kinds.c and its neighbours write with. */
void calls_put(struct calls *c, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* So many bytes of the guest's memory in quotes; of many the first. */
void calls_quote(struct calls *c, uint64_t ptr, uint64_t len);
/* The value of the parameter of that name, or 0. */
uint64_t calls_value(const struct calls *c, const char *name);
/* Is it the result of a call that went well, so that pointers are filled? */
bool calls_done(const struct calls *c);

/* Kinds: how parameter i is told. */
typedef void calls_kind(struct calls *c, size_t i);
#define KIND(name, when) calls_kind calls_##name;
#include "calls_kinds.def"
#undef KIND

#endif
