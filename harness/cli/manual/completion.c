/* SPDX-License-Identifier: Apache-2.0 */
#include "completion.h"

#include <stdlib.h>
#include <string.h>

static const char report_words[] =
#define FORMAT(name, help) " " #name
#include "report/formats.def"
#undef FORMAT
	;

static const char compare_words[] =
#define FORMAT(name, help) " " #name
#include "report/compare_formats.def"
#undef FORMAT
	;

static const struct row {
	const char *command, *arg;
	struct candidates c;
} rows[] = {
#define WORDS(command, arg, words) {command, arg, {words, NULL, NOTHING}},
#define LINES(arg, lines) {NULL, arg, {NULL, lines, NOTHING}},
#define PATHS(arg, kind) {NULL, arg, {NULL, NULL, kind}},
#include "completion.def"
#undef WORDS
#undef LINES
#undef PATHS
};

static void add(struct candidates *c, const struct row *r)
{
	if (!c->words)
		c->words = r->c.words;
	if (!c->lines)
		c->lines = r->c.lines;
	if (c->paths == NOTHING)
		c->paths = r->c.paths;
}

struct candidates candidates_of(const char *command, const char *arg)
{
	struct candidates c = {0};
	char *copy = xstrdup(arg), *save = NULL;

	for (char *w = strtok_r(copy, " []|.", &save); w;
	     w = strtok_r(NULL, " []|.", &save))
		for (size_t i = 0; i < COUNT(rows); i++)
			if (strcmp(rows[i].arg, w) == 0 &&
			    (!rows[i].command ||
			     strcmp(rows[i].command, command) == 0))
				add(&c, &rows[i]);
	free(copy);
	return c;
}
