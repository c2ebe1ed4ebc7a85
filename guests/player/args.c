/* SPDX-License-Identifier: Apache-2.0 */
#include "args.h"

#include <string.h>

#include "args_kinds.h"

static const struct args_how {
	args_fn *fn;
	enum names_group group;
} args_hows[] = {
#define NO_GROUP 0
#define ARGKIND(kind, function, group) [KIND_##kind] = {function, group},
#include "lang/argkinds.def"
#undef ARGKIND
#undef NO_GROUP
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
				   struct wire_field *f, struct args *a,
				   const char **why)
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
	*why = "an argument is given twice";
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
