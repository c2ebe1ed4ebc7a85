/* SPDX-License-Identifier: Apache-2.0 */
#include "markdown.h"

#include <string.h>

#include "base/text.h"

/* How many backticks a fence needs around s. */
static int fence_of(const char *s, int least)
{
	int longest = 0;

	while (*s) {
		int n = (int)strspn(s, "`");

		longest = n > longest ? n : longest;
		s += n ? n : 1;
	}
	return longest + 1 > least ? longest + 1 : least;
}

static void backticks(struct buf *b, int n)
{
	while (n-- > 0)
		buf_puts(b, "`");
}

void markdown_code(struct buf *b, const char *s, int width)
{
	struct buf cut = {0};
	int n;

	if (*s == '\0')
		return;
	text_cut(&cut, s, width);
	n = fence_of(cut.s, 1);
	backticks(b, n);
	/* One blank on either side is taken off by the reader again. */
	buf_printf(b, n > 1 ? " %s " : "%s", cut.s);
	backticks(b, n);
	buf_free(&cut);
}

void markdown_shell(struct buf *b, const char *command, int indent)
{
	int n = fence_of(command, 3);

	buf_printf(b, "%*s", indent, "");
	backticks(b, n);
	buf_printf(b, "sh\n%*s%s\n%*s", indent, "", command, indent, "");
	backticks(b, n);
	buf_puts(b, "\n");
}
