/* SPDX-License-Identifier: Apache-2.0 */
/* Placeholders that are names, constants, numbers and addresses. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "fill_parts.h"
#include "guests/lang/wire.h"

int fill_cannot(const struct filling *f, const char *arg, char **why)
{
	return fail(why, "step %d: a reproducer has no %s with %s like this",
		    f->step + 1, fill_step(f)->op->name, arg);
}

/* --- descriptors --------------------------------------------------------- */

/* A reproducer's own names, and words of C that a case may well use. */
static bool is_taken(const char *name)
{
	static const char *const list[] = {
		"n",      "on",      "value",  "len",    "port",    "flags",
		"linger", "timeout", "buf",    "kind",   "form",    "name",
		"to",     "room",    "addr",   "iov",    "in",      "out",
		"line",   "answer",  "late",   "start",  "guest",   "say",
		"turn",   "sys",     "sa",     "un",     "given",   "end",
		"main",   "host",    "read",   "write",  "send",    "recv",
		"socket", "bind",    "listen", "accept", "connect", "close",
		"poll",   "int",     "for",    "do",     "if",      "long",
		"short",  "char",    "static", "new",    "owed",    "oflags",
	};

	for (size_t i = 0; i < COUNT(list); i++)
		if (strcmp(list[i], name) == 0)
			return true;
	return false;
}

void fill_name(struct buf *b, const char *name)
{
	for (const char *c = name; *c; c++)
		buf_printf(b, "%c", isalnum((unsigned char)*c) ? *c : '_');
	if (is_taken(name))
		buf_puts(b, "_");
}

static void put_fd(struct buf *b, const char *wire)
{
	if (strcmp(wire, "stdin") == 0)
		buf_puts(b, "0");
	else if (strcmp(wire, "stdout") == 0)
		buf_puts(b, "1");
	else if (strcmp(wire, "stderr") == 0)
		buf_puts(b, "2");
	else if (isdigit((unsigned char)*wire) || *wire == '-')
		buf_puts(b, wire);
	else
		fill_name(b, wire);
}

int place_fd(struct buf *b, const struct filling *f, char **why)
{
	(void)why;
	put_fd(b, step_arg(fill_step(f), "fd"));
	return 0;
}

int place_as(struct buf *b, const struct filling *f, char **why)
{
	const struct step *s = fill_step(f);

	if (s->nas > 1)
		return fill_cannot(f, "as", why);
	fill_name(b, s->nas ? s->as[0] : "unnamed");
	return 0;
}

/* name:POLLIN|POLLOUT,name:POLLIN as {{name, POLLIN | POLLOUT}, ...}. */
static int put_fds(struct buf *b, const char *wire)
{
	char *copy = xstrdup(wire), *save = NULL;
	int n = 0;

	for (char *one = strtok_r(copy, ",", &save); one;
	     one = strtok_r(NULL, ",", &save), n++) {
		char *colon = strchr(one, ':');

		*colon = '\0';
		buf_puts(b, n ? ", {" : "{{");
		put_fd(b, one);
		buf_puts(b, ", ");
		for (const char *c = colon + 1; *c; c++)
			buf_printf(b, *c == '|' ? " %c " : "%c", *c);
		buf_puts(b, ", 0}");
	}
	buf_puts(b, "}");
	free(copy);
	return n;
}

int place_fds(struct buf *b, const struct filling *f, char **why)
{
	const char *wire = step_arg(fill_step(f), "fds");

	if (!*wire)
		return fill_cannot(f, "fds", why);
	put_fds(b, wire);
	return 0;
}

int place_nfds(struct buf *b, const struct filling *f, char **why)
{
	struct buf list = {0};

	(void)why;
	buf_printf(b, "%d", put_fds(&list, step_arg(fill_step(f), "fds")));
	buf_free(&list);
	return 0;
}

/* --- constants and numbers ------------------------------------------------ */

/* Does the ABI know the word? Linux's headers do. */
static bool has_number(const struct filling *f, const char *word, size_t n)
{
	if (strcmp(f->snippets->abi, "native") == 0)
		return true;
	for (const struct word *w = f->snippets->words; w->name; w++)
		if (strlen(w->name) == n && strncmp(w->name, word, n) == 0)
			return true;
	return false;
}

static int put_words(struct buf *b, const struct filling *f, const char *arg,
		     const char *without, char **why)
{
	const char *at = step_arg(fill_step(f), arg);

	if (!at)
		at = without;
	while (*at) {
		size_t n = strcspn(at, "|");

		if (!isdigit((unsigned char)*at) && *at != '-' &&
		    !has_number(f, at, n))
			return fill_cannot(f, arg, why);
		buf_add(b, at, n);
		at += n;
		if (*at == '|') {
			buf_puts(b, " | ");
			at++;
		}
	}
	return 0;
}

#define WORDS(name, without)                                                 \
	int place_##name(struct buf *b, const struct filling *f, char **why) \
	{                                                                    \
		return put_words(b, f, #name, without, why);                 \
	}
WORDS(domain, "0")
WORDS(type, "0")
WORDS(protocol, "0")
WORDS(flags, "0")
WORDS(backlog, "16")
WORDS(len, "256")
WORDS(timeout, "0")

/* A number of its own is Linux's, which an ABI counts differently. */
int place_how(struct buf *b, const struct filling *f, char **why)
{
	const char *how = step_arg(fill_step(f), "how");

	if (isdigit((unsigned char)*how) || *how == '-') {
		buf_printf(b, "HOW(%s)", how);
		return 0;
	}
	return put_words(b, f, "how", "", why);
}

int place_on(struct buf *b, const struct filling *f, char **why)
{
	const char *on = step_arg(fill_step(f), "on");

	(void)why;
	buf_puts(b, on && strcmp(on, "no") == 0 ? "0" : "1");
	return 0;
}

int place_step(struct buf *b, const struct filling *f, char **why)
{
	(void)why;
	buf_printf(b, "%d", f->step + 1);
	return 0;
}

/* --- addresses: in:7f000001:7000, in6:HEX:7000:0:0, un:HEX ----------------- */

int place_family(struct buf *b, const struct filling *f, char **why)
{
	(void)why;
	buf_puts(b, strncmp(step_arg(fill_step(f), "addr"), "in6:", 4) == 0
			    ? "AF_INET6"
			    : "AF_INET");
	return 0;
}

/* The bytes of the address; how many, or -1. */
static long addr_bytes(const struct filling *f, unsigned char *bytes)
{
	const char *hex = strchr(step_arg(fill_step(f), "addr"), ':') + 1;

	return wire_unhex(bytes, 16, hex, strcspn(hex, ":"));
}

int place_ip(struct buf *b, const struct filling *f, char **why)
{
	unsigned char bytes[16];
	long n = addr_bytes(f, bytes);

	(void)why;
	buf_puts(b, "(char[]){");
	for (long i = 0; i < n; i++)
		buf_printf(b, "%s%d", i ? ", " : "", (signed char)bytes[i]);
	buf_puts(b, "}");
	return 0;
}

int place_iplen(struct buf *b, const struct filling *f, char **why)
{
	unsigned char bytes[16];

	(void)why;
	buf_printf(b, "%ld", addr_bytes(f, bytes));
	return 0;
}

/* A scope or a flow label has no place in a reproducer's addresses. */
int place_port(struct buf *b, const struct filling *f, char **why)
{
	const char *hex = strchr(step_arg(fill_step(f), "addr"), ':') + 1;
	const char *port = strchr(hex, ':') + 1, *more = strchr(port, ':');

	if (more && strcmp(more, ":0:0") != 0)
		return fill_cannot(f, "addr", why);
	buf_printf(b, "%d", atoi(port));
	return 0;
}

int place_path(struct buf *b, const struct filling *f, char **why)
{
	const struct step *s = fill_step(f);
	const char *hex = step_arg(s, "path");
	unsigned char path[256];
	long n;

	if (!hex)
		hex = step_arg(s, "addr") + 3;
	n = wire_unhex(path, sizeof(path), hex, strlen(hex));
	if (n < 1)
		return fill_cannot(f, "addr", why);
	if (path[n - 1] == '\0')
		n--;
	buf_puts(b, "\"");
	buf_quote(b, path, (size_t)n);
	buf_puts(b, "\"");
	return 0;
}

/* The same as a sockaddr and its length. */
int place_sa(struct buf *b, const struct filling *f, char **why)
{
	unsigned char bytes[16];
	long n = addr_bytes(f, bytes);

	buf_puts(b, n == 4 ? "IN4(" : "IN6(IP(");
	for (long i = 0; i < n; i++)
		buf_printf(b, "%s%d", i ? ", " : "", bytes[i]);
	buf_puts(b, n == 4 ? ", " : "), ");
	if (place_port(b, f, why) < 0)
		return -1;
	buf_puts(b, ")");
	return 0;
}
