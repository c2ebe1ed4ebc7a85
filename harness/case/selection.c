/* SPDX-License-Identifier: Apache-2.0 */
#include "selection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "base/util.h"
#include "find.h"

static const struct argp_option options[] = {
	{NULL, 0, NULL, 0,
	 "Selection of cases (default: all in the folder cases):", 1},
	{"glob", 'k', "GLOB", 0,
	 "select cases whose id matches the pattern, such as 'udp/*'; may be "
	 "repeated; any match counts",
	 0},
	{"tag", 't', "TAG", 0,
	 "select cases of this family, or that cover or need this word; may "
	 "be repeated; any match counts",
	 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static void push(char ***list, int *n, char *word)
{
	GROW(*list, *n);
	(*list)[(*n)++] = word;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct selection *sel = &((struct select *)state->input)->sel;

	if (key == 'k')
		push(&sel->globs, &sel->nglobs, arg);
	else if (key == 't')
		push(&sel->tags, &sel->ntags, arg);
	else if (key == ARGP_KEY_ARG)
		push(&sel->what, &sel->nwhat, arg);
	else
		return ARGP_ERR_UNKNOWN;
	return 0;
}

const struct argp select_argp = {.options = options, .parser = parse};

int select_load(const struct select *s, struct corpus *c, char **why)
{
	return corpus_load(&s->sel, c, why);
}

int select_complain(const struct corpus *c)
{
	for (int i = 0; i < c->nmistakes; i++) {
		char *clean = text_cleaned(c->mistakes[i]);

		fprintf(stderr, "%s\n", clean);
		free(clean);
	}
	return c->nmistakes;
}

static bool is_corpus(const char *what)
{
	char *full = realpath(what, NULL);
	struct stat st;
	bool is = full && stat(full, &st) == 0 && S_ISDIR(st.st_mode) &&
		  !strstr(full, "/" CASE_ROOT "/");

	free(full);
	return is;
}

bool selection_is_part(const struct selection *sel)
{
	for (int i = 0; i < sel->nwhat; i++)
		if (!is_corpus(sel->what[i]))
			return true;
	return sel->nglobs || sel->ntags;
}

void select_free(struct select *s)
{
	free(s->sel.what);
	free(s->sel.globs);
	free(s->sel.tags);
	*s = (struct select){0};
}
