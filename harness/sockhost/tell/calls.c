/* SPDX-License-Identifier: Apache-2.0 */
#include "calls.h"

#include <fnmatch.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "abi/abi.h"
#include "core/errnos.h"
#include "core/host.h"

enum calls_when { BEFORE, AFTER };

static const struct {
	calls_kind *tell;
	enum calls_when when;
} calls_kinds[] = {
#define KIND(name, when) {calls_##name, when},
#include "calls_kinds.def"
#undef KIND
};

enum calls_kind_no {
#define KIND(name, when) NO_##name,
#include "calls_kinds.def"
#undef KIND
};

static const struct {
	const char *abi, *fn, *param;
	enum calls_kind_no kind;
} calls_rows[] = {
#define TELL(abi, fn, param, kind) {abi, fn, param, NO_##kind},
#define LINUX(abi)
#include "calls.def"
#undef TELL
#undef LINUX
};

#define CALLS_ROWS (sizeof(calls_rows) / sizeof(calls_rows[0]))

static enum calls_kind_no calls_kind_of(const struct calls *c, size_t i)
{
	for (size_t k = 0; k < CALLS_ROWS; k++)
		if (!fnmatch(calls_rows[k].abi, c->abi, 0) &&
		    !fnmatch(calls_rows[k].fn, c->fn->name, 0) &&
		    !fnmatch(calls_rows[k].param, c->names[i], 0))
			return calls_rows[k].kind;
	return NO_number;
}

void calls_put(struct calls *c, const char *format, ...)
{
	size_t room = sizeof(c->text) - c->len;
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(c->text + c->len, room, format, ap);
	va_end(ap);
	if (n > 0)
		c->len += (size_t)n < room ? (size_t)n : room - 1;
}

void calls_quote(struct calls *c, uint64_t ptr, uint64_t len)
{
	uint64_t shown = len < CALLS_DATA ? len : CALLS_DATA;
	const uint8_t *p = mem_at(c->h, ptr, len);

	if (!p) {
		calls_put(c, "%#llx", (unsigned long long)ptr);
		return;
	}
	calls_put(c, "\"");
	for (uint64_t i = 0; i < shown; i++) {
		if (p[i] == '\n')
			calls_put(c, "\\n");
		else if (p[i] == '\r')
			calls_put(c, "\\r");
		else if (p[i] == '"' || p[i] == '\\')
			calls_put(c, "\\%c", p[i]);
		else if (p[i] >= ' ' && p[i] <= '~')
			calls_put(c, "%c", p[i]);
		else
			calls_put(c, "\\x%02x", p[i]);
	}
	calls_put(c, shown < len ? "\"..." : "\"");
}

uint64_t calls_value(const struct calls *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->names[i], name) == 0)
			return c->v[i];
	return 0;
}

bool calls_done(const struct calls *c)
{
	return c->err == WASI_SUCCESS;
}

/* The names out of "fd,addr,addrlen". */
static void calls_names(struct calls *c)
{
	const char *p = c->fn->names;

	while (*p && c->n < CALLS_PARAMS) {
		size_t len = strcspn(p, ",");

		snprintf(c->names[c->n++], sizeof(c->names[0]), "%.*s",
			 (int)len, p);
		p += len + (p[len] == ',');
	}
}

/* What is there goes out; a half line too. */
static void calls_flush(struct calls *c)
{
	ssize_t n = write(c->h->trace, c->text, c->len);

	(void)n; /* nobody to tell */
	c->len = 0;
}

/* Parameters from i on, up to the first of another time; which is that. */
static size_t calls_params(struct calls *c, size_t i, bool all)
{
	for (; i < c->n; i++) {
		enum calls_kind_no kind = calls_kind_of(c, i);

		if (!all && calls_kinds[kind].when == AFTER)
			break;
		calls_put(c, i ? ", " : "");
		calls_kinds[kind].tell(c, i);
	}
	return i;
}

static const char *const calls_linux[] = {
#define TELL(abi, fn, param, kind)
#define LINUX(abi) abi,
#include "calls.def"
#undef TELL
#undef LINUX
};

static bool calls_are_linux(const struct calls *c)
{
	for (size_t i = 0; i < sizeof(calls_linux) / sizeof(char *); i++)
		if (strcmp(calls_linux[i], c->abi) == 0)
			return true;
	return false;
}

static const char *calls_errno(const struct calls *c)
{
	static const struct {
		int linux_number, wasi;
		const char *name;
	} names[] = {
#define ERRNO(name, linux_number, wasi) {linux_number, wasi, #name},
#include "guests/lang/errnos.def"
#undef ERRNO
		{0, WASI_NOTCAPABLE, "ENOTCAPABLE"},
	};
	bool is_linux = calls_are_linux(c);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int n = is_linux ? names[i].linux_number : names[i].wasi;

		if (n > 0 && (uint32_t)n == c->err)
			return names[i].name;
	}
	return NULL;
}

/* The one function whose result is a number is never told as an error. */
static void calls_result(struct calls *c)
{
	const char *name = calls_errno(c);

	if (name && strcmp(c->fn->name, "sock_determine_host_af_family") != 0)
		calls_put(c, ") = %s\n", name);
	else
		calls_put(c, ") = %u\n", c->err);
}

uint32_t calls_tell(struct sockhost *h, const char *abi,
		    const struct sockhost_fn *fn, const uint64_t *args)
{
	struct calls c = {.h = h, .abi = abi, .fn = fn, .v = args};
	size_t i;

	calls_names(&c);
	calls_put(&c, "%s(", fn->name);
	i = calls_params(&c, 0, false);
	if (!*fn->result) /* it may not come back */
		calls_put(&c, ") = ?\n");
	calls_flush(&c);
	c.err = fn->call(h, args);
	if (!*fn->result)
		return c.err;
	calls_params(&c, i, true);
	calls_result(&c);
	calls_flush(&c);
	return c.err;
}
