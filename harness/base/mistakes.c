/* SPDX-License-Identifier: Apache-2.0 */
#include "mistakes.h"

#include <stdlib.h>
#include <string.h>

static bool is_there(const struct mistakes *m, int line, const char *text)
{
	for (int i = 0; i < m->n; i++) {
		if (m->v[i].line == line && !strcmp(m->v[i].text, text))
			return true;
	}
	return false;
}

void mistakes_take(struct mistakes *m, int line, char *why)
{
	m->told++;
	if (is_there(m, line, why)) {
		free(why);
		return;
	}
	/* One more than the limit is kept: it tells that there are more. */
	if (m->n > MISTAKES_MAX) {
		free(why);
		return;
	}
	GROW(m->v, m->n);
	m->v[m->n++] = (struct mistake){line, why};
}

void mistakes_add(struct mistakes *m, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	mistakes_take(m, line, xvasprintf(fmt, ap));
	va_end(ap);
}

/* Stable, so that mistakes of one line stay in the order they were found. */
static void sort(struct mistake *v, int n)
{
	for (int i = 1; i < n; i++) {
		struct mistake x = v[i];
		int j = i;

		for (; j > 0 && v[j - 1].line > x.line; j--)
			v[j] = v[j - 1];
		v[j] = x;
	}
}

static void push(char ***list, int *n, char *s)
{
	GROW(*list, *n);
	(*list)[(*n)++] = s;
}

void mistakes_move(struct mistakes *m, const char *file, char ***list, int *n)
{
	sort(m->v, m->n);
	for (int i = 0; i < m->n && i < MISTAKES_MAX; i++) {
		const struct mistake *x = &m->v[i];

		push(list, n,
		     x->line ? xasprintf("%s:%d: %s", file, x->line, x->text)
			     : xasprintf("%s: %s", file, x->text));
	}
	if (m->n > MISTAKES_MAX)
		push(list, n,
		     xasprintf("%s: more than %d mistakes; the rest are not "
			       "shown",
			       file, MISTAKES_MAX));
	mistakes_free(m);
}

void mistakes_free(struct mistakes *m)
{
	for (int i = 0; i < m->n; i++)
		free(m->v[i].text);
	free(m->v);
	*m = (struct mistakes){0};
}
