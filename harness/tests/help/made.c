/* SPDX-License-Identifier: Apache-2.0 */
#include "made.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trace/decode.h"
#include "lang/syscalls.h"
#include "scratch.h"

#define HEAD "title: t\nwhy: socket(2)\ncovers: [socket]\nsteps:\n"

struct corpus made_case(const char *steps)
{
	char *text = xasprintf(HEAD "%s", steps), *wrong;
	struct corpus c;

	wrong = scratch_load(text, strlen(text), &c);
	if (c.n != 1) {
		fprintf(stderr, "%s\n", wrong);
		abort();
	}
	free(wrong);
	free(text);
	return c;
}

static const struct syscall_row *row_of(const char *name)
{
	for (long nr = 0; nr < 512; nr++)
		if (syscall_find(nr) &&
		    strcmp(syscall_find(nr)->name, name) == 0)
			return syscall_find(nr);
	abort();
}

/* Names outlive the recording, as those of the table do. */
static const char *key_of(const char *word)
{
	static char keys[32][16];
	static int n;

	for (int i = 0; i < n; i++)
		if (strcmp(keys[i], word) == 0)
			return keys[i];
	assert(n < 32 && strlen(word) < 16);
	return strcpy(keys[n++], word);
}

static void call_word(struct call *c, char *word)
{
	char *equal = strchr(word, '=');

	if (word[0] == '!') {
		c->err = errno_find(word + 1)->name;
		c->ret = -1;
	} else if (word[0] == '>') {
		c->made = xstrdup(word + 1);
	} else if (equal) {
		*equal = '\0';
		call_arg_set(c, key_of(word), xstrdup(equal + 1));
	} else {
		c->fd = xstrdup(word);
	}
}

static void call_add(struct step_record *s, char *text)
{
	char *word, *name = strsep(&text, " ");
	const struct syscall_row *row = row_of(name);
	struct call *c;

	GROW(s->calls, s->ncalls);
	c = &s->calls[s->ncalls++];
	*c = (struct call){.name = row->name, .calls = row->calls};
	while ((word = strsep(&text, " ")))
		if (*word)
			call_word(c, word);
}

static void answer_set(struct step_record *s, char *text)
{
	char *word;

	while ((word = strsep(&text, " "))) {
		char *equal = strchr(word, '=');

		if (equal) {
			*equal = '\0';
			s->state = STEP_ANSWERED;
			record_set(s, word, "%s", equal + 1);
		} else if (strcmp(word, "waited") == 0) {
			s->wait = WAIT_SEEN;
		} else if (strcmp(word, "sent") == 0) {
			s->state = STEP_SENT;
		}
	}
}

/* The next of what stands between bars; flags have bars without blanks. */
static char *part_take(char **rest)
{
	char *part = *rest, *bar = part ? strstr(part, " | ") : NULL;

	if (bar)
		*bar = '\0';
	*rest = bar ? bar + 3 : NULL;
	return part;
}

struct recording *made(const struct tcase *t, const char *lines)
{
	struct recording *r = recording_new(t);
	char *copy = xstrdup(lines), *rest = copy, *line;

	for (int i = 0; i < t->nsteps && (line = strsep(&rest, "\n")); i++) {
		char *part = part_take(&line);

		answer_set(&r->steps[i], part);
		while ((part = part_take(&line)))
			call_add(&r->steps[i], part);
	}
	free(copy);
	r->left_open = xstrdup("");
	return r;
}
