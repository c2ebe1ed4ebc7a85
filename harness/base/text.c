/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "guests/lang/rows.h"

/* The forms of a UTF-8 sequence, by its first byte (RFC 3629, section 4). */
static const struct form {
	unsigned char from, to;  /* of the first byte */
	unsigned char low, high; /* of the second byte */
	int len;
} forms[] = {
	{0x00, 0x7f, 0x00, 0x00, 1},
	{0xc2, 0xdf, 0x80, 0xbf, 2},
	{0xe0, 0xe0, 0xa0, 0xbf, 3}, /* nothing that fits into two */
	{0xe1, 0xec, 0x80, 0xbf, 3},
	{0xed, 0xed, 0x80, 0x9f, 3}, /* no surrogates */
	{0xee, 0xef, 0x80, 0xbf, 3},
	{0xf0, 0xf0, 0x90, 0xbf, 4},
	{0xf1, 0xf3, 0x80, 0xbf, 4},
	{0xf4, 0xf4, 0x80, 0x8f, 4}, /* up to U+10FFFF */
};

static const struct form *form_of(unsigned char first)
{
	for (size_t i = 0; i < COUNT(forms); i++)
		if (first >= forms[i].from && first <= forms[i].to)
			return &forms[i];
	return NULL;
}

/* The length of the character at s, 0 when it is none; its code in *code. */
static int char_at(const char *s, uint32_t *code)
{
	const unsigned char *u = (const unsigned char *)s;
	const struct form *f = form_of(u[0]);

	if (f == NULL)
		return 0;
	if (f->len == 1) {
		*code = u[0];
		return 1;
	}
	if (u[1] < f->low || u[1] > f->high)
		return 0;
	*code = u[0] & (0x7fu >> f->len);
	*code = *code << 6 | (u[1] & 0x3f);
	for (int i = 2; i < f->len; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (u[i] & 0x3f);
	}
	return f->len;
}

/* Characters that do something to the text around them. */
static const struct {
	uint32_t from, to;
} unsafe[] = {
	{0x00, 0x1f},     {0x7f, 0x9f},
	{0x200b, 0x200f}, /* zero width, direction marks */
	{0x2028, 0x202e}, /* line separators, direction overrides */
	{0x2060, 0x206f}, /* invisible operators, direction isolates */
	{0xfeff, 0xfeff}, {0xfff9, 0xfffb},
	{0xfffe, 0xffff}, /* no characters; XML may not hold them */
};

static bool is_safe(uint32_t code)
{
	for (size_t i = 0; i < COUNT(unsafe); i++)
		if (code >= unsafe[i].from && code <= unsafe[i].to)
			return false;
	return true;
}

static void escape(struct buf *b, const char *s, int n)
{
	static const char letter[] = {['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r'};

	for (int i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c < sizeof(letter) && letter[c])
			buf_printf(b, "\\%c", letter[c]);
		else
			buf_printf(b, "\\x%02x", c);
	}
}

void text_clean(struct buf *b, const char *s)
{
	uint32_t code = 0;
	int n;

	for (; s != NULL && *s; s += n) {
		n = char_at(s, &code);
		if (n > 0 && is_safe(code))
			buf_add(b, s, (size_t)n);
		else
			escape(b, s, n ? n : (n = 1));
	}
}

char *text_cleaned(const char *s)
{
	struct buf b = {0};

	text_clean(&b, s);
	return buf_take(&b);
}

/*
 * Columns of a character. wcwidth() knows what the locale knows; in the C
 * locale that is ASCII alone, and everything else counts as one column.
 */
static int char_width(uint32_t code)
{
	int w = wcwidth((wchar_t)code);

	return w < 0 ? 1 : w;
}

/* Walk over s while it fits: bytes walked, columns in *used. */
static size_t walk(const char *s, int width, int *used)
{
	size_t at = 0;
	uint32_t code = 0;

	for (*used = 0; s[at];) {
		int n = char_at(s + at, &code);
		int w = n ? char_width(code) : 1;

		if (w > width - *used)
			break;
		*used += w;
		at += (size_t)(n ? n : 1);
	}
	return at;
}

int text_width(const char *s)
{
	int used;

	walk(s, 1 << 30, &used);
	return used;
}

size_t text_fit(const char *s, int width)
{
	int used;

	return walk(s, width, &used);
}

void text_cut(struct buf *b, const char *s, int width)
{
	size_t fits = text_fit(s, width);

	if (s[fits] == '\0') {
		buf_puts(b, s);
	} else if (width > 0) {
		buf_add(b, s, text_fit(s, width - 1));
		buf_puts(b, "…");
	}
}

void text_cut_at(struct buf *b, const char *s, size_t at, int width)
{
	char *before = xstrndup(s, at);
	int columns = text_width(before);
	size_t from = text_fit(s, columns - width / 3);

	free(before);
	/* In view without that, with a third of the width for what follows. */
	if (from == 0 || columns < 2 * width / 3 || text_width(s) <= width) {
		text_cut(b, s, width);
		return;
	}
	buf_puts(b, "…");
	text_cut(b, s + from, width - 1);
}

size_t text_common(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	/* UTF-8: not within a character. */
	while (n > 0 && (a[n] & 0xc0) == 0x80)
		n--;
	return n;
}

void text_pad(struct buf *b, const char *s, int width)
{
	int used = text_width(s);

	text_cut(b, s, width);
	if (used < width)
		buf_printf(b, "%*s", width - used, "");
}

size_t text_break(const char *s, int width)
{
	/* A character may be two columns wide: never stand still. */
	size_t fits = text_fit(s, width > 1 ? width : 2);
	size_t at = fits;

	if (s[fits] == '\0' || s[fits] == ' ')
		return fits;
	while (at > 0 && s[at - 1] != ' ')
		at--;
	while (at > 0 && s[at - 1] == ' ')
		at--;
	return at ? at : fits;
}

void text_wrap(struct buf *b, const char *s, int used, int indent, int width)
{
	size_t n = text_break(s, width - used);

	/* A first word that only fits into a line of its own gets one. */
	if (used > indent && s[n] && s[n] != ' ')
		n = 0;
	for (;; n = text_break(s, width - indent)) {
		buf_add(b, s, n);
		s += n;
		s += strspn(s, " ");
		if (*s == '\0')
			return;
		buf_printf(b, "\n%*s", indent, "");
	}
}

void text_shell(struct buf *b, const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+=./,:@%";

	if (*s && s[strspn(s, plain)] == '\0') {
		buf_puts(b, s);
		return;
	}
	buf_puts(b, "'");
	for (; *s; s++) {
		if (*s == '\'')
			buf_puts(b, "'\\''");
		else
			buf_add(b, s, 1);
	}
	buf_puts(b, "'");
}

void text_hue(struct buf *b, bool color, enum hue hue, const char *s)
{
	ROWS_BEGIN(codes);
	static const char *const codes[HUE_COUNT] = {
		[ROW(HUE_NONE)] = NULL, [ROW(HUE_GOOD)] = "32",
		[ROW(HUE_BAD)] = "31",  [ROW(HUE_WARN)] = "33",
		[ROW(HUE_GREY)] = "90", [ROW(HUE_BOLD)] = "1",
	};
	ROWS_END(codes, HUE_COUNT);

	if (color && codes[hue] != NULL && *s)
		buf_printf(b, "\033[%sm%s\033[0m", codes[hue], s);
	else
		buf_puts(b, s);
}
