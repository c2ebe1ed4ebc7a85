/* SPDX-License-Identifier: Apache-2.0 */
#include "optval.h"

#include <stdint.h>
#include <string.h>

#include "lang/wire.h"

/* Room for values whose length varies: more than any of Linux's has. */
#define OPTVAL_VARIES 512

enum optval_field {
	FIELD_END, /* ends the fields of a kind */
#define OPTFIELD(type, bytes) FIELD_##type,
#include "lang/optkinds.def"
};

/* Nine: as many as a struct of the options has numbers. */
#define OPTVAL_FIELDS 9

static const struct optval_kind {
	const char *prefix;
	unsigned char fields[OPTVAL_FIELDS + 1];
} optval_kinds[] = {
#define FIELD(type, name) FIELD_##type,
#define OPTKIND(kind, prefix, example, fields) {prefix, {fields FIELD_END}},
#include "lang/optkinds.def"
#undef FIELD
};

#define OPTVAL_KINDS (sizeof(optval_kinds) / sizeof(*optval_kinds))

static const unsigned char optval_widths[] = {
#define OPTFIELD(type, bytes) [FIELD_##type] = bytes,
#include "lang/optkinds.def"
};

size_t optval_size(enum names_kind kind)
{
	size_t size = 0;

	for (const unsigned char *f = optval_kinds[kind].fields; *f; f++)
		size += optval_widths[*f];
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

/* --- from text ------------------------------------------------------------*/

/* A field into room bytes: its width, or -1; width 0 is all the rest. */
typedef long optval_reader(const char *piece, unsigned char *out, size_t room,
			   size_t width);

static long read_I64(const char *piece, unsigned char *out, size_t room,
		     size_t width)
{
	long long n;

	if (width > room || spell_number(piece, &n) == -1)
		return -1;
	if (width == 4 && (n < INT32_MIN || n > UINT32_MAX))
		return -1;
	optval_store(out, (unsigned long long)n, width);
	return (long)width;
}

static long read_BYTES(const char *piece, unsigned char *out, size_t room,
		       size_t width)
{
	size_t len = strlen(piece);

	if (width > room || (width != 0 && len != 2 * width))
		return -1;
	return wire_unhex(out, room, piece, len);
}

#define read_I32 read_I64
#define read_U32 read_I64
#define read_U64 read_I64
#define read_IP4 read_BYTES
#define read_IP6 read_BYTES
#define read_TEXT read_BYTES

static optval_reader *const optval_readers[] = {
#define OPTFIELD(type, bytes) [FIELD_##type] = read_##type,
#include "lang/optkinds.def"
};

static long optval_parse_fields(const unsigned char *fields, char *rest,
				unsigned char *out, size_t room)
{
	size_t done = 0;
	char *piece;
	long n;

	for (; *fields; fields++, done += (size_t)n) {
		piece = spell_cut(&rest, ':');
		if (piece == NULL)
			return -1;
		n = optval_readers[*fields](piece, out + done, room - done,
					    optval_widths[*fields]);
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

/* --- to text --------------------------------------------------------------*/

typedef void optval_writer(struct spell *t, const unsigned char *in, size_t n);

static void write_I32(struct spell *t, const unsigned char *in, size_t n)
{
	spell_num(t, (int32_t)optval_load(in, n));
}

static void write_I64(struct spell *t, const unsigned char *in, size_t n)
{
	spell_num(t, (int64_t)optval_load(in, n));
}

static void write_U64(struct spell *t, const unsigned char *in, size_t n)
{
	spell_unum(t, optval_load(in, n));
}

static void write_BYTES(struct spell *t, const unsigned char *in, size_t n)
{
	spell_hex(t, in, n);
}

#define write_U32 write_U64
#define write_IP4 write_BYTES
#define write_IP6 write_BYTES
#define write_TEXT write_BYTES

static optval_writer *const optval_writers[] = {
#define OPTFIELD(type, bytes) [FIELD_##type] = write_##type,
#include "lang/optkinds.def"
};

void optval_tell(struct spell *t, enum names_kind kind,
		 const unsigned char *bytes, size_t n)
{
	size_t size = optval_size(kind);
	const struct optval_kind *k =
		&optval_kinds[size == 0 || n == size ? kind : OPT_BYTES];
	size_t width;

	spell_put(t, k->prefix);
	for (const unsigned char *f = k->fields; *f; f++) {
		width = optval_widths[*f];
		if (width == 0)
			width = n;
		spell_char(t, ':');
		optval_writers[*f](t, bytes, width);
		bytes += width;
	}
}
