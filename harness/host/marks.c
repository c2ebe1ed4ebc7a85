/* SPDX-License-Identifier: Apache-2.0 */
#include "marks.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "lang/preopen.h"

#define COMMAND MARK_COMMAND
#define PROGRAM MARK_PROGRAM
#define VERSION MARK_VERSION
#define PREOPEN MARK_PREOPEN
#define ALLOW MARK_ALLOW

const struct mark marks[] = {
#define MARK(name, places, alone, help) {#name, places, alone, help},
#include "marks.def"
#undef MARK
};
const int marks_count = (int)COUNT(marks);

/* What the places are called in sentences: the keys of a manifest. */
static const struct {
	enum mark_place place;
	const char *key;
} all_places[] = {
	{COMMAND, "command"}, {PROGRAM, "program"}, {VERSION, "version"},
	{PREOPEN, "preopen"}, {ALLOW, "allow"},
};

static const char *place_name(enum mark_place place)
{
	size_t i = 0;

	while (all_places[i].place != place)
		i++;
	return all_places[i].key;
}

void marks_places(struct buf *b, int places)
{
	const char *comma = "";

	for (size_t i = 0; i < COUNT(all_places); i++) {
		if (!(places & (int)all_places[i].place))
			continue;
		buf_printf(b, "%s%s", comma, all_places[i].key);
		comma = ", ";
	}
}

/* --- one word -------------------------------------------------------------*/

/* The next {name} of a word, and *at behind it: letters only, so that JSON
 * and the like in a word of a command is not taken for one. */
static bool mark_next(const char **at, const char **name, size_t *len)
{
	const char *p = *at;

	while ((p = strchr(p, '{'))) {
		const char *end = ++p;

		while (isalpha((unsigned char)*end))
			end++;
		if (end == p || *end != '}')
			continue;
		*name = p;
		*len = (size_t)(end - p);
		*at = end + 1;
		return true;
	}
	return false;
}

static const struct mark *mark_find(const char *name, size_t len)
{
	for (int i = 0; i < marks_count; i++)
		if (strlen(marks[i].name) == len &&
		    strncmp(marks[i].name, name, len) == 0)
			return &marks[i];
	return NULL;
}

/* What can stand there: "{guest}, {build} and {hosts}", and the nearest. */
static char *mark_unknown(const char *name, enum mark_place place)
{
	struct words w = {.wrong = name};
	struct buf all = {0}, b = {0};

	for (int i = 0; i < marks_count; i++) {
		if (!(marks[i].places & (int)place))
			continue;
		words_try(&w, marks[i].name);
		buf_printf(&all, "%s{%s}", all.len ? ", " : "", marks[i].name);
	}
	buf_printf(&b, "{%s} is not a mark of %s", name, place_name(place));
	if (w.best)
		buf_printf(&b, "; did you mean {%s}?", w.best);
	buf_printf(&b, " (%s can have %s)", place_name(place), all.s);
	buf_free(&all);
	return buf_take(&b);
}

/* NULL, or the sentence about the first mark that is wrong. */
static char *word_wrong(const char *word, enum mark_place place)
{
	const char *at = word, *name;
	size_t len;

	while (mark_next(&at, &name, &len)) {
		const struct mark *k = mark_find(name, len);
		char *text = xstrndup(name, len), *why = NULL;

		if (!k || !(k->places & (int)place))
			why = mark_unknown(text, place);
		else if (k->alone && strlen(word) != len + 2)
			why = xasprintf("%s: {%s} must be a word of its own",
					place_name(place), text);
		free(text);
		if (why)
			return why;
	}
	return NULL;
}

int marks_check_word(const char *word, char **why)
{
	char *wrong = word_wrong(word, COMMAND);

	if (!wrong)
		return 0;
	fail(why, "--host-cmd: %s", wrong);
	free(wrong);
	return -1;
}

/* --- a manifest -----------------------------------------------------------*/

/* Is that text in a word of the list? */
static bool has(const struct node *list, const char *text)
{
	for (int i = 0; list && list->kind == NODE_LIST && i < list->n; i++)
		if (list->items[i]->kind == NODE_SCALAR &&
		    strstr(list->items[i]->text, text))
			return true;
	return false;
}

static void words_check(const struct node *list, enum mark_place place,
			struct mistakes *m)
{
	for (int i = 0; list && list->kind == NODE_LIST && i < list->n; i++) {
		const struct node *v = list->items[i];
		char *why = v->kind == NODE_SCALAR ? word_wrong(v->text, place)
						   : NULL;

		if (why)
			mistakes_take(m, v->line, why);
	}
}

/* Of other lists a mistake was reported already: {guest} without quotes is a
 * mapping. */
static bool is_words(const struct node *list)
{
	bool all = list && list->kind == NODE_LIST && list->n;

	for (int i = 0; all && i < list->n; i++)
		all = list->items[i]->kind == NODE_SCALAR &&
		      (i || list->items[i]->len);
	return all;
}

/* A host that has the player in itself is a file called player-ABI. */
static void guest_check(const struct node *command, struct mistakes *m)
{
	if (is_words(command) && !has(command, "{guest}") &&
	    !has(command, "/player-"))
		mistakes_add(m, command->line,
			     "command has no {guest}: the host would not run "
			     "the player (if the player is built in, the "
			     "program must be named player-ABI)");
}

/* False when it is no list of words at all. */
static bool preopen_list_check(const struct node *list, const char *key,
			       struct mistakes *m)
{
	if (!list || list->kind != NODE_LIST || !list->n)
		return false;
	words_check(list, PREOPEN, m);
	if (!has(list, "{addr}"))
		mistakes_add(m, list->line,
			     "preopen: %s has no {addr}: the host would not "
			     "know the address",
			     key);
	return true;
}

/* Sockets are given where the command says so, each kind with its address. */
static void preopen_check(const struct node *root, const struct node *command,
			  struct mistakes *m)
{
	const struct node *preopen = node_get(root, "preopen");
	bool any = false;

	for (int i = 0; i < PREOPEN_KINDS; i++) {
		const char *key = preopen_rows[i].name;
		const struct node *list = node_get(preopen, key);

		any |= preopen_list_check(list, key, m);
		for (int k = 0; list && list->kind == NODE_MAP && k < list->n;
		     k++)
			any |= preopen_list_check(list->items[k], key, m);
	}
	if (any && !has(command, "{preopen}"))
		mistakes_add(m, preopen->line,
			     "command has no {preopen}: the words of preopen "
			     "would not be used");
}

/* A mark of the command, and the key that says what it becomes. */
static void pair_check(const struct node *root, const struct node *command,
		       const char *mark, const char *key, struct mistakes *m)
{
	if (!node_get(root, key) && has(command, mark))
		mistakes_add(m, command->line,
			     "command has %s, but the manifest has no key %s",
			     mark, key);
}

static void allow_check(const struct node *allow, const struct node *command,
			struct mistakes *m)
{
	if (!allow || allow->kind != NODE_LIST || !allow->n)
		return;
	words_check(allow, ALLOW, m);
	if (!has(allow, "{rule}"))
		mistakes_add(m, allow->line,
			     "allow has no {rule}: the host would not get the "
			     "rules");
	if (!has(command, "{allow}"))
		mistakes_add(m, allow->line,
			     "command has no {allow}: the "
			     "host would not get the rules");
}

void marks_check(const struct node *root, struct mistakes *m)
{
	const struct node *command = node_get(root, "command");
	const struct node *program = node_get(root, "program");
	const struct node *version = node_get(root, "version");

	words_check(command, COMMAND, m);
	words_check(program, PROGRAM, m);
	words_check(version, VERSION, m);
	guest_check(command, m);
	if (is_words(program) && !has(program, "{guest}") &&
	    !has(program, "{program}"))
		mistakes_add(m, program->line,
			     "program has neither {guest} "
			     "nor {program}: the host would not run it");
	preopen_check(root, command, m);
	allow_check(node_get(root, "allow"), command, m);
	pair_check(root, command, "{preopen}", "preopen", m);
	pair_check(root, command, "{allow}", "allow", m);
	pair_check(root, command, "{runtime}", "runtime", m);
	if (node_get(root, "runtime") && !has(command, "{runtime}"))
		mistakes_add(m, node_get(root, "runtime")->line,
			     "runtime is "
			     "not used: command has no {runtime}");
}
