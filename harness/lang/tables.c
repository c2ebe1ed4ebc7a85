/* SPDX-License-Identifier: Apache-2.0 */
#include "tables.h"

#include <stdio.h>
#include <string.h>

#include "base/util.h"

const char *const gap_names[GAP_COUNT] = {
#define GAP(name, meaning) #name,
#include "gap.def"
#undef GAP
};

const char *const gap_meanings[GAP_COUNT] = {
#define GAP(name, meaning) meaning,
#include "gap.def"
#undef GAP
};

#define CHANGES OP_CHANGES
#define MAKES OP_MAKES
#define PEERS OP_PEERS
#define HOSTS OP_HOSTS
#define NEED true
#define OPT false
#define ARG(id, kind, need, help) {#id, ARG_##kind, need, help},
#define ANS(id, gap) {#id, GAP_##gap},
/* The rows that end the two lists also keep an empty one from being "{}". */
#define OP(id, title, flags, calls, args, answers, help) \
	{title,                                          \
	 flags,                                          \
	 CALL_##calls,                                   \
	 help,                                           \
	 {args{NULL, ARG_FD, false, NULL}},              \
	 {answers{NULL, GAP_value}}},
const struct op ops[] = {
#include "guests/lang/ops.def"
};
#undef OP
#undef ANS
#undef ARG
#undef OPT
#undef NEED
#undef HOSTS
#undef PEERS
#undef MAKES
#undef CHANGES
const int ops_count = COUNT(ops);

const struct name names[] = {
#define NAME(group, name, number) {#group, #name, number},
#include "guests/lang/names.def"
#undef NAME
};
const int names_count = COUNT(names);

/* The levels' numbers, to write them into the options' rows. */
enum {
#define NAME(group, name, number) NUMBER_##group##_##name = number,
#include "guests/lang/names.def"
#undef NAME
};

enum { IS_EXACT = false, IS_VOLATILE = true };

const struct sockopt sockopts[] = {
#define SOCKOPT(level, name, number, kind, access, compare, help) \
	{#level,     #name,        NUMBER_LEVEL_##level, number,  \
	 OPT_##kind, OPT_##access, IS_##compare,         help},
#include "guests/lang/sockopts.def"
#undef SOCKOPT
};
const int sockopts_count = COUNT(sockopts);

const struct errno_row errnos[] = {
#define ERRNO(name, linux_number, wasi) {#name, linux_number, wasi},
#include "guests/lang/errnos.def"
#undef ERRNO
};
const int errnos_count = COUNT(errnos);

const struct op *op_find(const char *name)
{
	for (int i = 0; i < ops_count; i++) {
		if (!strcmp(ops[i].name, name))
			return &ops[i];
	}
	return NULL;
}

const struct arg_spec *op_arg(const struct op *op, const char *name)
{
	for (const struct arg_spec *a = op->args; a->name; a++) {
		if (!strcmp(a->name, name))
			return a;
	}
	return NULL;
}

const struct ans_spec *op_ans(const struct op *op, const char *name)
{
	for (const struct ans_spec *a = op->ans; a->name; a++) {
		if (!strcmp(a->name, name))
			return a;
	}
	return NULL;
}

const struct name *name_find(const char *group, const char *name)
{
	for (int i = 0; i < names_count; i++) {
		if (group && strcmp(names[i].group, group) != 0)
			continue;
		if (!strcmp(names[i].name, name))
			return &names[i];
	}
	return NULL;
}

const char *name_of(const char *group, long number)
{
	for (int i = 0; i < names_count; i++) {
		if (names[i].number == number && !strcmp(names[i].group, group))
			return names[i].name;
	}
	return NULL;
}

const char *arg_group(enum arg_kind kind)
{
	static const char *const group[ARG_KIND_COUNT] = {
#define CONSTANT(kind, form, example) [ARG_##kind] = #kind,
#include "kinds.def"
	};

	return group[kind];
}

const struct sockopt *sockopt_find(const char *name)
{
	for (int i = 0; i < sockopts_count; i++) {
		if (!strcmp(sockopts[i].name, name))
			return &sockopts[i];
	}
	return NULL;
}

const struct sockopt *sockopt_of(long level, long number)
{
	for (int i = 0; i < sockopts_count; i++) {
		if (sockopts[i].level_number == level &&
		    sockopts[i].number == number)
			return &sockopts[i];
	}
	return NULL;
}

const struct errno_row *errno_find(const char *name)
{
	for (int i = 0; i < errnos_count; i++) {
		if (!strcmp(errnos[i].name, name))
			return &errnos[i];
	}
	return NULL;
}

const char *errno_alias(const char *name)
{
	static const char *const aliases[][2] = {
		{"EWOULDBLOCK", "EAGAIN"},
		{"ENOTSUP", "EOPNOTSUPP"},
		{"EDEADLOCK", "EDEADLK"},
	};

	for (size_t i = 0; i < COUNT(aliases); i++) {
		if (!strcmp(aliases[i][0], name))
			return aliases[i][1];
	}
	return NULL;
}

const char *errno_name(int linux_number)
{
	static char unknown[16];

	for (int i = 0; i < errnos_count; i++) {
		if (errnos[i].linux_number == linux_number)
			return errnos[i].name;
	}
	snprintf(unknown, sizeof(unknown), "?%d", linux_number);
	return unknown;
}
