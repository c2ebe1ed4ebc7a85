/* SPDX-License-Identifier: Apache-2.0 */
#include "request.h"

#include <stdlib.h>
#include <string.h>

#define KEYS_MAX 4
static const char *const judged_keys[CALL_COUNT][KEYS_MAX] = {
#define KEYS(...)           \
	{                   \
		__VA_ARGS__ \
	}
#define NO_KEYS      \
	{            \
		NULL \
	}
#define CLASS(name, acts, keys) [CALL_##name] = keys,
#include "lang/classes.def"
#undef CLASS
#undef NO_KEYS
#undef KEYS
};

/* What a missing argument means. */
static const struct {
	const char *key, *value;
} empty_values[] = {
	{"flags", "0"},
	{"addr", "NULL"},
	{"control", "[]"},
};

/* Words of flags, and where they are not compared. */
enum where { IN_BOTH, IN_HOST };

static const struct {
	enum call_class calls;
	const char *key, *word;
	enum where where;
} words_ignored[] = {
#define WORD(cls, key, word, reason) {CALL_##cls, #key, #word, IN_BOTH},
#define EXTRA(cls, key, word, reason) {CALL_##cls, #key, #word, IN_HOST},
#include "tolerance.def"
};

static const struct {
	const char *option, *value;
} defaults[] = {
#define DEFAULT(option, value, reason) {#option, value},
#include "tolerance.def"
};

static const bool unjudged[CALL_COUNT] = {
#define UNJUDGED(cls, reason) [CALL_##cls] = true,
#include "tolerance.def"
};

/* Is the word among those of A|B? */
static bool has_flag(const char *flags, const char *word, size_t len)
{
	while (flags && *flags) {
		size_t n = strcspn(flags, "|");

		if (n == len && strncmp(flags, word, len) == 0)
			return true;
		flags += n + (flags[n] == '|');
	}
	return false;
}

/* natively is the argument of Linux's call where the host's is looked at. */
static bool word_is_ignored(const struct call *c, const char *key,
			    const char *natively, const char *word, size_t len)
{
	for (size_t i = 0; i < COUNT(words_ignored); i++)
		if (words_ignored[i].calls == c->calls &&
		    strcmp(words_ignored[i].key, key) == 0 &&
		    has_flag(words_ignored[i].word, word, len))
			return words_ignored[i].where == IN_BOTH ||
			       (natively && !has_flag(natively, word, len));
	return false;
}

static const char *arg_of(const struct call *c, const char *key)
{
	const char *value = call_arg_get(c, key);

	for (size_t i = 0; !value && i < COUNT(empty_values); i++)
		if (strcmp(empty_values[i].key, key) == 0)
			value = empty_values[i].value;
	return value ? value : "";
}

char *request_arg(const struct call *c, const char *key,
		  const struct call *want)
{
	const char *value = arg_of(c, key);
	const char *natively = want ? arg_of(want, key) : NULL;
	struct buf b = {0};

	if (value[0] == '"' || value[0] == '[')
		return xstrdup(value);
	while (*value) {
		size_t len = strcspn(value, "|");

		if (!word_is_ignored(c, key, natively, value, len)) {
			buf_puts(&b, b.len ? "|" : "");
			buf_add(&b, value, len);
		}
		value += len + (value[len] == '|');
	}
	if (!b.len)
		buf_puts(&b, "0");
	return buf_take(&b);
}

/* Bytes that went past every memory, as sendfile(2) moves them. */
static bool is_unseen(const char *value)
{
	return strcmp(value, "?") == 0;
}

const char *request_differs(const struct call *want, const struct call *got)
{
	for (int i = 0; i < KEYS_MAX; i++) {
		const char *key = judged_keys[want->calls][i];
		char *va, *vb;
		bool same;

		if (!key)
			return NULL;
		va = request_arg(want, key, NULL);
		vb = request_arg(got, key, want);
		same = strcmp(va, vb) == 0 || is_unseen(va) || is_unseen(vb);
		free(va);
		free(vb);
		if (!same)
			return key;
	}
	return NULL;
}

bool request_is_unjudged(enum call_class calls)
{
	return unjudged[calls];
}

bool request_is_default(const char *option, const char *value)
{
	for (size_t i = 0; i < COUNT(defaults); i++)
		if (strcmp(defaults[i].option, option) == 0 &&
		    strcmp(defaults[i].value, value) == 0)
			return true;
	return false;
}
