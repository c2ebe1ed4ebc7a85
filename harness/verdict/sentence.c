/* SPDX-License-Identifier: Apache-2.0 */
#include "sentence.h"

#include <string.h>

#include "base/text.h"

/* Longest value inside of a sentence, and longest sentence, in columns. */
#define VALUE_WIDTH 60
#define SAID_WIDTH 400

/*
 * How each class of gap.def is said: the first row of the class whose other
 * words (NULL fits all) are the gap's. {op}, {what}, {want} (Linux) and {got}
 * (the host) stand for what the gap has; of a crash or a hang, got is a
 * sentence of its own, {said}.
 */
static const struct form {
	const char *gap_class, *what, *want, *got, *text;
} forms[] = {
	{ "missing", NULL, "success", NULL,
	  "{op} is not there: it answered {got}" },
	{ "missing", NULL, NULL, NULL,
	  "{op} is not there: it answered {got}, Linux {want}" },
	{ "errno", NULL, "success", NULL,
	  "{op} failed with {got}, on Linux it succeeds" },
	{ "errno", NULL, NULL, "success",
	  "{op} succeeded, on Linux it fails with {want}" },
	{ "errno", NULL, NULL, NULL, "{op} answered {want} as {got}" },
	{ "value", "ret", NULL, NULL, "{op} returned {got}, Linux {want}" },
	{ "value", NULL, NULL, NULL, "{op} told {what} {got}, Linux {want}" },
	{ "data", "ret", NULL, NULL,
	  "{op} moved {got} bytes, Linux {want}" },
	{ "data", NULL, NULL, NULL, "{op} gave {what} {got}, Linux {want}" },
	{ "address", NULL, NULL, NULL,
	  "{op} told {what} {got}, Linux {want}" },
	{ "blocking", NULL, NULL, NULL, "{op} {got}, on Linux it {want}" },
	{ "faked", NULL, NULL, NULL,
	  "{op} said \"done\" and never asked the kernel" },
	{ "altered", NULL, "no such call", NULL,
	  "{op} asked the kernel for more than that: {got}" },
	{ "altered", NULL, NULL, NULL,
	  "{op} asked the kernel with {what} {got}, Linux with {want}" },
	{ "overrun", NULL, NULL, NULL,
	  "{op} wrote outside of the guest's buffer: {got}" },
	{ "scribble", NULL, NULL, NULL,
	  "{op} wrote past the length that it told: {got}" },
	{ "wire", NULL, NULL, NULL,
	  "on the wire: {got}, on Linux {want}" },
	{ "crash", NULL, NULL, NULL, "in {op}, {said}" },
	{ "hang", NULL, NULL, NULL, "{said}" },
	{ "leak", NULL, NULL, NULL, "left open at the end: {got}" },
	/* A class that this version does not know. */
	{ NULL, NULL, NULL, NULL, "{op}: {what} is {got}, on Linux {want}" },
};

static bool fits(const char *row, const char *word)
{
	return row == NULL || strcmp(row, word) == 0;
}

static const char *form_of(const struct gap_words *w)
{
	const struct form *f = forms;

	while (!fits(f->gap_class, w->gap_class) || !fits(f->what, w->what) ||
	       !fits(f->want, w->want) || !fits(f->got, w->got))
		f++;
	return f->text;
}

static void op_add(struct buf *b, const struct gap_words *w)
{
	buf_puts(b, w->op);
	if (*w->option)
		buf_printf(b, "(%s)", w->option);
}

static void word_add(struct buf *b, const struct gap_words *w,
		     const char *name)
{
	/* Both sides are cut so that the difference is in view. */
	size_t at = text_common(w->want, w->got);
	const struct {
		const char *name, *text;
		size_t at;
		int width;
	} words[] = {
		{ "what}", w->what, 0, VALUE_WIDTH },
		{ "want}", w->want, at, VALUE_WIDTH },
		{ "got}", w->got, at, VALUE_WIDTH },
		{ "said}", w->got, 0, SAID_WIDTH },
	};

	if (strncmp(name, "op}", 3) == 0)
		op_add(b, w);
	for (size_t i = 0; i < COUNT(words); i++)
		if (strncmp(name, words[i].name, strlen(words[i].name)) == 0)
			text_cut_at(b, words[i].text, words[i].at,
				    words[i].width);
}

void gap_sentence(struct buf *b, const struct gap_words *w)
{
	for (const char *p = form_of(w); *p;) {
		size_t n = strcspn(p, "{");

		buf_add(b, p, n);
		p += n;
		if (*p == '\0')
			return;
		word_add(b, w, p + 1);
		p += strcspn(p, "}") + 1;
	}
}
