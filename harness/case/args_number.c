/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers: INT, LEN, MS. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"

#define LEN_MAX (1 << 20)

/* Decimal or 0x, perhaps negative, nothing else. */
static int parse(const char *text, long long *n)
{
	const char *digits = text + (*text == '-');
	bool hex = !strncasecmp(digits, "0x", 2);
	char *end;

	/* strtoll would take blanks, a second sign and octal numbers. */
	if (!isxdigit((unsigned char)digits[hex ? 2 : 0]))
		return -1;
	errno = 0;
	*n = strtoll(text, &end, hex ? 16 : 10);
	return *end || errno ? -1 : 0;
}

int args_number(const struct node *v, long long min, long long max,
		long long *n, char **why)
{
	const char *text = node_has_text(v) ? v->text : NULL;

	*n = 0;
	if (!text || parse(text, n))
		return node_fail(why, v, "is not a number");
	if (*n < min || *n > max)
		return node_fail(why, v, "is not in the range %lld to %lld",
				 min, max);
	return 0;
}

int args_int32(const struct node *v, int *n, char **why)
{
	bool hex = v->text && !strncasecmp(v->text, "0x", 2);
	long long l;

	if (args_number(v, INT_MIN, hex ? UINT_MAX : INT_MAX, &l, why))
		return -1;
	*n = (int)(unsigned)l;
	return 0;
}

static int bounded(const struct node *v, long long min, long long max,
		   struct buf *wire, char **why)
{
	long long n;

	if (args_number(v, min, max, &n, why))
		return -1;
	buf_printf(wire, "%lld", n);
	return 0;
}

int args_int(struct args *a, const struct node *v, struct buf *wire, char **why)
{
	int n;

	(void)a;
	if (args_int32(v, &n, why))
		return -1;
	buf_printf(wire, "%d", n);
	return 0;
}

int args_len(struct args *a, const struct node *v, struct buf *wire, char **why)
{
	(void)a;
	return bounded(v, 0, LEN_MAX, wire, why);
}

int args_ms(struct args *a, const struct node *v, struct buf *wire, char **why)
{
	(void)a;
	return bounded(v, -1, INT_MAX, wire, why);
}
