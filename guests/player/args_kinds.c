/* SPDX-License-Identifier: Apache-2.0 */
#include "args_kinds.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "addr.h"
#include "fds.h"

static enum args_result args_wrong(const char **why, const char *sentence)
{
	*why = sentence;
	return ARGS_MALFORMED;
}

enum args_result args_fd(char *text, enum names_group group, struct arg *a,
			 const char **why)
{
	int fd;

	(void)group;
	if (fds_get(text, &fd, &a->family) == -1)
		return args_wrong(why, "no such descriptor");
	a->number = fd;
	return ARGS_OK;
}

enum args_result args_as(char *text, enum names_group group, struct arg *a,
			 const char **why)
{
	char *rest = text;
	char *name;

	(void)group;
	while ((name = spell_cut(&rest, ',')) != NULL) {
		if (a->names.n == ARGS_NAMES)
			return args_wrong(why, "too many names");
		if (*name == '\0' || strlen(name) >= FDS_NAME)
			return args_wrong(why, "a name is empty or too long");
		a->names.name[a->names.n++] = name;
	}
	return ARGS_OK;
}

enum args_result args_constant(char *text, enum names_group group,
			       struct arg *a, const char **why)
{
	if (names_parse(group, text, &a->number) == -1)
		return args_wrong(why, "no such constant");
	return ARGS_OK;
}

enum args_result args_option(char *text, enum names_group group, struct arg *a,
			     const char **why)
{
	long long n;

	(void)group;
	a->option = names_option(text);
	if (a->option != NULL)
		n = a->option->number;
	else if (spell_number(text, &n) == -1)
		return args_wrong(why, "no such option");
	a->number = (long)n;
	return ARGS_OK;
}

enum args_result args_int(char *text, enum names_group group, struct arg *a,
			  const char **why)
{
	long long n;

	(void)group;
	if (spell_number(text, &n) == -1 || n < INT_MIN || n > UINT32_MAX)
		return args_wrong(why, "not a number");
	a->number = (int)n;
	return ARGS_OK;
}

enum args_result args_len(char *text, enum names_group group, struct arg *a,
			  const char **why)
{
	long long n;

	(void)group;
	if (spell_number(text, &n) == -1 || n < 0 || n > ARGS_DATA)
		return args_wrong(why, "not a length");
	a->number = (long)n;
	return ARGS_OK;
}

enum args_result args_addr(char *text, enum names_group group, struct arg *a,
			   const char **why)
{
	(void)group;
	if (addr_parse(text, &a->addr) == -1)
		return args_wrong(why, "not an address");
	return ARGS_OK;
}

enum args_result args_addrlen(char *text, enum names_group group, struct arg *a,
			      const char **why)
{
	static const struct {
		const char *word;
		int how;
	} words[] = {
		{"exact", LEN_EXACT},
		{"short", LEN_SHORT},
		{"long", LEN_LONG},
	};
	long long n;

	(void)group;
	for (size_t i = 0; i < 3; i++) {
		if (strcmp(words[i].word, text) == 0) {
			a->len.how = words[i].how;
			return ARGS_OK;
		}
	}
	if (spell_number(text, &n) == -1 || n < INT_MIN || n > INT_MAX)
		return args_wrong(why, "not a length");
	a->len.how = LEN_NUMBER;
	a->len.number = (long)n;
	return ARGS_OK;
}

/* The place of text in a list that ends with NULL, or -1. */
static int args_word(const char *const *words, const char *text)
{
	for (int i = 0; words[i] != NULL; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	return -1;
}

enum args_result args_ptr(char *text, enum names_group group, struct arg *a,
			  const char **why)
{
	static const char *const words[] = {
		"bad", "null", "end", "wrap", NULL,
	};
	static const enum hostile kinds[] = {
		HOSTILE_BAD,
		HOSTILE_NULL,
		HOSTILE_END,
		HOSTILE_WRAP,
	};
	int i = args_word(words, text);

	(void)group;
	if (i == -1)
		return args_wrong(why, "no such pointer");
	a->ptr = kinds[i];
	if (hostile_sayable(a->ptr))
		return ARGS_OK;
	*why = "address 0 is valid memory in WebAssembly";
	return ARGS_INEXPRESSIBLE;
}

enum args_result args_bool(char *text, enum names_group group, struct arg *a,
			   const char **why)
{
	static const char *const words[] = {"no", "yes", NULL};
	int i = args_word(words, text);

	(void)group;
	if (i == -1)
		return args_wrong(why, "neither yes nor no");
	a->number = i;
	return ARGS_OK;
}

enum args_result args_oflags(char *text, enum names_group group, struct arg *a,
			     const char **why)
{
	static const char *const words[] = {"r", "w", "rw", NULL};
	int i = args_word(words, text);

	(void)group;
	if (i == -1)
		return args_wrong(why, "not r, w or rw");
	a->number = i;
	return ARGS_OK;
}

/* FD:EVENTS */
static int args_pollfd(char *piece, struct sock_pollfd *p)
{
	char *rest = piece;
	char *name = spell_cut(&rest, ':');
	int family;
	long events;

	if (rest == NULL || fds_get(name, &p->fd, &family) == -1)
		return -1;
	if (names_parse(GROUP_POLL, rest, &events) == -1)
		return -1;
	p->events = (int)events;
	p->revents = 0;
	return 0;
}

enum args_result args_pollfds(char *text, enum names_group group, struct arg *a,
			      const char **why)
{
	static struct sock_pollfd fds[ARGS_POLLFDS];
	char *rest = *text == '\0' ? NULL : text;
	char *piece;

	(void)group;
	a->poll.fd = fds;
	while ((piece = spell_cut(&rest, ',')) != NULL) {
		if (a->poll.n == ARGS_POLLFDS)
			return args_wrong(why, "too many descriptors");
		if (args_pollfd(piece, &fds[a->poll.n++]) == -1)
			return args_wrong(why, "not FD:EVENTS");
	}
	return ARGS_OK;
}
