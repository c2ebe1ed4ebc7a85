/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "trace/decode.h"
#include "recording/hidden.h"
#include "witness.h"

/*
 * Are two values the same, but for what is hidden in theirs? A mark stands
 * for any text.
 */
static bool value_same(const char *own, const char *theirs)
{
	const size_t mark = strlen(HIDDEN_MARK);

	for (; *theirs; own++, theirs++) {
		if (strncmp(theirs, HIDDEN_MARK, mark) == 0) {
			for (size_t i = 0; i <= strlen(own); i++)
				if (value_same(own + i, theirs + mark))
					return true;
			return false;
		}
		if (*own != *theirs)
			return false;
	}
	return !*own;
}

static bool text_alike(const char *own, const char *theirs)
{
	return own && theirs ? value_same(own, theirs) : own == theirs;
}

/* The first argument that is not the same, or that only one of them has. */
static const char *args_differ(const struct call *own,
			       const struct call *theirs)
{
	for (int i = 0; i < own->nargs; i++)
		if (!text_alike(own->args[i].value,
				call_arg_get(theirs, own->args[i].key)))
			return own->args[i].key;
	for (int i = 0; i < theirs->nargs; i++)
		if (!call_arg_get(own, theirs->args[i].key))
			return theirs->args[i].key;
	return NULL;
}

/* What is not the same in two calls; NULL if nothing is. */
static const char *call_differs(const struct call *own,
				const struct call *theirs)
{
	if (strcmp(own->name, theirs->name) != 0)
		return "the call";
	if (!text_alike(own->fd, theirs->fd))
		return "fd";
	if (own->unfinished != theirs->unfinished ||
	    own->injected != theirs->injected ||
	    (!own->unfinished && own->ret != theirs->ret) ||
	    !text_alike(own->made, theirs->made))
		return "the result";
	if (!text_alike(own->err, theirs->err))
		return "errno";
	return args_differ(own, theirs);
}

static void line_add(struct buf *b, const char *who, const struct call *c)
{
	buf_printf(b, "  %s", who);
	if (c)
		call_text(b, c);
	else
		buf_puts(b, "(no call)");
	buf_puts(b, "\n");
}

static void disagree(struct buf *b, const struct recording *r, int i,
		     const char *what, const struct call *own,
		     const struct call *theirs)
{
	const struct step *s = &r->tcase->steps[i];

	buf_printf(b, "%s:%d: %s: step %d %s: %s differs\n", r->tcase->file,
		   s->line, r->tcase->id, i + 1, s->op->name, what);
	line_add(b, "own:    ", own);
	line_add(b, "strace: ", theirs);
}

/* Those of one step. */
static void step_compare(struct buf *b, const struct recording *own,
			 const struct recording *theirs, int i, int *calls)
{
	const struct step_record *a = &own->steps[i], *z = &theirs->steps[i];

	for (int k = 0; k < a->ncalls || k < z->ncalls; k++) {
		const struct call *x = k < a->ncalls ? &a->calls[k] : NULL;
		const struct call *y = k < z->ncalls ? &z->calls[k] : NULL;
		const char *what = x && y ? call_differs(x, y) : "a call";

		++*calls;
		if (what)
			disagree(b, own, i, what, x, y);
	}
}

bool witness_compare(struct buf *b, const struct recording *own,
		     const struct recording *theirs, int *calls)
{
	/* They are two plays: what may vary between plays varies here. */
	struct recording ours = hidden(own), other = hidden(theirs);
	size_t before = b->len;

	for (int i = 0; i < own->tcase->nsteps; i++)
		step_compare(b, &ours, &other, i, calls);
	hidden_free(&ours);
	hidden_free(&other);
	return b->len == before;
}
