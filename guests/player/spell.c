/* SPDX-License-Identifier: Apache-2.0 */
#include "spell.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lang/wire.h"

void spell_open(struct spell *t, char *buf, size_t room)
{
	t->s = buf;
	t->len = 0;
	t->room = room;
	t->full = 0;
	buf[0] = '\0';
}

/* Room for n more characters, or NULL. */
static char *spell_more(struct spell *t, size_t n)
{
	char *at = t->s + t->len;

	if (t->full || n >= t->room - t->len) {
		t->full = 1;
		return NULL;
	}
	t->len += n;
	t->s[t->len] = '\0';
	return at;
}

void spell_put(struct spell *t, const char *s)
{
	size_t n = strlen(s);
	char *at = spell_more(t, n);

	if (at != NULL)
		memcpy(at, s, n);
}

void spell_char(struct spell *t, char c)
{
	char *at = spell_more(t, 1);

	if (at != NULL)
		*at = c;
}

static void spell_base(struct spell *t, unsigned long long n, unsigned base)
{
	char digits[24];
	size_t i = sizeof(digits);

	digits[--i] = '\0';
	do {
		digits[--i] = "0123456789abcdef"[n % base];
		n /= base;
	} while (n != 0);
	spell_put(t, digits + i);
}

void spell_unum(struct spell *t, unsigned long long n)
{
	spell_base(t, n, 10);
}

void spell_num(struct spell *t, long long n)
{
	if (n < 0)
		spell_char(t, '-');
	spell_base(t, n < 0 ? 0 - (unsigned long long)n : (unsigned long long)n,
		   10);
}

void spell_hexnum(struct spell *t, unsigned long long n)
{
	spell_put(t, "0x");
	spell_base(t, n, 16);
}

void spell_hex(struct spell *t, const void *bytes, size_t n)
{
	char *at = spell_more(t, 2 * n);

	if (at != NULL)
		wire_hex(at, bytes, n);
}

void spell_escaped(struct spell *t, const void *bytes, size_t n)
{
	const unsigned char *b = bytes;
	char one[4];

	for (size_t i = 0; i < n; i++) {
		wire_escape(one, b + i, 1);
		spell_put(t, one);
	}
}

char *spell_cut(char **rest, char sep)
{
	char *piece = *rest;
	char *end;

	if (piece == NULL)
		return NULL;
	end = strchr(piece, sep);
	if (end != NULL)
		*end++ = '\0';
	*rest = end;
	return piece;
}

int spell_number(const char *s, long long *n)
{
	int base = strncmp(s, "0x", 2) == 0 ? 16 : 10;
	char *end;

	if (!(*s == '-' || (*s >= '0' && *s <= '9')))
		return -1;
	errno = 0;
	*n = strtoll(s, &end, base);
	return errno == 0 && end != s && *end == '\0' ? 0 : -1;
}
