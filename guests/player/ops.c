/* SPDX-License-Identifier: Apache-2.0 */
#include "ops.h"

#include <string.h>

enum { OPT, NEED };

#define ARG(name, kind, need, help) \
	{#name, KIND_##kind, need, offsetof(struct args, name)},
#define OP(name, title, flags, class, ARGS, ANSWERS, help) \
	static const struct args_row ops_args_##name[] = {ARGS{0}};
#include "lang/ops.def"
#undef OP
#undef ARG

static const struct ops_row ops_rows[] = {
#define OP(name, title, flags, class, ARGS, ANSWERS, help) \
	{title, op_##name, ops_args_##name},
#include "lang/ops.def"
#undef OP
};

const struct ops_row *ops_find(const char *title)
{
	for (size_t i = 0; i < sizeof(ops_rows) / sizeof(*ops_rows); i++)
		if (strcmp(ops_rows[i].title, title) == 0)
			return &ops_rows[i];
	return NULL;
}
