/* SPDX-License-Identifier: Apache-2.0 */
#include "strace_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct piece piece_of(const char *text)
{
	return (struct piece){text, strlen(text)};
}

bool piece_is(struct piece p, const char *text)
{
	return p.len == strlen(text) && memcmp(p.s, text, p.len) == 0;
}

bool piece_starts(struct piece p, const char *text)
{
	size_t n = strlen(text);

	return p.len >= n && memcmp(p.s, text, n) == 0;
}

struct piece piece_from(struct piece p, size_t n)
{
	n = n < p.len ? n : p.len;
	return (struct piece){p.s + n, p.len - n};
}

struct piece piece_to(struct piece p, size_t n)
{
	return (struct piece){p.s, n < p.len ? n : p.len};
}

struct piece piece_trim(struct piece p)
{
	while (p.len && p.s[0] == ' ')
		p = piece_from(p, 1);
	while (p.len && p.s[p.len - 1] == ' ')
		p.len--;
	return p;
}

size_t piece_find(struct piece p, const char *text)
{
	const char *at = memmem(p.s, p.len, text, strlen(text));

	return at ? (size_t)(at - p.s) : p.len;
}

/* The end of a string that begins here: behind its closing quote. */
static size_t quote_end(struct piece p)
{
	size_t i = 1;

	while (i < p.len && p.s[i] != '"')
		i += p.s[i] == '\\' ? 2 : 1;
	return i < p.len ? i + 1 : p.len;
}

size_t piece_until(struct piece p, char what)
{
	int depth = 0;
	size_t i = 0;

	while (i < p.len) {
		char c = p.s[i];

		if (depth == 0 && c == what)
			return i;
		if (c == '"') {
			i += quote_end(piece_from(p, i));
			continue;
		}
		depth += c == '(' || c == '[' || c == '{';
		depth -= c == ')' || c == ']' || c == '}';
		if (depth < 0)
			break;
		i++;
	}
	return p.len;
}

int piece_split(struct piece list, struct piece *parts, int max)
{
	int n = 0;

	list = piece_trim(list);
	while (list.len && n < max) {
		size_t at = piece_until(list, ',');

		parts[n++] = piece_trim(piece_to(list, at));
		list = piece_from(list, at + 1);
	}
	return n;
}

bool piece_inside(struct piece p, char open, struct piece *inside)
{
	char close = open == '{' ? '}' : ']';

	if (p.len < 2 || p.s[0] != open || p.s[p.len - 1] != close)
		return false;
	*inside = (struct piece){p.s + 1, p.len - 2};
	return piece_until(*inside, close) == inside->len;
}

#define MEMBERS_MAX 64

struct piece piece_member(struct piece p, const char *name)
{
	struct piece parts[MEMBERS_MAX], inside;
	size_t len = strlen(name);
	int n;

	if (!piece_inside(p, '{', &inside))
		return piece_of("");
	n = piece_split(inside, parts, MEMBERS_MAX);
	for (int i = 0; i < n; i++)
		if (piece_starts(parts[i], name) && parts[i].len > len &&
		    parts[i].s[len] == '=')
			return piece_from(parts[i], len + 1);
	return piece_of("");
}

void piece_change(struct piece p, struct piece *before, struct piece *after)
{
	size_t at;

	piece_inside(p, '[', &p);
	at = piece_find(p, " => ");
	*before = piece_to(p, at);
	*after = at < p.len ? piece_from(p, at + 4) : p;
}

/* --- numbers --------------------------------------------------------------*/

/* One number, without operators. */
static bool number_one(struct piece p, uint64_t *n)
{
	char text[32], *end;
	bool swap = piece_starts(p, "htons(") && p.s[p.len - 1] == ')';

	if (swap)
		p = (struct piece){p.s + 6, p.len - 7};
	if (piece_is(p, "NULL")) {
		*n = 0;
		return true;
	}
	if (!p.len || p.len >= sizeof(text) ||
	    (!isdigit((unsigned char)p.s[0]) && p.s[0] != '-'))
		return false;
	memcpy(text, p.s, p.len);
	text[p.len] = '\0';
	*n = text[0] == '-'   ? (uint64_t)strtoll(text, &end, 10)
	     : text[1] == 'x' ? strtoull(text, &end, 16)
			      : strtoull(text, &end, 10);
	if (swap)
		*n = (*n & 0xff) << 8 | (*n >> 8 & 0xff);
	return *end == '\0';
}

bool piece_number(struct piece p, uint64_t *n)
{
	*n = 0;
	do {
		size_t at = piece_until(p, '|');
		uint64_t one;

		if (!number_one(piece_to(p, at), &one))
			return false;
		*n |= one;
		p = at < p.len ? piece_from(p, at + 1) : piece_of("");
	} while (p.len);
	return true;
}

int piece_int(struct piece p, int otherwise)
{
	uint64_t n;

	return piece_number(p, &n) ? (int)n : otherwise;
}

int piece_ints(struct piece list, int *v, int max)
{
	struct piece parts[64], inside;
	int n;

	if (!piece_inside(list, '[', &inside))
		return 0;
	n = piece_split(inside, parts, max < 64 ? max : 64);
	for (int i = 0; i < n; i++)
		v[i] = piece_int(parts[i], -1);
	return n;
}

/* --- bytes ----------------------------------------------------------------*/

/* Members that are not four bytes wide, in the kernel's own headers. */
static const struct {
	const char *name;
	int width;
} widths[] = {
	{"sa_family", 2},
	{"tv_sec", 8}, /* linux/time_types.h, for SO_TIMESTAMP too */
	{"tv_usec", 8},
	{"tv_nsec", 8},
	{"gr_interface", 8}, /* linux/in.h, group_req: with its padding */
	{"ee_origin", 1},    /* linux/errqueue.h, sock_extended_err */
	{"ee_type", 1},
	{"ee_code", 2}, /* with the byte of padding behind it */
};

static int width_of(struct piece name)
{
	for (size_t i = 0; i < COUNT(widths); i++)
		if (piece_is(name, widths[i].name))
			return widths[i].width;
	return 4;
}

static void bytes_number(struct buf *b, uint64_t n, int width)
{
	buf_add(b, &n, (size_t)width); /* little endian, as we trace only */
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* What an escape stands for; *i is at what follows the backslash. */
static int unescape(struct piece p, size_t *i)
{
	static const char letters[] = "n\nt\tr\rv\vf\f\"\"\\\\";
	char c = p.s[(*i)++];
	int n = 0;

	if (c == 'x') {
		for (int k = 0; k < 2; k++, (*i)++) {
			if (*i >= p.len || hex_digit(p.s[*i]) < 0)
				return -1;
			n = n * 16 + hex_digit(p.s[*i]);
		}
		return n;
	}
	for (size_t k = 0; k + 1 < sizeof(letters); k += 2)
		if (letters[k] == c)
			return (unsigned char)letters[k + 1];
	for ((*i)--, c = 0; c < 3; c++, (*i)++) {
		if (*i >= p.len || p.s[*i] < '0' || p.s[*i] > '7')
			return c ? n & 0xff : -1;
		n = n * 8 + p.s[*i] - '0';
	}
	return n & 0xff;
}

static bool bytes_quoted(struct piece p, struct buf *b)
{
	size_t i = 1;

	/* Behind the closing quote there is nothing, unless it was cut. */
	if (p.len < 2 || quote_end(p) != p.len || p.s[p.len - 1] != '"')
		return false;
	p.len--;
	while (i < p.len) {
		int c = p.s[i++];

		if (c == '\\') {
			if (i >= p.len || (c = unescape(p, &i)) < 0)
				return false;
		}
		buf_add(b, &(char){(char)c}, 1);
	}
	return true;
}

/* As deep as our cases go, and no deeper than the stack. */
#define DEPTH_MAX 4

static bool bytes_of(struct piece p, int width, int depth, struct buf *b);

/* The members of a struct, or the elements of an array of ints. */
static bool bytes_list(struct piece inside, bool members, int depth,
		       struct buf *b)
{
	struct piece parts[PIECES_MAX];
	int count = piece_split(inside, parts, PIECES_MAX);

	for (int i = 0; i < count; i++) {
		size_t at = members ? piece_until(parts[i], '=') : 0;
		int width = members ? width_of(piece_to(parts[i], at)) : 4;

		if (!bytes_of(piece_from(parts[i], members ? at + 1 : 0), width,
			      depth + 1, b))
			return false;
	}
	return true;
}

static bool bytes_of(struct piece p, int width, int depth, struct buf *b)
{
	struct piece inside;
	bool members = piece_inside(p, '{', &inside);
	uint64_t n;

	if (p.len && p.s[0] == '"')
		return bytes_quoted(p, b);
	if (p.len && p.s[0] == '@') {
		buf_add(b, "", 1);
		return bytes_quoted(piece_from(p, 1), b);
	}
	if (members || piece_inside(p, '[', &inside))
		return depth < DEPTH_MAX &&
		       bytes_list(inside, members, depth, b);
	if (!piece_number(p, &n))
		return false;
	bytes_number(b, n, width);
	return true;
}

bool piece_bytes(struct piece p, struct buf *bytes)
{
	/* At the outermost a number is an address, not what is there. */
	return p.len && strchr("\"@{[", p.s[0]) && bytes_of(p, 4, 0, bytes);
}

void bytes_resize(struct buf *bytes, size_t n)
{
	while (bytes->len < n)
		buf_add(bytes, "", 1);
	bytes->len = n;
}
