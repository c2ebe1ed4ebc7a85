/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tables.h: the tables of the case language, from ../guests' .def files.
 *
 * All of it is constant data: nothing to free, nothing to set up.
 */
#ifndef LANG_TABLES_H
#define LANG_TABLES_H

#include <stdbool.h>

/* Classes of gaps, from gap.def. */
enum gap_class {
#define GAP(name, meaning) GAP_##name,
#include "gap.def"
#undef GAP
	GAP_COUNT
};
extern const char *const gap_names[GAP_COUNT];
extern const char *const gap_meanings[GAP_COUNT];

/* Classes of system calls; an operation has the one that carries it out. */
enum call_class {
#define CLASS(name, acts, keys) CALL_##name,
#include "classes.def"
#undef CLASS
	CALL_COUNT
};

/* Kinds of argument, explained in kinds.def. */
enum arg_kind {
#define KIND(kind, function, form, example, shown) ARG_##kind,
#include "kinds.def"
	ARG_KIND_COUNT
};

struct arg_spec {
	const char *name;
	enum arg_kind kind;
	bool need;
	const char *help;
};

/* A field of an answer, and the class of gap that a difference in it is. */
struct ans_spec {
	const char *name;
	enum gap_class gap;
};

/* What they mean: ../guests/ops.def. */
enum { OP_CHANGES = 1, OP_MAKES = 2, OP_PEERS = 4, OP_HOSTS = 8 };
#define OP_ARGS_MAX 12
#define OP_ANS_MAX 6

struct op {
	const char *name; /* as cases say it: set-nonblock */
	unsigned flags;
	enum call_class calls;
	const char *help;
	struct arg_spec args[OP_ARGS_MAX]; /* ended by a NULL name */
	struct ans_spec ans[OP_ANS_MAX + 1];
};
extern const struct op ops[];
extern const int ops_count;

const struct op *op_find(const char *name);
const struct arg_spec *op_arg(const struct op *op, const char *name);
const struct ans_spec *op_ans(const struct op *op, const char *name);

/* A constant of names.def. */
struct name {
	const char *group, *name;
	long number;
};
extern const struct name names[];
extern const int names_count;
/* By name; group NULL for any group. NULL when there is none. */
const struct name *name_find(const char *group, const char *name);
/* By number, inside of a group; NULL when there is none. */
const char *name_of(const char *group, long number);
/* The group that a kind of argument takes its constants from, or NULL. */
const char *arg_group(enum arg_kind kind);

/* Shapes of options' values, see optkinds.h. */
enum opt_kind {
#define OPTKIND(kind, prefix, example, fields) OPT_##kind,
#include "guests/lang/optkinds.def"
	OPT_KIND_COUNT
};
enum opt_access { OPT_RW, OPT_RO, OPT_WO, OPT_ACCESS_COUNT };

/* An option of sockopts.def. */
struct sockopt {
	const char *level, *name;
	long level_number, number;
	enum opt_kind kind;
	enum opt_access access;
	bool is_volatile;
	const char *help;
};
extern const struct sockopt sockopts[];
extern const int sockopts_count;
const struct sockopt *sockopt_find(const char *name);
const struct sockopt *sockopt_of(long level, long number);

/* An errno of errnos.def; wasi is -1 where WASI has no number for it. */
struct errno_row {
	const char *name;
	int linux_number, wasi;
};
extern const struct errno_row errnos[];
extern const int errnos_count;
const struct errno_row *errno_find(const char *name);
/* EAGAIN for EWOULDBLOCK and so on; NULL if it is no second name. */
const char *errno_alias(const char *name);
/* The name of a Linux errno; "?N" (in a static buffer) for an unknown one. */
const char *errno_name(int linux_number);

#endif
