/* SPDX-License-Identifier: Apache-2.0 */
#include "names.h"

#include <stdint.h>
#include <string.h>

#include "sock.h"

static const struct names_row {
	enum names_group group;
	const char *name;
	long number;
} names_rows[] = {
#define NAME(group, name, number) {GROUP_##group, #name, number},
#include "lang/names.def"
#undef NAME
};

/* The levels that sockopts.def names, by number. */
enum {
#define NAME(group, name, number) LEVEL_##group##_##name = (int)(number),
#include "lang/names.def"
#undef NAME
};

static const struct names_option names_options[] = {
#define SOCKOPT(level, name, number, kind, access, compare, help) \
	{LEVEL_LEVEL_##level, #name, number, OPT_##kind},
#include "lang/sockopts.def"
#undef SOCKOPT
};

static const struct names_errno {
	const char *name;
	int number;
	int wasi;
} names_errnos[] = {
#define ERRNO(name, linux, wasi) {#name, linux, wasi},
#include "lang/errnos.def"
#undef ERRNO
	{"ENOTCAPABLE", SOCK_ENOTCAPABLE, 76},
};

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static const struct names_row *names_row(enum names_group group,
					 const char *name)
{
	for (size_t i = 0; i < ROWS(names_rows); i++)
		if (names_rows[i].group == group &&
		    strcmp(names_rows[i].name, name) == 0)
			return &names_rows[i];
	return NULL;
}

static int names_one(enum names_group group, const char *name, long *number)
{
	const struct names_row *row = names_row(group, name);
	long long n;

	if (row != NULL) {
		*number = row->number;
		return 0;
	}
	if (spell_number(name, &n) == -1)
		return -1;
	*number = (long)n;
	return 0;
}

int names_parse(enum names_group group, char *text, long *number)
{
	char *rest = text;
	char *name;
	long one;

	*number = 0;
	while ((name = spell_cut(&rest, '|')) != NULL) {
		if (names_one(group, name, &one) == -1)
			return -1;
		*number |= one;
	}
	return 0;
}

const char *names_name(enum names_group group, long number)
{
	for (size_t i = 0; i < ROWS(names_rows); i++)
		if (names_rows[i].group == group &&
		    names_rows[i].number == number)
			return names_rows[i].name;
	return NULL;
}

void names_tell(struct spell *t, enum names_group group, long number)
{
	const char *name = names_name(group, number);

	if (name != NULL)
		spell_put(t, name);
	else
		spell_num(t, number);
}

void names_tell_bits(struct spell *t, enum names_group group,
		     unsigned long bits)
{
	const char *joint = "";

	for (size_t i = 0; i < ROWS(names_rows); i++) {
		unsigned long bit = (unsigned long)names_rows[i].number;

		if (names_rows[i].group != group || (bits & bit) == 0)
			continue;
		spell_put(t, joint);
		spell_put(t, names_rows[i].name);
		joint = "|";
		bits &= ~bit;
	}
	if (bits != 0) {
		spell_put(t, joint);
		spell_hexnum(t, bits);
	} else if (*joint == '\0') {
		spell_char(t, '0');
	}
}

const struct names_option *names_option(const char *name)
{
	for (size_t i = 0; i < ROWS(names_options); i++)
		if (strcmp(names_options[i].name, name) == 0)
			return &names_options[i];
	return NULL;
}

const struct names_option *names_option_number(int level, int number)
{
	for (size_t i = 0; i < ROWS(names_options); i++)
		if (names_options[i].level == level &&
		    names_options[i].number == number)
			return &names_options[i];
	return NULL;
}

const char *names_errno(int number)
{
	for (size_t i = 0; i < ROWS(names_errnos); i++)
		if (names_errnos[i].number == number)
			return names_errnos[i].name;
	return NULL;
}

int names_errno_wasi(int number)
{
	for (size_t i = 0; i < ROWS(names_errnos); i++)
		if (number > 0 && names_errnos[i].wasi == number)
			return names_errnos[i].number;
	return -(number & INT32_MAX);
}
