/* SPDX-License-Identifier: Apache-2.0 */
#include "sentence.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Longest value inside of a sentence, and longest sentence, in columns. */
#define VALUE_WIDTH 60
#define SAID_WIDTH 400

/*
 * How each class of gap.def is said: the first row of the class whose other
 * words (NULL fits all) are the gap's. {op}, {what}, {want} (Linux) and {got}
 * (the host) stand for what the gap has, {noun} for a field by its name; of a
 * crash or a hang, got is a sentence of its own, {said}.
 */
static const struct form {
	const char *gap_class, *what, *want, *got, *text;
} forms[] = {
	{"missing", NULL, "success", NULL,
	 "{op} is not implemented: it failed with {got}"},
	{"missing", NULL, NULL, NULL,
	 "{op} is not implemented: it failed with {got} (Linux: {want})"},
	{"errno", NULL, "success", NULL,
	 "{op} failed with {got} (Linux: success)"},
	{"errno", NULL, NULL, "success", "{op} succeeded (Linux: {want})"},
	{"errno", NULL, NULL, NULL, "{op} failed with {got} (Linux: {want})"},
	{"value", "ret", NULL, NULL, "{op} returned {got} (Linux: {want})"},
	{"value", NULL, NULL, NULL,
	 "{op} returned {what} {got} (Linux: {want})"},
	{"data", "ret", NULL, NULL,
	 "{op} transferred {got} bytes (Linux: {want})"},
	{"data", NULL, NULL, NULL,
	 "{op} returned {what} {got} (Linux: {want})"},
	{"address", NULL, NULL, "none",
	 "{op} returned no {noun} (Linux: {want})"},
	{"address", NULL, NULL, "garbage",
	 "{op} returned bytes that are no {noun} (Linux: {want})"},
	{"address", NULL, NULL, NULL,
	 "{op} returned {noun} {got} (Linux: {want})"},
	{"blocking", NULL, NULL, "waits",
	 "{op} blocks (Linux: returns at once)"},
	{"blocking", NULL, NULL, NULL, "{op} returns at once (Linux: blocks)"},
	{"faked", NULL, NULL, NULL,
	 "{op} reported success without calling {what}(2)"},
	{"altered", NULL, "no such call", NULL,
	 "{op} made an extra system call: {got}"},
	{"altered", NULL, NULL, NULL,
	 "{op} made a different system call: {what} {got} (Linux: {want})"},
	{"overrun", NULL, NULL, NULL,
	 "{op} wrote outside the guest's buffer: {got}"},
	{"scribble", NULL, NULL, NULL,
	 "{op} wrote beyond the length it returned: {got}"},
	{"wire", NULL, NULL, NULL, "different packets: {got} (Linux: {want})"},
	{"crash", NULL, NULL, NULL, "during {op}, {said}"},
	{"hang", NULL, NULL, NULL, "{said}"},
	{"leak", NULL, NULL, NULL, "still open at the end: {got}"},
	/* A class that this version does not know. */
	{NULL, NULL, NULL, NULL, "{op}: {what} is {got} (Linux: {want})"},
};

/* Fields of addresses, by the operations that have them (NULL: any). */
static const struct {
	const char *op, *what, *noun;
} nouns[] = {
	{"recvfrom", "addr", "sender address"},
	{"recvmsg", "addr", "sender address"},
	{"accept", "addr", "peer address"},
	{NULL, "addr", "address"},
	{NULL, "addrlen", "address length"},
	{NULL, "addrs", "addresses"},
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

static const char *noun_of(const struct gap_words *w)
{
	for (size_t i = 0; i < COUNT(nouns); i++)
		if (fits(nouns[i].op, w->op) && fits(nouns[i].what, w->what))
			return nouns[i].noun;
	return w->what;
}

static void op_add(struct buf *b, const struct gap_words *w)
{
	buf_puts(b, w->op);
	if (*w->option)
		buf_printf(b, "(%s)", w->option);
}

static void word_add(struct buf *b, const struct gap_words *w, const char *name)
{
	/* Both sides are cut so that the difference is in view. */
	size_t at = text_common(w->want, w->got);
	const struct {
		const char *name, *text;
		size_t at;
		int width;
	} words[] = {
		{"what}", w->what, 0, VALUE_WIDTH},
		{"noun}", noun_of(w), 0, VALUE_WIDTH},
		{"want}", w->want, at, VALUE_WIDTH},
		{"got}", w->got, at, VALUE_WIDTH},
		{"said}", w->got, 0, SAID_WIDTH},
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

void gap_say(struct buf *b, const struct gap *g)
{
	char *what = text_cleaned(g->what);
	char *want = text_cleaned(g->want), *got = text_cleaned(g->got);

	gap_sentence(b,
		     &(struct gap_words){.op = g->op,
					 .option = g->option ? g->option : "",
					 .gap_class = gap_names[g->gclass],
					 .what = what,
					 .want = want,
					 .got = got});
	free(what);
	free(want);
	free(got);
}
