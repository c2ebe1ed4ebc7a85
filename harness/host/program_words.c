/* SPDX-License-Identifier: Apache-2.0 */
#include "program_words.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/paths.h"

struct words {
	char **v;
	int n;
};

static void words_add(struct words *w, char *word)
{
	w->v = xrealloc(w->v, (size_t)w->n + 2, sizeof(*w->v));
	w->v[w->n++] = word;
	w->v[w->n] = NULL;
}

/* A word with {mark} in it, once for each of n values. */
static void words_each(struct words *w, const char *word, const char *mark,
		       char *const *values, int n)
{
	const char *at = strstr(word, mark);

	for (int i = 0; i < n; i++)
		words_add(w, xasprintf("%.*s%s%s", (int)(at - word), word,
				       values[i], at + strlen(mark)));
}

static void word_expand(struct words *w, const struct program *p,
			const char *word, char *const *file)
{
	const struct {
		const char *mark;
		char *const *values;
		int n;
	} marks[] = {
		{"{args}", p->args, p->nargs},
		{"{env}", p->env, p->nenv},
		{"{invoke}", &p->invoke, p->invoke != NULL},
		{"{program}", &p->name, 1},
		{"{guest}", file, 1},
	};

	for (size_t i = 0; i < COUNT(marks); i++) {
		if (strstr(word, marks[i].mark)) {
			words_each(w, word, marks[i].mark, marks[i].values,
				   marks[i].n);
			return;
		}
	}
	words_add(w, xstrdup(word));
}

static char *file_of(const char *abi, const char *name)
{
	return xasprintf("%s/guests/programs/%s/%s%s", path_build(), abi, name,
			 strcmp(abi, "native") == 0 ? "" : ".wasm");
}

/* One that makes no sockets is the same for every ABI. */
static char *file_find(const struct host *h, const char *name)
{
	char *file = file_of(h->abi, name);

	if (access(file, R_OK) == 0 || strcmp(h->abi, "native") == 0)
		return file;
	free(file);
	return file_of("preview1", name);
}

/* Does one of the words have the mark? */
static bool marked(char *const *words, const char *mark)
{
	for (; *words; words++)
		if (strstr(*words, mark))
			return true;
	return false;
}

char **host_program(const struct host *h, const struct program *p, char **why)
{
	char *file = file_find(h, p->name);
	struct words w = {0};

	if (!h->program[0])
		fail(why, "host %s has no key program in its manifest",
		     h->name);
	else if (access(file, R_OK) < 0)
		fail(why, "program %s is not available for the ABI %s", p->name,
		     h->abi);
	else if (p->invoke && !marked(h->program, "{invoke}"))
		fail(why,
		     "the program line of host %s has no {invoke}: it cannot "
		     "call a function of a module",
		     h->name);
	for (int i = 0; !*why && h->program[i]; i++)
		word_expand(&w, p, h->program[i], &file);
	free(file);
	return w.v;
}
