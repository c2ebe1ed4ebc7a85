/* SPDX-License-Identifier: Apache-2.0 */
#include "mismatch.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"

static size_t line_length(const char *s)
{
	return strcspn(s, "\n");
}

static bool same_line(const char *a, const char *b)
{
	size_t n = line_length(a);

	/* A text that ended is not one with an empty line there. */
	return n == line_length(b) && memcmp(a, b, n) == 0 &&
	       (*a == '\0') == (*b == '\0');
}

static const char *next_line(const char *s)
{
	s += line_length(s);
	return *s ? s + 1 : s;
}

static char *line_copy(const char *s)
{
	if (*s == '\0')
		return xstrdup("nothing");
	s += strspn(s, " ");
	return xstrndup(s, line_length(s));
}

/* The line that a line hangs below begins in the first column. */
static bool is_head(const char *line)
{
	return *line && *line != ' ' && *line != '\n';
}

static void place_set(struct mismatch *m, const char *head)
{
	size_t n = head ? line_length(head) : 0;

	m->step = head && isdigit((unsigned char)*head) ? atoi(head) : 0;
	if (m->step)
		m->where = xasprintf("step %.*s", (int)n, head);
	else if (n && head[n - 1] == ':')
		m->where = xstrndup(head, n - 1);
	else
		m->where = xstrdup("the end");
}

bool mismatch_find(const char *want, const char *got, struct mismatch *m)
{
	const char *head = NULL;
	int line = 0;

	while (*want && same_line(want, got)) {
		if (is_head(want))
			head = want;
		want = next_line(want);
		got = next_line(got);
		line++;
	}
	if (same_line(want, got))
		return false;
	if (is_head(want))
		head = want;
	else if (*want == '\0' && is_head(got))
		head = got;
	*m = (struct mismatch){.line = line};
	place_set(m, head);
	m->want = line_copy(want);
	m->got = line_copy(got);
	return true;
}

void mismatch_free(struct mismatch *m)
{
	free(m->where);
	free(m->want);
	free(m->got);
	*m = (struct mismatch){0};
}
