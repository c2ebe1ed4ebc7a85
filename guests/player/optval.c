/* SPDX-License-Identifier: Apache-2.0 */
#include "optval.h"

#include <stdint.h>
#include <string.h>

#include "lang/wire.h"

/* Room for values whose length varies: more than any of Linux's has. */
#define OPTVAL_VARIES 512

/*
 * A letter per field: i i32, u u32, q i64, Q u64, a IPv4, A IPv6 address,
 * x all the rest.
 */
static const struct optval_kind {
	const char *prefix;
	const char *fields;
} optval_kinds[] = {
	[OPT_INT] = {"int", "i"},
	[OPT_U64] = {"u64", "Q"},
	[OPT_LINGER] = {"linger", "ii"},
	[OPT_TIMEVAL] = {"timeval", "qq"},
	[OPT_STRING] = {"str", "x"},
	[OPT_UCRED] = {"ucred", "uuu"},
	[OPT_INADDR] = {"inaddr", "a"},
	[OPT_MREQ] = {"mreq", "aa"},
	[OPT_MREQSRC] = {"mreqsrc", "aaa"},
	[OPT_MREQ6] = {"mreq6", "Au"},
	[OPT_BYTES] = {"hex", "x"},
};

#define OPTVAL_KINDS (sizeof(optval_kinds) / sizeof(*optval_kinds))

static size_t optval_width(char field)
{
	if (field == 'A')
		return 16;
	if (field == 'q' || field == 'Q')
		return 8;
	return field == 'x' ? 0 : 4;
}

size_t optval_size(enum names_kind kind)
{
	size_t size = 0;

	for (const char *f = optval_kinds[kind].fields; *f != '\0'; f++)
		size += optval_width(*f);
	return size;
}

size_t optval_room(enum names_kind kind)
{
	size_t size = optval_size(kind);

	return size == 0 ? OPTVAL_VARIES : size;
}

static void optval_store(unsigned char *out, unsigned long long n, size_t width)
{
	for (size_t i = 0; i < width; i++, n >>= 8)
		out[i] = (unsigned char)n;
}

static unsigned long long optval_load(const unsigned char *in, size_t width)
{
	unsigned long long n = 0;

	while (width-- > 0)
		n = n << 8 | in[width];
	return n;
}

static int optval_is_ip(char field)
{
	return field == 'a' || field == 'A';
}

/* One field; returns its width, or -1. */
static long optval_parse_field(char field, const char *piece,
	unsigned char *out, size_t room)
{
	size_t width = optval_width(field);
	size_t len = strlen(piece);
	long long n;

	if (width > room)
		return -1;
	if (optval_is_ip(field) && len != 2 * width)
		return -1;
	if (optval_is_ip(field) || field == 'x')
		return wire_unhex(out, room, piece, len);
	if (spell_number(piece, &n) == -1)
		return -1;
	if (width == 4 && (n < INT32_MIN || n > UINT32_MAX))
		return -1;
	optval_store(out, (unsigned long long)n, width);
	return (long)width;
}

static long optval_parse_fields(const char *fields, char *rest,
	unsigned char *out, size_t room)
{
	size_t done = 0;
	char *piece;
	long n;

	for (; *fields != '\0'; fields++, done += (size_t)n) {
		piece = spell_cut(&rest, ':');
		if (piece == NULL)
			return -1;
		n = optval_parse_field(*fields, piece, out + done, room - done);
		if (n == -1)
			return -1;
	}
	return rest == NULL ? (long)done : -1;
}

long optval_parse(char *text, unsigned char *out, size_t room)
{
	char *rest = text;
	char *prefix = spell_cut(&rest, ':');

	for (size_t i = 0; i < OPTVAL_KINDS; i++)
		if (strcmp(optval_kinds[i].prefix, prefix) == 0)
			return optval_parse_fields(optval_kinds[i].fields, rest,
				out, room);
	return -1;
}

static void optval_tell_field(struct spell *t, char field,
	const unsigned char *in, size_t n)
{
	switch (field) {
	case 'i':
		spell_num(t, (int32_t)optval_load(in, 4));
		break;
	case 'q':
		spell_num(t, (int64_t)optval_load(in, 8));
		break;
	case 'u':
	case 'Q':
		spell_unum(t, optval_load(in, n));
		break;
	default:
		spell_hex(t, in, n);
	}
}

void optval_tell(struct spell *t, enum names_kind kind,
	const unsigned char *bytes, size_t n)
{
	size_t size = optval_size(kind);
	const struct optval_kind *k =
		&optval_kinds[size == 0 || n == size ? kind : OPT_BYTES];
	size_t width;

	spell_put(t, k->prefix);
	for (const char *f = k->fields; *f != '\0'; f++) {
		width = *f == 'x' ? n : optval_width(*f);
		spell_char(t, ':');
		optval_tell_field(t, *f, bytes, width);
		bytes += width;
	}
}
