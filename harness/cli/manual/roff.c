/* SPDX-License-Identifier: Apache-2.0 */
#include "roff.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Characters that mean something else, or look else, when formatted. */
static const struct {
	char c;
	const char *roff;
} special[] = {
	{'\\', "\\e"},  {'-', "\\-"},   {'\'', "\\(aq"}, {'"', "\\(dq"},
	{'`', "\\(ga"}, {'^', "\\(ha"}, {'~', "\\(ti"},
};

static const char *special_of(char c)
{
	for (size_t i = 0; i < COUNT(special); i++)
		if (special[i].c == c)
			return special[i].roff;
	return NULL;
}

/* How many bytes of UTF-8 begin here; the text is valid. */
static int code_at(const char *s, unsigned *code)
{
	const unsigned char *u = (const unsigned char *)s;
	int n = u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;

	*code = u[0] & (0x7fu >> n);
	for (int i = 1; i < n; i++)
		*code = *code << 6 | (u[i] & 0x3f);
	return n;
}

static void put_line(struct buf *b, const char *s, size_t n)
{
	char *part = xstrndup(s, n), *line = text_cleaned(part);
	unsigned code;

	/* A dot there would begin a request. */
	if (*line == '.')
		buf_puts(b, "\\&");
	for (const char *p = line; *p;) {
		if ((unsigned char)*p >= 0x80) {
			p += code_at(p, &code);
			buf_printf(b, "\\[u%04X]", code);
		} else if (special_of(*p)) {
			buf_puts(b, special_of(*p++));
		} else {
			buf_add(b, p++, 1);
		}
	}
	free(line);
	free(part);
}

void roff_text(struct buf *b, const char *s)
{
	for (;;) {
		size_t n = strcspn(s, "\n");

		put_line(b, s, n);
		if (!s[n])
			return;
		buf_puts(b, "\n");
		s += n + 1;
	}
}

void roff_macro(struct buf *b, const char *macro, const char *arg)
{
	buf_printf(b, "%s \"", macro);
	roff_text(b, arg);
	buf_puts(b, "\"\n");
}

void roff_item(struct buf *b, const char *tag, const char *text)
{
	buf_puts(b, ".TP\n\\fB");
	roff_text(b, tag);
	buf_puts(b, "\\fR\n");
	roff_text(b, text);
	buf_puts(b, "\n");
}

/* Behind a header a paragraph begins by itself. */
static void begin_paragraph(struct buf *b)
{
	size_t last = b->len ? b->len - 1 : 0; /* its newline */

	while (last > 0 && b->s[last - 1] != '\n')
		last--;
	if (b->len && strncmp(b->s + last, ".SH", 3) != 0 &&
	    strncmp(b->s + last, ".SS", 3) != 0)
		buf_puts(b, ".PP\n");
}

void roff_example(struct buf *b, const char *lines)
{
	begin_paragraph(b);
	buf_puts(b, ".RS 4\n.nf\n");
	roff_text(b, lines);
	buf_puts(b, b->s[b->len - 1] == '\n' ? "" : "\n");
	buf_puts(b, ".fi\n.RE\n");
}

/* How many bytes of lines that are, or are not, examples begin here. */
static size_t block_at(const char *s, bool example)
{
	size_t n = 0;

	while (s[n] && s[n] != '\n' &&
	       (strncmp(s + n, "  ", 2) == 0) == example) {
		n += strcspn(s + n, "\n");
		n += s[n] == '\n';
	}
	return n;
}

static void put_block(struct buf *b, const char *s, size_t n, bool example)
{
	size_t cut = n && s[n - 1] == '\n' ? n - 1 : n;
	char *block = xstrndup(s, cut);

	if (example) {
		roff_example(b, block);
	} else {
		begin_paragraph(b);
		roff_text(b, block);
		buf_puts(b, "\n");
	}
	free(block);
}

void roff_paragraphs(struct buf *b, const char *text)
{
	while (*text) {
		bool example = strncmp(text, "  ", 2) == 0;
		size_t n = block_at(text, example);

		if (n)
			put_block(b, text, n, example);
		text += n;
		text += *text == '\n';
	}
}
