/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "result/results.h"
#include "case/selection.h"
#include "base/text.h"
#include "base/util.h"

/* Ids longer than this push their title to the right. */
#define ID_WIDTH 56

enum { KEY_JSON = 0x100 };

struct list {
	struct select select;
	bool lines, json;
};

static const struct argp_option options[] = {
	{"lines", 'l', NULL, 0,
	 "Print the location of each case too, FILE:LINE", 0},
	{"json", KEY_JSON, NULL, 0, "Print everything about each case, as JSON",
	 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct list *l = state->input;

	(void)arg;
	if (key == ARGP_KEY_INIT)
		state->child_inputs[0] = &l->select;
	else if (key == 'l')
		l->lines = true;
	else if (key == KEY_JSON)
		l->json = true;
	else
		return ARGP_ERR_UNKNOWN;
	return 0;
}

static json_t *json_words(char *const *words, int n)
{
	json_t *list = json_array();

	for (int i = 0; i < n; i++)
		json_array_append_new(list, json_string(words[i]));
	return list;
}

static json_t *json_case(const struct tcase *t)
{
	return json_pack("{s:s, s:s, s:i, s:s, s:s, s:o, s:o, s:s, s:o, s:i}",
			 "id", t->id, "file", t->path, "line", t->line, "title",
			 t->title, "why", t->why, "covers",
			 json_words(t->covers, t->ncovers), "needs",
			 json_words(t->needs, t->nneeds), "net", t->net->name,
			 "actors", json_words(t->actors, t->nactors), "steps",
			 t->nsteps);
}

static void print_json(const struct corpus *c)
{
	json_t *list = json_array();

	for (int i = 0; i < c->n; i++)
		json_array_append_new(list, json_case(&c->cases[i]));
	json_dumpf(list, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(list);
}

/* Aligned for people, a tab between the columns for programs. */
static void print_lines(const struct list *l, const struct corpus *c)
{
	bool tty = isatty(STDOUT_FILENO);
	int width = 0;

	for (int i = 0; i < c->n; i++) {
		int n = (int)strlen(c->cases[i].id);

		if (n > width && n <= ID_WIDTH)
			width = n;
	}
	for (int i = 0; i < c->n; i++) {
		const struct tcase *t = &c->cases[i];
		char *title = text_cleaned(t->title);

		printf("%-*s%s%s", tty ? width : 0, t->id, tty ? "  " : "\t",
		       title);
		if (l->lines)
			printf("%s%s:%d", tty ? "  " : "\t", t->path, t->line);
		putchar('\n');
		free(title);
	}
}

static const struct argp_child children[] = {
	{&select_argp, 0, NULL, 0},
	{NULL, 0, NULL, 0},
};

const struct argp list_argp = {
	.options = options,
	.parser = parse,
	.args_doc = "[CASE...]",
	.doc = "Print one line per case: its id and its title.\vCASE is a "
	       "file, a folder, or an id with or without its [variant].\n"
	       "\n"
	       "Example:\n"
	       "  sockdiff list -t SO_LINGER -l",
	.children = children,
};

int cmd_list(int argc, char **argv)
{
	struct list l = {0};
	struct corpus c = {0};
	char *why = NULL;
	int status = STATUS_GOOD;

	argp_err_exit_status = STATUS_USAGE;
	argp_parse(&list_argp, argc, argv, 0, NULL, &l);
	if (select_load(&l.select, &c, &why)) {
		fprintf(stderr, "sockdiff: %s\n", why);
		status = STATUS_USAGE;
	} else if (l.json) {
		print_json(&c);
	} else {
		print_lines(&l, &c);
	}
	if (select_complain(&c))
		status = STATUS_USAGE;
	free(why);
	corpus_free(&c);
	select_free(&l.select);
	return status;
}
