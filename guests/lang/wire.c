/* SPDX-License-Identifier: Apache-2.0 */
#include "wire.h"

#include <stdlib.h>
#include <string.h>

static const char wire_digits[] = "0123456789abcdef";

/* Cut the next word of *rest off, at one blank; NULL for an empty word. */
static char *wire_word(char **rest)
{
	char *word = *rest;
	char *end;

	if (word == NULL || *word == '\0' || *word == ' ')
		return NULL;
	end = strchr(word, ' ');
	if (end != NULL)
		*end++ = '\0';
	*rest = end;
	return word;
}

static int wire_step(const char *word, long *step)
{
	char *end;

	*step = -1;
	if (word == NULL || *word < '0' || *word > '9')
		return -1;
	*step = strtol(word, &end, 10);
	return *end == '\0' ? 0 : -1;
}

static int wire_field(char *word, struct wire_field *f)
{
	char *equal = word == NULL ? NULL : strchr(word, '=');

	if (equal == NULL || equal == word)
		return -1;
	*equal = '\0';
	f->key = word;
	f->value = equal + 1;
	return 0;
}

int wire_parse(char *line, int with_op, struct wire_line *w)
{
	char *rest = line;

	line[strcspn(line, "\n")] = '\0';
	w->op = NULL;
	w->n = 0;
	if (wire_step(wire_word(&rest), &w->step) == -1)
		return -1;
	if (with_op && (w->op = wire_word(&rest)) == NULL)
		return -1;
	while (rest != NULL) {
		if (w->n == WIRE_FIELDS)
			return -1;
		if (wire_field(wire_word(&rest), &w->field[w->n]) == -1)
			return -1;
		w->n++;
	}
	return 0;
}

const char *wire_get(const struct wire_line *w, const char *key)
{
	for (int i = 0; i < w->n; i++)
		if (strcmp(w->field[i].key, key) == 0)
			return w->field[i].value;
	return NULL;
}

static int wire_nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Two hex digits as a byte, or -1. */
static int wire_byte(const char *s)
{
	int high = wire_nibble(s[0]);
	int low = high < 0 ? -1 : wire_nibble(s[1]);

	return low < 0 ? -1 : high << 4 | low;
}

long wire_unescape(char *s)
{
	char *out = s;
	int byte;

	for (const char *in = s; *in != '\0'; in++) {
		if (*in != '%') {
			*out++ = *in;
			continue;
		}
		byte = wire_byte(in + 1);
		if (byte < 0)
			return -1;
		*out++ = (char)byte;
		in += 2;
	}
	*out = '\0';
	return out - s;
}

static int wire_plain(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') ||
	       (c != '\0' && strchr("_-.:;/+|@*", c) != NULL);
}

size_t wire_escape(char *out, const void *bytes, size_t n)
{
	const unsigned char *in = bytes;
	char *start = out;

	for (size_t i = 0; i < n; i++) {
		if (wire_plain(in[i])) {
			*out++ = (char)in[i];
			continue;
		}
		*out++ = '%';
		*out++ = wire_digits[in[i] >> 4];
		*out++ = wire_digits[in[i] & 15];
	}
	*out = '\0';
	return (size_t)(out - start);
}

void wire_hex(char *out, const void *bytes, size_t n)
{
	const unsigned char *in = bytes;

	for (size_t i = 0; i < n; i++) {
		*out++ = wire_digits[in[i] >> 4];
		*out++ = wire_digits[in[i] & 15];
	}
	*out = '\0';
}

long wire_unhex(void *out, size_t room, const char *hex, size_t len)
{
	unsigned char *to = out;
	int byte;

	if (len % 2 != 0 || len / 2 > room)
		return -1;
	for (size_t i = 0; i < len / 2; i++) {
		byte = wire_byte(hex + 2 * i);
		if (byte < 0)
			return -1;
		to[i] = (unsigned char)byte;
	}
	return (long)(len / 2);
}

uint64_t wire_fnv(const void *bytes, size_t n)
{
	const unsigned char *in = bytes;
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ in[i]) * 0x100000001b3;
	return hash;
}
