/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes: DATA, IOVOUT, IOVIN, STR. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"

/* As much as a player takes, guests/player/args.h. */
#define DATA_MAX (1 << 20)
#define PIECES_MAX 1025

static int text(const struct node *v, struct buf *wire, char **why)
{
	if (v->kind != NODE_SCALAR || (v->plain && v->len == 0))
		return node_fail(why, v,
				 "is not text (write \"\" for empty text)");
	for (size_t i = 0; i < v->len; i++)
		buf_printf(wire, "%02x", (unsigned char)v->text[i]);
	return 0;
}

int args_hex(const struct node *v, size_t max, struct buf *wire, char **why)
{
	size_t n = 0;

	if (v->kind != NODE_SCALAR || strlen(v->text) != v->len)
		return node_fail(why, v, "is not hex");
	for (const char *p = v->text; *p; p++) {
		char c = (char)tolower((unsigned char)*p);

		if (c == ' ' && n % 2 == 0)
			continue;
		if (!isxdigit((unsigned char)c))
			return node_fail(why, v,
					 "is not hex: write two digits per "
					 "byte");
		buf_add(wire, &c, 1);
		n++;
	}
	if (n % 2)
		return node_fail(why, v, "is not hex: odd number of digits");
	if (n / 2 > max)
		return node_fail(why, v, "is longer than %zu bytes", max);
	return 0;
}

/* {fill: abc, size: 65507} */
static int fill(struct args *a, const struct node *v, struct buf *wire,
		char **why)
{
	struct args_field f[] = {{"fill", true, NULL}, {"size", true, NULL}};
	long long size;

	if (args_fields(a, v, f, COUNT(f), why))
		return -1;
	if (f[0].node->len == 0)
		return node_fail(why, f[0].node, "is not a fill pattern");
	buf_puts(wire, "fill:");
	if (text(f[0].node, wire, why) ||
	    args_number(f[1].node, 0, DATA_MAX, &size, why))
		return -1;
	buf_printf(wire, ":%lld", size);
	return 0;
}

int args_data(struct args *a, const struct node *v, struct buf *wire,
	      char **why)
{
	struct args_field f[] = {{"hex", true, NULL}};

	if (v->kind == NODE_SCALAR)
		return text(v, wire, why);
	if (v->kind == NODE_LIST)
		return node_fail(why, v,
				 "is not data: text, {hex: 00ff} or "
				 "{fill: abc, size: 9}");
	if (node_get(v, "fill") || node_get(v, "size"))
		return fill(a, v, wire, why);
	if (args_fields(a, v, f, COUNT(f), why))
		return -1;
	return args_hex(f[0].node, DATA_MAX, wire, why);
}

int args_iovout(struct args *a, const struct node *v, struct buf *wire,
		char **why)
{
	if (args_count(v, 1, PIECES_MAX, "pieces", why))
		return -1;
	return args_list(a, v, args_data, wire, why);
}

int args_iovin(struct args *a, const struct node *v, struct buf *wire,
	       char **why)
{
	long long total = 0;

	if (args_count(v, 1, PIECES_MAX, "lengths", why) ||
	    args_list(a, v, args_len, wire, why))
		return -1;
	for (int i = 0; i < v->n; i++)
		total += strtoll(v->items[i]->text, NULL, 0);
	if (total > DATA_MAX)
		return fail(why, "%lld bytes in all (at most %d)", total,
			    DATA_MAX);
	return 0;
}

int args_str(struct args *a, const struct node *v, struct buf *wire, char **why)
{
	(void)a;
	if (v->kind == NODE_SCALAR && strlen(v->text) != v->len)
		return node_fail(why, v,
				 "contains a NUL byte, which a string cannot");
	return text(v, wire, why);
}
