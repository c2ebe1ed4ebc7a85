/* SPDX-License-Identifier: Apache-2.0 */
#include "optkinds.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "guests/lang/wire.h"
#include "pretty.h"

const struct optkind optkinds[OPT_KIND_COUNT] = {
#define FIELD(type, name) {OPTFIELD_##type, name},
#define OPTKIND(kind, prefix, example, fields) \
	{#kind, prefix, example, {fields{OPTFIELD_END, NULL}}},
#include "guests/lang/optkinds.def"
#undef FIELD
};

static const size_t sizes[OPTFIELD_COUNT] = {
#define OPTFIELD(type, bytes) [OPTFIELD_##type] = bytes,
#include "guests/lang/optkinds.def"
};

const struct optkind *optkind_find(const char *wire)
{
	size_t len = strcspn(wire, ":");

	for (int i = 0; i < OPT_KIND_COUNT && wire[len] == ':'; i++)
		if (strlen(optkinds[i].prefix) == len &&
		    strncmp(optkinds[i].prefix, wire, len) == 0)
			return &optkinds[i];
	return NULL;
}

bool optkind_is_record(const struct optkind *k)
{
	return *k->fields[0].name != '\0';
}

/* --- one field, from its bytes --------------------------------------------*/

typedef void field_fn(struct buf *b, const unsigned char *p, size_t len);

static void show_I32(struct buf *b, const unsigned char *p, size_t len)
{
	int n;

	memcpy(&n, p, len);
	buf_printf(b, "%d", n);
}

/* As strace(1) shows them: the id of nobody is -1. */
#define show_U32 show_I32

static void show_I64(struct buf *b, const unsigned char *p, size_t len)
{
	long long n;

	memcpy(&n, p, len);
	buf_printf(b, "%lld", n);
}

static void show_U64(struct buf *b, const unsigned char *p, size_t len)
{
	unsigned long long n;

	memcpy(&n, p, len);
	buf_printf(b, "%llu", n);
}

static void show_IP4(struct buf *b, const unsigned char *p, size_t len)
{
	(void)len;
	buf_printf(b, "%u.%u.%u.%u", p[0], p[1], p[2], p[3]);
}

static void show_IP6(struct buf *b, const unsigned char *p, size_t len)
{
	char text[INET6_ADDRSTRLEN];

	(void)len;
	inet_ntop(AF_INET6, p, text, sizeof(text));
	buf_printf(b, "\"%s\"", text);
}

static void show_TEXT(struct buf *b, const unsigned char *p, size_t len)
{
	const char *s = (const char *)p;

	buf_puts(b, "\"");
	buf_quote(b, s, strnlen(s, len));
	buf_puts(b, "\"");
}

static void show_BYTES(struct buf *b, const unsigned char *p, size_t len)
{
	buf_puts(b, "{hex: ");
	pretty_hex(b, p, len);
	buf_puts(b, "}");
}

static field_fn *const shows[OPTFIELD_COUNT] = {
#define OPTFIELD(type, bytes) [OPTFIELD_##type] = show_##type,
#include "guests/lang/optkinds.def"
};

/* Before field i, and behind the last one (type OPTFIELD_END). */
static void between(struct buf *b, const struct optkind *k, int i)
{
	if (!optkind_is_record(k))
		return;
	if (k->fields[i].type == OPTFIELD_END)
		buf_puts(b, "}");
	else
		buf_printf(b, "%s%s: ", i ? ", " : "{", k->fields[i].name);
}

bool optkind_bytes(struct buf *b, const struct optkind *k,
		   const unsigned char *bytes, size_t len)
{
	const struct optkind_field *f = k->fields;
	size_t all = 0;
	int i = 0;

	for (; f->type != OPTFIELD_END; f++)
		all += sizes[f->type];
	if (all && all != len)
		return false;
	for (; k->fields[i].type != OPTFIELD_END; i++) {
		size_t size = all ? sizes[k->fields[i].type] : len;

		between(b, k, i);
		shows[k->fields[i].type](b, bytes, size);
		bytes += size;
	}
	between(b, k, i);
	return true;
}

/* --- one field, from its word ---------------------------------------------*/

typedef void word_fn(struct buf *b, enum opt_field type, const char *word);

static void word_I32(struct buf *b, enum opt_field type, const char *word)
{
	(void)type;
	buf_puts(b, word);
}

#define word_U32 word_I32
#define word_I64 word_I32
#define word_U64 word_I32

static void word_IP4(struct buf *b, enum opt_field type, const char *word)
{
	unsigned char ip[16];
	long n = wire_unhex(ip, sizeof(ip), word, strlen(word));

	if (n == (long)sizes[type])
		shows[type](b, ip, (size_t)n);
	else
		buf_puts(b, word);
}

#define word_IP6 word_IP4

static void word_TEXT(struct buf *b, enum opt_field type, const char *word)
{
	char *copy = xstrdup(word);
	long n = wire_unhex(copy, strlen(copy), word, strlen(word));

	(void)type;
	buf_puts(b, "\"");
	if (n >= 0)
		buf_quote(b, copy, (size_t)n);
	buf_puts(b, "\"");
	free(copy);
}

static void word_BYTES(struct buf *b, enum opt_field type, const char *word)
{
	(void)type;
	buf_printf(b, "{hex: %s}", word);
}

static word_fn *const words_shows[OPTFIELD_COUNT] = {
#define OPTFIELD(type, bytes) [OPTFIELD_##type] = word_##type,
#include "guests/lang/optkinds.def"
};

void optkind_words(struct buf *b, const struct optkind *k, const char *words)
{
	char *copy = xstrdup(words), *rest = copy;
	int i = 0;

	for (; k->fields[i].type != OPTFIELD_END; i++) {
		const char *word = strsep(&rest, ":");

		between(b, k, i);
		words_shows[k->fields[i].type](b, k->fields[i].type,
					       word ? word : "");
	}
	between(b, k, i);
	free(copy);
}
