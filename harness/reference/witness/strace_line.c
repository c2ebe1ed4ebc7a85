/* SPDX-License-Identifier: Apache-2.0 */
#include "strace_line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define UNFINISHED " <unfinished ...>"

static size_t word_length(struct piece p)
{
	size_t n = 0;

	while (n < p.len && (isalnum((unsigned char)p.s[n]) || p.s[n] == '_'))
		n++;
	return n;
}

/* "<... accept resumed>" and the rest of the call. */
static void line_resumed(struct piece p, struct strace_line *l)
{
	size_t n;

	p = piece_from(p, strlen("<... "));
	n = word_length(p);
	l->name = piece_to(p, n);
	p = piece_from(p, n);
	if (!n || !piece_starts(p, " resumed>"))
		return;
	l->text = piece_from(p, strlen(" resumed>"));
	l->kind = STRACE_RESUMED;
}

void strace_line(struct piece p, struct strace_line *l)
{
	size_t n = word_length(p), last;

	memset(l, 0, sizeof(*l));
	if (!n || !isdigit((unsigned char)p.s[0]))
		return;
	l->pid = strtol(p.s, NULL, 10);
	p = piece_trim(piece_from(p, n));
	if (piece_starts(p, "<... ")) {
		line_resumed(p, l);
		return;
	}
	if (piece_starts(p, "---") || piece_starts(p, "+++")) {
		l->kind = STRACE_NEWS;
		return;
	}
	n = word_length(p);
	if (!n || n >= p.len || p.s[n] != '(')
		return;
	l->name = piece_to(p, n);
	l->text = p;
	last = p.len - strlen(UNFINISHED);
	if (p.len > strlen(UNFINISHED) &&
	    piece_is(piece_from(p, last), UNFINISHED)) {
		l->text = piece_to(p, last);
		l->kind = STRACE_UNFINISHED;
	} else {
		l->kind = STRACE_CALL;
	}
}

/* "0", "-1 EAGAIN (..)", "0x802 (flags O_RDWR)", "? ERESTARTSYS (..)". */
static int result_read(struct piece p, struct strace_call *c)
{
	struct piece word = piece_to(p, piece_find(p, " "));
	uint64_t n;

	c->injected = piece_find(p, "(INJECTED)") < p.len;
	if (piece_is(word, "?"))
		return 0;
	if (!piece_number(word, &n))
		return -1;
	c->ret = (int64_t)n;
	c->returned = true;
	p = piece_trim(piece_from(p, word.len));
	if (c->ret == -1 && p.len && p.s[0] == 'E')
		c->err = piece_to(p, word_length(p));
	return 0;
}

int strace_call(struct piece p, struct strace_call *c)
{
	size_t n = word_length(p), end;
	struct piece rest;

	memset(c, 0, sizeof(*c));
	c->err = piece_of("");
	if (!n || n >= p.len || p.s[n] != '(')
		return -1;
	c->name = piece_to(p, n);
	p = piece_from(p, n + 1);
	end = piece_until(p, ')');
	c->nargs = piece_split(piece_to(p, end), c->args, STRACE_ARGS_MAX);
	rest = piece_trim(piece_from(p, end + 1));
	/* No result: the play ended first. */
	if (!piece_starts(rest, "= "))
		return rest.len ? -1 : 0;
	return result_read(piece_from(rest, 2), c);
}
