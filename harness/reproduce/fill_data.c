/* SPDX-License-Identifier: Apache-2.0 */
/* Placeholders that are data, lists of pieces, and values of options. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "fill_parts.h"
#include "guests/lang/wire.h"

#define PIECES_MAX 16  /* of one step */
#define PIECE_LONG 100 /* bytes; more are filled in, not written out */

struct piece {
	unsigned char *bytes; /* the pattern, if it is filled in */
	long n, size;
};

/* HEX, or fill:HEX:SIZE. */
static void piece_read(struct piece *p, const char *wire, size_t len)
{
	const char *colon;

	*p = (struct piece){0};
	if (len >= 5 && strncmp(wire, "fill:", 5) == 0) {
		colon = strchr(wire + 5, ':');
		p->size = atol(colon + 1);
		len = (size_t)(colon - wire - 5);
		wire += 5;
	}
	p->bytes = xcalloc(len / 2 + 1, 1);
	p->n = wire_unhex(p->bytes, len / 2 + 1, wire, len);
	if (!p->size)
		p->size = p->n;
}

static const char *data_wire(const struct step *s)
{
	const char *wire = step_arg(s, "data");

	return wire ? wire : "";
}

/*
 * Bytes as a string of C. A digit behind \x.. would belong to it, so the
 * string is ended and begun anew.
 */
static void put_string(struct buf *b, const unsigned char *p, long n)
{
	buf_puts(b, "\"");
	for (long i = 0; i < n; i++) {
		bool hex = i && (p[i - 1] < ' ' || p[i - 1] > '~') &&
			   !strchr("\n\t\r", p[i - 1] ? p[i - 1] : 'x');

		if (hex && isxdigit(p[i]))
			buf_puts(b, "\" \"");
		buf_quote(b, p + i, 1);
	}
	buf_puts(b, "\"");
}

/* The hostile pointer that takes the place of an argument, or NULL. */
static const char *hostile(const struct step *s, const char *arg)
{
	static const char *const kinds[][2] = {
		{"bad", "BAD"},
		{"end", "END"},
		{"wrap", "WRAP"},
		{"null", "0"},
	};
	const char *wire = step_arg(s, arg);

	for (size_t i = 0; wire && i < COUNT(kinds); i++)
		if (strcmp(wire, kinds[i][0]) == 0)
			return kinds[i][1];
	return NULL;
}

int place_data(struct buf *b, const struct filling *f, char **why)
{
	const char *wire = data_wire(fill_step(f));
	struct piece p;

	(void)why;
	piece_read(&p, wire, strlen(wire));
	if (p.size != p.n || p.n > PIECE_LONG)
		buf_puts(b, "buf");
	else
		put_string(b, p.bytes, p.n);
	free(p.bytes);
	return 0;
}

static long data_size(const struct step *s)
{
	const char *wire = data_wire(s), *len = step_arg(s, "len");
	struct piece p;

	if (len)
		return atol(len);
	piece_read(&p, wire, strlen(wire));
	free(p.bytes);
	return p.size;
}

int place_datalen(struct buf *b, const struct filling *f, char **why)
{
	(void)why;
	buf_printf(b, "%ld", data_size(fill_step(f)));
	return 0;
}

/* Data that is a pattern, repeated, stands in buf. */
int place_fill(struct buf *b, const struct filling *f, char **why)
{
	const struct step *s = fill_step(f);
	const char *wire = step_arg(s, "iov") ? "" : data_wire(s);
	struct piece p;

	piece_read(&p, wire, strlen(wire));
	if (p.size == p.n && p.n > PIECE_LONG) {
		free(p.bytes);
		return fill_cannot(f, "data", why);
	}
	if (p.size != p.n && p.n == 1) {
		buf_puts(b, "memset(buf, ");
		buf_printf(b, "%d, %ld);", p.bytes[0], p.size);
	} else if (p.size != p.n) {
		buf_printf(b,
			   "for (int i = 0; i < %ld; i++) buf[i] = ", p.size);
		put_string(b, p.bytes, p.n);
		buf_printf(b, "[i %% %ld];", p.n);
	}
	free(p.bytes);
	return 0;
}

long fill_room(const struct tcase *t, const struct step *s)
{
	const char *len = step_arg(s, "len"), *iov = step_arg(s, "iov");
	const char *data = step_arg(s, "data");
	long room = len ? atol(len) : 256, sum = 0;
	struct piece p;

	(void)t;
	if (data) {
		piece_read(&p, data, strlen(data));
		room = p.size > room ? p.size : room;
		free(p.bytes);
	}
	while (iov && isdigit((unsigned char)*iov)) {
		sum += strtol(iov, (char **)&iov, 10);
		iov += *iov == ',';
	}
	return sum > room ? sum : room;
}

/* --- lists of pieces ------------------------------------------------------ */

static int iov_open(struct buf *b, const struct filling *f, int n, char **why)
{
	if (n > PIECES_MAX)
		return fail(why,
			    "step %d has %d pieces, and a reproducer at "
			    "most %d",
			    f->step + 1, n, PIECES_MAX);
	buf_puts(b, "(struct iov[]){");
	return 0;
}

/* The end, or a hostile pointer in place of the whole list. */
static void iov_end(struct buf *b, const struct filling *f, size_t start, int n)
{
	const char *list = hostile(fill_step(f), "iovbuf");

	if (list) {
		b->len = start;
		buf_printf(b, "(struct iov *)%s", list);
	} else {
		buf_puts(b, "}");
	}
	buf_printf(b, ", %d", n);
}

static int count(const char *list)
{
	int n = 1;

	for (; *list; list++)
		n += *list == ',';
	return n;
}

static int out_pieces(struct buf *b, const struct filling *f, char **why)
{
	const char *buf = hostile(fill_step(f), "buf");
	const char *at = step_arg(fill_step(f), "iov");
	int n = count(at);

	if (iov_open(b, f, n, why) < 0)
		return -1;
	for (int i = 0; i < n; i++) {
		size_t len = strcspn(at, ",");
		struct piece p;

		piece_read(&p, at, len);
		at += len + (at[len] == ',');
		buf_puts(b, i ? ", V(" : "V(");
		if (i == 0 && buf)
			buf_puts(b, buf);
		else
			put_string(b, p.bytes, p.n);
		buf_printf(b, ", %ld)", p.size);
		len = (size_t)(p.n - p.size);
		free(p.bytes);
		if (len || p.n > PIECE_LONG)
			return fill_cannot(f, "iov", why);
	}
	return n;
}

int place_iovout(struct buf *b, const struct filling *f, char **why)
{
	const struct step *s = fill_step(f);
	const char *buf = hostile(s, "buf");
	size_t start = b->len;
	int n;

	if (step_arg(s, "iov")) {
		n = out_pieces(b, f, why);
		if (n < 0)
			return -1;
		iov_end(b, f, start, n);
		return 0;
	}
	buf_puts(b, "IOV(");
	if (buf)
		buf_puts(b, buf);
	else if (place_data(b, f, why) < 0)
		return -1;
	buf_printf(b, ", %ld)", data_size(s));
	return 0;
}

int place_iovin(struct buf *b, const struct filling *f, char **why)
{
	const struct step *s = fill_step(f);
	const char *buf = hostile(s, "buf"), *iov = step_arg(s, "iov");
	const char *len = step_arg(s, "len");
	const char *at = iov ? iov : len ? len : "256";
	size_t start = b->len;
	int n = count(at);
	long sum = 0;

	if (n == 1 && !hostile(s, "iovbuf")) {
		buf_printf(b, "IOV(%s, %ld)", buf ? buf : "buf", atol(at));
		return 0;
	}
	if (iov_open(b, f, n, why) < 0)
		return -1;
	for (int i = 0; i < n; i++) {
		char *end;
		long size = strtol(at, &end, 10);

		buf_puts(b, i ? ", V(" : "V(");
		buf_puts(b, i == 0 && buf ? buf : "buf");
		if (sum)
			buf_printf(b, " + %ld", sum);
		buf_printf(b, ", %ld)", size);
		sum += size;
		at = end + (*end == ',');
	}
	iov_end(b, f, start, n);
	return 0;
}

/* IOV, V and struct iov as VEC, W and struct vec; data is a string or buf. */
static int put_vec(struct buf *b, const struct filling *f, place_fn *put,
		   char **why)
{
	static const char *const words[][2] = {
		{"(struct iov", "(struct vec"},
		{"IOV(", "VEC("},
		{"{V(", "{W("},
		{", V(", ", W("},
	};
	struct buf iov = {0};
	bool quoted = false;
	int bad = put(&iov, f, why);

	for (const char *at = iov.s; !bad && *at;) {
		size_t i = 0;

		/* a string is data, whatever it says */
		quoted ^= *at == '"';
		if (quoted && *at == '\\')
			buf_add(b, at++, 1);
		while (i < COUNT(words) && !quoted &&
		       strncmp(at, words[i][0], strlen(words[i][0])) != 0)
			i++;
		if (i == COUNT(words) || quoted) {
			buf_add(b, at++, 1);
			continue;
		}
		buf_puts(b, words[i][1]);
		at += strlen(words[i][0]);
	}
	buf_free(&iov);
	return bad;
}

int place_vecout(struct buf *b, const struct filling *f, char **why)
{
	return put_vec(b, f, place_iovout, why);
}

int place_vecin(struct buf *b, const struct filling *f, char **why)
{
	return put_vec(b, f, place_iovin, why);
}

/* --- options -------------------------------------------------------------- */

const struct option_row *fill_option(const struct filling *f)
{
	const char *name = step_arg(fill_step(f), "name");
	const struct option_row *o = f->snippets->options;

	while (name && o->name && strcmp(o->name, name) != 0)
		o++;
	return name && o->name ? o : NULL;
}

int place_name(struct buf *b, const struct filling *f, char **why)
{
	const struct option_row *o = fill_option(f);

	if (!o)
		return fail(why, "step %d: a reproducer has no %s", f->step + 1,
			    step_arg(fill_step(f), "name"));
	buf_puts(b, o->name);
	return 0;
}

int place_level(struct buf *b, const struct filling *f, char **why)
{
	const char *name = step_arg(fill_step(f), "name");
	const char *level = step_arg(fill_step(f), "level");
	const struct sockopt *o = sockopt_find(name);

	if (!o)
		return fill_cannot(f, "name", why);
	if (level && strcmp(level, o->level) != 0)
		return fill_cannot(f, "level", why);
	buf_puts(b, o->level);
	return 0;
}

/* Variables of values, by the row of shows.def; and how wire.h says them. */
static const struct value_form {
	const char *shows, *var, *prefix;
} forms[] = {
	{"int", "optval", "int:"},
	{"type", "optval", "int:"},
	{"error", "optval", "int:"},
	{"linger", "opt_linger", "linger:"},
	{"timeval", "opt_time", "timeval:"},
};

static const struct value_form *value_form(const struct filling *f)
{
	const struct option_row *o = fill_option(f);

	for (size_t i = 0; o && i < COUNT(forms); i++)
		if (strcmp(forms[i].shows, o->shows) == 0)
			return &forms[i];
	return NULL;
}

int place_var(struct buf *b, const struct filling *f, char **why)
{
	const struct value_form *form = value_form(f);

	if (!form)
		return place_name(b, f, why);
	buf_puts(b, form->var);
	return 0;
}

int place_set(struct buf *b, const struct filling *f, char **why)
{
	const char *wire = step_arg(fill_step(f), "value"), *colon;
	const struct value_form *form = value_form(f);

	if (!form)
		return place_name(b, f, why);
	if (strncmp(wire, form->prefix, strlen(form->prefix)) != 0)
		return fill_cannot(f, "value", why);
	wire += strlen(form->prefix);
	colon = strchr(wire, ':');
	if (strcmp(form->var, "opt_linger") == 0)
		buf_printf(b, "opt_linger.on = %d, opt_linger.seconds = %s;",
			   atoi(wire), colon + 1);
	else if (strcmp(form->var, "opt_time") == 0)
		buf_printf(b, "opt_time.sec = %d, opt_time.usec = %s;",
			   atoi(wire), colon + 1);
	else
		buf_printf(b, "optval = %s;", wire);
	return 0;
}
