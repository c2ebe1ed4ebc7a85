/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ops.h: the operations, one function per row of ops.def.
 *
 * op_<name>() makes the buffers that the operation needs, calls the ABI's
 * sock_<name>() and answers. The functions are grouped by what they are
 * about in ops_*.c; ops.c has the table of them.
 */
#ifndef OPS_H
#define OPS_H

#include "args.h"

#define OP(name, title, flags, class, ARGS, ANSWERS, help) \
	void op_##name(const struct args *a);
#include "lang/ops.def"
#undef OP

struct ops_row {
	const char *title;
	void (*fn)(const struct args *a);
	const struct args_row *args;
};

/* The row of that title, or NULL. */
const struct ops_row *ops_find(const char *title);

/* What the operations share, in ops_names.c. */
struct sock_to ops_to(const struct args *a);
struct sock_from ops_from(const struct args *a);

#endif
