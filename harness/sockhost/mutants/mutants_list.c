/* SPDX-License-Identifier: Apache-2.0 */
#include "mutants_list.h"

#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "mutants.h"

/* The words of sockopts.def and names.def that decide what is a row. */
enum { RO, RW, WO };
enum { EXACT, VOLATILE };
enum {
	IS_FAMILY,
	IS_TYPE,
	IS_PROTO,
	IS_LEVEL,
	IS_MSG,
	IS_HOW,
	IS_POLL,
	IS_IOCTL,
	IS_AI,
	IS_EAI,
	IS_CMSG,
	IS_VALUE
};

#define ABI "wasinet_v0"

static const struct family {
	int mutant;
	const char *name, *sees;
} families[] = {
#define FAMILY(id, name, sees) {F_##id, name, sees},
#include "mutant_families.def"
};

static const struct {
	int mutant;
	const char *name, *why;
} left_out[] = {
#define MUTANT(id, word, source, sees)
#define MUTANT_NOT(id, source, why) {M_none, #id, why},
#include "mutants.def"
#undef MUTANT
#define LEFT_OUT(family, name, why) {F_##family, #name, why},
#include "mutant_families.def"
};

/* A row that is not `of` the family is only a row of the table. */
static const struct row {
	int of;
	int mutant;
	const char *name;
	int level, number;
	const char *abi, *word, *sees;
} rows[] = {
#define MUTANT_OF(abi, id, word, source, sees) \
	{1, M_##id, #id, 0, 0, #abi, word, sees},
#define MUTANT(id, word, source, sees) {1, M_##id, #id, 0, 0, ABI, word, sees},
#define MUTANT_NOT(id, source, why) {1, M_none, #id, 0, 0, ABI, #id, why},
#include "mutants.def"
#undef MUTANT
#define ERRNO(name, number, wasi) \
	{(wasi) > 0, F_errno, #name, 0, number, ABI, #name, NULL},
#include "guests/lang/errnos.def"
#undef ERRNO
#define SOCKOPT(level, name, number, kind, access, compare, help)           \
	{(access) != RO, F_option, #name, level, number, ABI, #name, NULL}, \
		{(access) != WO && (compare) == EXACT,                      \
		 F_option_get,                                              \
		 #name,                                                     \
		 level,                                                     \
		 number,                                                    \
		 ABI,                                                       \
		 #name,                                                     \
		 NULL},
#include "guests/lang/sockopts.def"
#undef SOCKOPT
#define FLAG(family, of, group, name, number)             \
	{(of) == IS_##group,        F_##family, #name, 0, \
	 (int)((number)&INT32_MAX), ABI,        #name, NULL},
#define NAME(group, name, number)               \
	FLAG(send, IS_MSG, group, name, number) \
	FLAG(recv, IS_MSG, group, name, number) \
	FLAG(told, IS_MSG, group, name, number) \
	FLAG(poll, IS_POLL, group, name, number)
#include "guests/lang/names.def"
#undef NAME
#define ROW(family, name, level, number) \
	{1, F_##family, #name, level, number, ABI, #name, NULL},
#include "mutant_families.def"
#define CONTROL(family, name, level, number, word) \
	{1, F_##family, #name, level, number, ABI, word, NULL},
#define LENGTH(id, name, abi, word, sees) \
	{1, F_length, name, 0, L_##id, abi, word, sees},
#define FIELD(abi, fn, param, offset, word)                              \
	{1,    F_field, #abi "." #fn ":" #param ":" #offset, 0, 0, #abi, \
	 word, NULL},
#include "mutant_families.def"
};

#define N(a) (sizeof(a) / sizeof((a)[0]))

static const struct family *list_family(int mutant)
{
	static const struct family none = {0, "", ""};

	for (size_t i = 0; i < N(families); i++)
		if (families[i].mutant == mutant)
			return &families[i];
	return &none;
}

static const char *list_left_out(int mutant, const char *name)
{
	for (size_t i = 0; i < N(left_out); i++)
		if (left_out[i].mutant == mutant &&
		    strcmp(left_out[i].name, name) == 0)
			return left_out[i].why;
	return NULL;
}

bool mutants_list(size_t i, struct mutants_row *row)
{
	const struct family *family;
	const struct row *r = rows;

	for (; r < rows + N(rows); r++)
		if (r->of && i-- == 0)
			break;
	if (r == rows + N(rows))
		return false;
	family = list_family(r->mutant);
	*row = (struct mutants_row){
		.family = family->name,
		.name = r->name,
		.mutant = r->mutant,
		.level = r->level,
		.number = r->number,
		.abi = r->abi,
		.word = r->word,
		.sees = r->sees ? r->sees : family->sees,
		.left_out = list_left_out(r->mutant, r->name),
	};
	return true;
}

void mutants_id(const struct mutants_row *row, char id[MUTANTS_ID])
{
	snprintf(id, MUTANTS_ID, "%s%s%s", row->family, *row->family ? ":" : "",
		 row->name);
}

static int list_least(int a, int b, int c)
{
	int least = a < b ? a : b;

	return least < c ? least : c;
}

/* Row by row of the table of distances of all beginnings of a and b. */
int mutants_distance(const char *a, const char *b)
{
	int n = (int)strnlen(b, MUTANTS_ID - 1);
	int row[MUTANTS_ID];

	for (int k = 0; k <= n; k++)
		row[k] = k;
	for (int i = 0; a[i]; i++) {
		int corner = row[0];

		row[0] = i + 1;
		for (int k = 0; k < n; k++) {
			int over = row[k + 1];

			row[k + 1] = list_least(over + 1, row[k] + 1,
						corner + (a[i] != b[k]));
			corner = over;
		}
	}
	return row[n];
}
