/* SPDX-License-Identifier: Apache-2.0 */
#include "partly.h"

#include <string.h>

static size_t set_length(const char *set)
{
	return strcspn(set, ",]");
}

static bool holds(const char *set, size_t len, const char *flag)
{
	const char *at = strstr(set, flag);

	return at && at < set + len;
}

static bool set_same(const char *want, size_t wlen, const char *got,
		     size_t glen)
{
	if (!glen || got[glen - 1] != '*')
		return wlen == glen && memcmp(want, got, wlen) == 0;
	glen--;
	/* An event that failed: that is what POLLERR says, and nothing else. */
	if (holds(got, glen, "POLLERR") && !holds(want, wlen, "POLLERR"))
		return false;
	if (holds(want, wlen, "POLLERR") || holds(want, wlen, "POLLHUP"))
		return got[glen - 1] != '0';
	return wlen == glen && memcmp(want, got, wlen) == 0;
}

bool revents_same(const char *want, const char *got)
{
	while (*want && *got) {
		size_t w = set_length(want), g = set_length(got);

		/* Brackets and blanks before a set are the same in both. */
		if (!set_same(want, w, got, g) || want[w] != got[g])
			return false;
		want += w + (want[w] != '\0');
		got += g + (got[g] != '\0');
	}
	return *want == *got;
}

/* What of it can be said is its only flag. */
static bool has_trunc(const char *flags)
{
	return strstr(flags, "MSG_TRUNC") != NULL;
}

bool flags_same(const char *want, const char *got)
{
	size_t n = strlen(got);

	if (n == 0 || got[n - 1] != '*')
		return strcmp(want, got) == 0;
	return has_trunc(want) == has_trunc(got);
}

/* Behind a scope that cannot be said: %- , in want any or none. */
static const char *scope_skip(const char *want)
{
	return *want == '%' ? want + strcspn(want, "]") : want;
}

bool address_same(const char *want, const char *got)
{
	const char *start = got;

	while (*got) {
		if (strncmp(got, "%-", 2) == 0) {
			got += 2;
			want = scope_skip(want);
		} else if (strcmp(got, "-") == 0 && got > start &&
			   got[-1] == ':') {
			return *want && !strpbrk(want, ":]");
		} else if (*want++ != *got++) {
			return false;
		}
	}
	return *want == '\0';
}
