/* SPDX-License-Identifier: Apache-2.0 */
#include "args.h"

#include <string.h>

#include "args_kinds.h"

static const struct args_how {
	args_fn *fn;
	enum names_group group;
} args_hows[] = {
	[KIND_FD] = {args_fd, 0},
	[KIND_AS] = {args_as, 0},
	[KIND_AS2] = {args_as, 0},
	[KIND_ASN] = {args_as, 0},
	[KIND_FAMILY] = {args_constant, GROUP_FAMILY},
	[KIND_TYPE] = {args_constant, GROUP_TYPE},
	[KIND_PROTO] = {args_constant, GROUP_PROTO},
	[KIND_LEVEL] = {args_constant, GROUP_LEVEL},
	[KIND_MSG] = {args_constant, GROUP_MSG},
	[KIND_HOW] = {args_constant, GROUP_HOW},
	[KIND_IOCTL] = {args_constant, GROUP_IOCTL},
	[KIND_AI] = {args_constant, GROUP_AI},
	[KIND_OPTION] = {args_option, 0},
	[KIND_INT] = {args_int, 0},
	[KIND_LEN] = {args_len, 0},
	[KIND_ADDR] = {args_addr, 0},
	[KIND_ADDRLEN] = {args_addrlen, 0},
	[KIND_DATA] = {args_data, 0},
	[KIND_IOVOUT] = {args_iovout, 0},
	[KIND_IOVIN] = {args_iovin, 0},
	[KIND_VALUE] = {args_value, 0},
	[KIND_CONTROL] = {args_control, 0},
	[KIND_POLLFDS] = {args_pollfds, 0},
	[KIND_MS] = {args_int, 0},
	[KIND_BOOL] = {args_bool, 0},
	[KIND_STR] = {args_string, 0},
	[KIND_PATH] = {args_string, 0},
	[KIND_PTR] = {args_ptr, 0},
	[KIND_OFLAGS] = {args_oflags, 0},
};

static const struct args_row *args_row(const struct args_row *rows,
	const char *key)
{
	for (; rows->key != NULL; rows++)
		if (strcmp(rows->key, key) == 0)
			return rows;
	return NULL;
}

static struct arg *args_member(struct args *a, const struct args_row *row)
{
	return (struct arg *)((char *)a + row->member);
}

static enum args_result args_field(const struct args_row *rows,
	struct wire_field *f, struct args *a, const char **why)
{
	const struct args_row *row = args_row(rows, f->key);
	struct arg *arg;

	*why = "no such argument";
	if (row == NULL)
		return ARGS_MALFORMED;
	*why = "wrong escape";
	if (wire_unescape(f->value) == -1)
		return ARGS_MALFORMED;
	arg = args_member(a, row);
	*why = "an argument is said twice";
	if (arg->given)
		return ARGS_MALFORMED;
	arg->given = 1;
	return args_hows[row->kind].fn(f->value, args_hows[row->kind].group,
		arg, why);
}

enum args_result args_decode(const struct args_row *rows, struct wire_line *w,
	struct args *a, const char **why)
{
	enum args_result result = ARGS_OK;
	enum args_result one;
	const char *sentence;

	memset(a, 0, sizeof(*a));
	args_data_reset();
	for (int i = 0; i < w->n; i++) {
		one = args_field(rows, &w->field[i], a, &sentence);
		if (one == ARGS_OK || result == ARGS_MALFORMED)
			continue;
		result = one;
		*why = sentence;
	}
	for (; rows->key != NULL && result != ARGS_MALFORMED; rows++) {
		if (!rows->need || args_member(a, rows)->given)
			continue;
		*why = "an argument is missing";
		return ARGS_MALFORMED;
	}
	return result;
}

long args_or(const struct arg *a, long otherwise)
{
	return a->given ? a->number : otherwise;
}
