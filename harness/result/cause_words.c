/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "cause_parts.h"
#include "results.h"

/* Words are quoted: a line ends with this. */
#define LINE_END "\\n"
/* Longest reason in a sentence. */
#define REASON_MAX 100

static bool starts(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* "fromErrNo(): ", the function that assert(3) names ahead of its sentence. */
static void function_before(struct buf *b, const char *words, const char *at)
{
	const char *end = at;

	if (!starts(at, "Assertion"))
		return;
	while (end > words && *end != '(')
		end--;
	for (at = end;
	     at > words && (isalnum((unsigned char)at[-1]) || at[-1] == '_');)
		at--;
	if (at < end)
		buf_printf(b, "%.*s(): ", (int)(end - at), at);
}

/*
 * An error with a chain of causes ("Caused by:", then "  2: sentence" a line):
 * its last line is the first cause. Addresses of a stack are none.
 */
static const char *last_of_chain(const char *words)
{
	const char *at = strstr(words, "Caused by:"), *last = NULL;
	const char *cut = strstr(words, " ... ");

	while (at && (at = strstr(at, LINE_END)) && (!cut || at < cut)) {
		const char *digits, *text;

		at += strlen(LINE_END);
		if (starts(at, LINE_END) || starts(at, "Stack backtrace"))
			break;
		digits = at + strspn(at, " ");
		text = digits + strspn(digits, "0123456789");
		if (text > digits && *text == ':') {
			text += 1 + strspn(text + 1, " ");
			if (!starts(text, "0x"))
				last = text;
		}
	}
	return last;
}

/* Where the sentence of the reason begins, or NULL. */
static const char *reason_at(const char *words)
{
	static const char *const begins[] = {
		"Assertion", "panicked at",   "panic:",      "wasm trap:",
		"Trap",      "out of bounds", "unreachable", "fatal error",
		"ERROR:",    "Error:",        "error:",
	};
	const char *at = last_of_chain(words);

	for (size_t i = 0; i < COUNT(begins) && !at; i++)
		at = strstr(words, begins[i]);
	return at;
}

/* "said"; results of older versions have it in the verdict's why. */
static const char *words_of(const json_t *tcase)
{
	static const char mark[] = "its last words: ";
	const char *why = report_str(tcase, "why");
	const char *words = strstr(why, mark);

	if (*report_str(tcase, "said"))
		return report_str(tcase, "said");
	return words ? words + strlen(mark) : NULL;
}

char *cause_reason(const json_t *tcase)
{
	const char *words = words_of(tcase);
	const char *at = words ? reason_at(words) : NULL;
	struct buf b = {0};

	if (!at)
		return NULL;
	function_before(&b, words, at);
	for (; *at && !starts(at, LINE_END) && b.len < REASON_MAX; at++)
		if (*at < '0' || *at > '9')
			buf_add(&b, at, 1);
		else if (b.len == 0 || b.s[b.len - 1] != 'N')
			buf_puts(&b, "N");
	return buf_take(&b);
}

bool cause_is_pointer_trap(const json_t *tcase)
{
	const char *words = words_of(tcase);

	return words && (strcasestr(words, "pointer out of bounds") ||
			 strcasestr(words, "out of bounds memory access") ||
			 strcasestr(words, "memory access out of bounds"));
}
