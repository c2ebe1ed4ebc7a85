/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of argument that carry bytes. All the bytes of a command lie in
 * one arena, those of DATA and IOVOUT with zeros behind them, so that a case
 * may say a length past its data.
 */
#include "args_kinds.h"

#include <string.h>

#include "control.h"
#include "optval.h"

/* Most bytes of a name, of a path and of an option's value. */
#define ARGS_SMALL 65536

static unsigned char args_arena[ARGS_DATA + 3 * ARGS_SMALL];
static size_t args_top;   /* taken up to here, */
static size_t args_dirty; /* and written up to here */

void args_data_reset(void)
{
	memset(args_arena, 0, args_dirty);
	args_top = 0;
	args_dirty = 0;
}

/* What is left of the arena. */
static struct args_bytes args_rest(void)
{
	struct args_bytes rest = {
		args_arena + args_top,
		sizeof(args_arena) - args_top,
	};

	return rest;
}

static enum args_result args_take(struct args_bytes *b, long n,
				  const char **why, const char *sentence)
{
	*why = sentence;
	if (n < 0)
		return ARGS_MALFORMED;
	b->n = (size_t)n;
	args_top += b->n;
	args_dirty = args_top;
	return ARGS_OK;
}

/* HEX:SIZE, the pattern over and over; returns SIZE, or -1. */
static long args_fill(char *rest, struct args_bytes to)
{
	char *hex = spell_cut(&rest, ':');
	long n = wire_unhex(to.at, to.n, hex, strlen(hex));
	long long size;

	if (n < 1 || rest == NULL || spell_number(rest, &size) == -1)
		return -1;
	if (size < 0 || size > ARGS_DATA || (size_t)size > to.n)
		return -1;
	for (long i = n; i < size; i++)
		to.at[i] = to.at[i - n];
	if (n > size)
		memset(to.at + size, 0, (size_t)(n - size));
	return (long)size;
}

static enum args_result args_data_one(char *text, struct args_bytes *b,
				      const char **why)
{
	long n;

	*b = args_rest();
	if (strncmp(text, "fill:", 5) == 0)
		n = args_fill(text + 5, *b);
	else
		n = wire_unhex(b->at, b->n, text, strlen(text));
	return args_take(b, n, why, "not data");
}

enum args_result args_data(char *text, enum names_group group, struct arg *a,
			   const char **why)
{
	size_t start = args_top;

	(void)group;
	if (args_data_one(text, &a->bytes, why) != ARGS_OK)
		return ARGS_MALFORMED;
	/* `len` may be longer than the data: keep the zeros behind them */
	*why = "too much data";
	if (start + ARGS_DATA > sizeof(args_arena))
		return ARGS_MALFORMED;
	args_top = start + ARGS_DATA;
	return ARGS_OK;
}

static struct sock_piece args_pieces[ARGS_PIECES];

static enum args_result args_piece(struct arg *a, void *base, size_t len,
				   const char **why)
{
	struct args_pieces *p = &a->pieces;

	*why = "too many pieces";
	if (p->n == ARGS_PIECES)
		return ARGS_MALFORMED;
	p->piece = args_pieces;
	p->piece[p->n++] = (struct sock_piece){base, len};
	return ARGS_OK;
}

enum args_result args_iovout(char *text, enum names_group group, struct arg *a,
			     const char **why)
{
	struct args_bytes b;
	char *piece;

	(void)group;
	for (char *rest = text; (piece = spell_cut(&rest, ',')) != NULL;) {
		if (args_data_one(piece, &b, why) != ARGS_OK ||
		    args_piece(a, b.at, b.n, why) != ARGS_OK)
			return ARGS_MALFORMED;
	}
	return ARGS_OK;
}

enum args_result args_iovin(char *text, enum names_group group, struct arg *a,
			    const char **why)
{
	size_t total = 0;
	char *piece;
	long long n;

	(void)group;
	for (char *rest = text; (piece = spell_cut(&rest, ',')) != NULL;) {
		*why = "not lengths";
		if (spell_number(piece, &n) == -1 || n < 0 || n > ARGS_DATA)
			return ARGS_MALFORMED;
		total += (size_t)n;
		if (total > ARGS_DATA)
			return ARGS_MALFORMED;
		if (args_piece(a, NULL, (size_t)n, why) != ARGS_OK)
			return ARGS_MALFORMED;
	}
	return ARGS_OK;
}

enum args_result args_value(char *text, enum names_group group, struct arg *a,
			    const char **why)
{
	long n;

	(void)group;
	a->bytes = args_rest();
	n = optval_parse(text, a->bytes.at, a->bytes.n);
	return args_take(&a->bytes, n, why, "not a value of this option");
}

enum args_result args_control(char *text, enum names_group group, struct arg *a,
			      const char **why)
{
	long n;

	(void)group;
	a->bytes = args_rest();
	n = control_parse(text, a->bytes.at, a->bytes.n, why);
	if (n == -2)
		return ARGS_INEXPRESSIBLE;
	return args_take(&a->bytes, n, why, *why);
}

enum args_result args_string(char *text, enum names_group group, struct arg *a,
			     const char **why)
{
	long n;

	(void)group;
	a->bytes = args_rest();
	n = wire_unhex(a->bytes.at, a->bytes.n, text, strlen(text));
	if (n >= 0 && memchr(a->bytes.at, '\0', (size_t)n) != NULL)
		n = -1;
	if (n >= 0)
		a->bytes.at[n++] = '\0';
	return args_take(&a->bytes, n, why, "not a string");
}
