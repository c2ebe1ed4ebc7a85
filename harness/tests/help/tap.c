/* SPDX-License-Identifier: Apache-2.0 */
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tree.h"

/* All that is being read: documents stand in each other. */
struct reader {
	char *at; /* the next line; NULL at the end */
	struct tap_sums *sums;
	char wrong[400]; /* "" while all is well */
};

static void wrong(struct reader *r, const char *what, const char *line)
{
	if (!r->wrong[0])
		snprintf(r->wrong, sizeof(r->wrong), "%s: %.200s", what,
			 line ? line : "(the end)");
}

/* The next line if it is indented so far, without the indent; else NULL. */
static char *line_peek(const struct reader *r, int indent)
{
	for (int i = 0; i < indent; i++)
		if (!r->at || r->at[i] != ' ')
			return NULL;
	return r->at ? r->at + indent : NULL;
}

/* Lines end with newlines; each is cut off as it is taken. */
static char *line_take(struct reader *r, int indent)
{
	char *line = line_peek(r, indent), *end;

	if (!line)
		return NULL;
	end = strchr(line, '\n');
	if (!end) {
		wrong(r, "a line without an end", line);
		r->at = NULL;
		return line;
	}
	*end = '\0';
	r->at = end[1] ? end + 1 : NULL;
	return line;
}

static void yaml_read(struct reader *r, int indent)
{
	struct buf text = {0};
	struct mistakes m = {0};
	struct tree t = {0};
	char *line;

	line_take(r, indent + 2);
	while ((line = line_take(r, indent + 2)) && strcmp(line, "...") != 0)
		buf_printf(&text, "%s\n", line);
	if (!line)
		wrong(r, "a YAML block does not end", text.s);
	if (tree_parse(&t, xstrndup(text.s ? text.s : "", text.len), text.len,
		       &m) < 0 ||
	    t.root->kind != NODE_MAP)
		wrong(r, "this is no YAML mapping", text.s);
	r->sums->blocks++;
	tree_free(&t);
	mistakes_free(&m);
	buf_free(&text);
}

/* Where a directive begins: an unescaped # after a blank. */
static char *directive(char *s)
{
	for (; *s; s++) {
		if (*s == '\\' && s[1])
			s++;
		else if (*s == '#')
			return s + 1 + strspn(s + 1, " ");
	}
	return NULL;
}

/* "ok 3 - text # SKIP why"; returns whether it counts as passed. */
static bool point_read(struct reader *r, char *line, int number,
		       struct tap_sums *sums)
{
	bool ok = strncmp(line, "ok ", 3) == 0;
	char *rest, *word;

	if (!ok && strncmp(line, "not ok ", 7) != 0)
		wrong(r, "this is no test point", line);
	if (strtol(line + (ok ? 3 : 7), &rest, 10) != number)
		wrong(r, "its number is wrong", line);
	if (strncmp(rest, " - ", 3) != 0)
		wrong(r, "it has no description", line);
	word = directive(rest);
	if (word && strncasecmp(word, "skip", 4) == 0)
		sums->skip++, ok = true;
	else if (word && strncasecmp(word, "todo", 4) == 0)
		sums->todo++, ok = true;
	else if (word)
		wrong(r, "an unknown directive", line);
	return ok;
}

/* A plan and as many points; returns whether all of it passed. */
static bool document_read(struct reader *r, int indent, struct tap_sums *sums);

/* What may stand before a point. */
static bool extras_read(struct reader *r, int indent)
{
	struct tap_sums inner = {0};
	bool well = true;
	char *line;

	while (!r->wrong[0] && (line = line_peek(r, indent)) && *line == '#') {
		line = line_take(r, indent);
		if (strncmp(line, "# Subtest: ", 11) != 0)
			continue;
		r->sums->subtests++;
		well = document_read(r, indent + 4, &inner);
		r->sums->skip += inner.skip;
		r->sums->todo += inner.todo;
	}
	return well;
}

static bool document_read(struct reader *r, int indent, struct tap_sums *sums)
{
	char *line = line_take(r, indent);
	int plan = 0;
	bool well = true;

	if (!line || sscanf(line, "1..%d", &plan) != 1)
		wrong(r, "this is no plan", line);
	for (int i = 1; i <= plan && !r->wrong[0]; i++) {
		bool inner = extras_read(r, indent), ok;
		const char *next;

		line = line_take(r, indent);
		if (!line) {
			wrong(r, "a test point is missing", r->at);
			break;
		}
		ok = point_read(r, line, i, sums);
		if (ok && !inner)
			wrong(r, "it is ok and its subtest is not", line);
		sums->tests++;
		sums->ok += ok;
		well = well && ok;
		next = line_peek(r, indent);
		if (next && strncmp(next, "  ---\n", 6) == 0)
			yaml_read(r, indent);
	}
	extras_read(r, indent);
	line = line_peek(r, indent);
	if (line && strncmp(line, "Bail out!", 9) == 0) {
		line_take(r, indent);
		r->sums->bailed++;
		well = false;
	}
	return well;
}

const char *tap_read(char *text, struct tap_sums *sums)
{
	static struct reader r;

	r = (struct reader){.at = text, .sums = sums};
	*sums = (struct tap_sums){0};
	if (strncmp(text, "TAP version 13\n", 15) != 0)
		return "its first line is not the version";
	line_take(&r, 0);
	document_read(&r, 0, sums);
	if (!r.wrong[0] && r.at)
		wrong(&r, "more than was planned", r.at);
	return r.wrong[0] ? r.wrong : NULL;
}
