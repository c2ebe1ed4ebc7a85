/* SPDX-License-Identifier: Apache-2.0 */
/* Constants, see calls.h: WASI's, and those of Linux that wasinet takes. */
#include <inttypes.h>
#include <string.h>

#include "abi/abi.h"
#include "calls.h"

enum { ONE, SOME };

struct word {
	const char *set, *name;
	uint64_t number;
	int many;
};

static const struct word words[] = {
#define WORD(set, name, number, many) {#set, #name, number, many},
#include "calls_words.def"
#undef WORD
#define NAME(group, name, number) {#group, #name, (uint32_t)(number), SOME},
#include "guests/lang/names.def"
#undef NAME
};

#define WORDS_N (sizeof(words) / sizeof(words[0]))

/* The set of a parameter, where it is not called like that. */
static const char *words_set(const struct calls *c, const char *param)
{
	static const struct {
		const char *param, *set;
	} linux_sets[] = {
		{"af", "FAMILY"},   {"type", "TYPE"}, {"protocol", "PROTO"},
		{"level", "LEVEL"}, {"flags", "MSG"}, {"how", "HOW"},
	};

	for (size_t i = 0; i < 6 && !strncmp(c->abi, "wasinet", 7); i++)
		if (strcmp(linux_sets[i].param, param) == 0)
			return linux_sets[i].set;
	if (strcmp(param, "flags") == 0)
		return strstr(c->fn->name, "times") ? "fstflags" : "fdflags";
	return param;
}

static const char *words_exact(const char *set, uint64_t n)
{
	for (size_t i = 0; i < WORDS_N; i++)
		if (words[i].number == n && strcmp(words[i].set, set) == 0)
			return words[i].name;
	return NULL;
}

/* As flags: the number without the words that were told. */
static uint64_t words_flags(struct calls *c, const char *set, uint64_t n)
{
	const char *bar = "";

	for (size_t i = 0; i < WORDS_N; i++) {
		const struct word *w = &words[i];

		if (!w->many || !w->number || (n & w->number) != w->number ||
		    strcmp(w->set, set) != 0)
			continue;
		calls_put(c, "%s%s", bar, w->name);
		n &= ~w->number;
		bar = "|";
	}
	if (n)
		calls_put(c, "%s%#" PRIx64, bar, n);
	return n;
}

/* A type is a number below its flags. */
static void words_type(struct calls *c, uint64_t n)
{
	const char *name = words_exact("TYPE", n & 0xf);

	if (name)
		calls_put(c, "%s%s", name, n & ~UINT64_C(0xf) ? "|" : "");
	if (!name || n & ~UINT64_C(0xf))
		words_flags(c, "TYPE", name ? n & ~UINT64_C(0xf) : n);
}

void calls_words(struct calls *c, size_t i)
{
	const char *set = words_set(c, c->names[i]);
	const char *name = words_exact(set, c->v[i]);

	if (name)
		calls_put(c, "%s", name);
	else if (strcmp(set, "TYPE") == 0)
		words_type(c, c->v[i]);
	else if (c->v[i] == 0 || strcmp(set, "FAMILY") == 0 ||
		 strcmp(set, "LEVEL") == 0 || strcmp(set, "PROTO") == 0)
		calls_put(c, "%" PRIu64, c->v[i]);
	else
		words_flags(c, set, c->v[i]);
}

void calls_option(struct calls *c, size_t i)
{
	static const struct {
		const char *level, *name;
		uint64_t number;
	} options[] = {
#define SOCKOPT(level, name, number, kind, access, compare, help) \
	{#level, #name, number},
#include "guests/lang/sockopts.def"
#undef SOCKOPT
	};
	const char *level = words_exact("LEVEL", calls_value(c, "level"));

	for (size_t k = 0; level && k < sizeof(options) / sizeof(options[0]);
	     k++)
		if (options[k].number == c->v[i] &&
		    strcmp(options[k].level, level) == 0) {
			calls_put(c, "%s", options[k].name);
			return;
		}
	calls_put(c, "%" PRIu64, c->v[i]);
}
