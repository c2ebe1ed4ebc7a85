/* SPDX-License-Identifier: Apache-2.0 */
#include "invoke.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 2, 3))) static int invoke_fail(char **why,
							     const char *format,
							     ...)
{
	va_list ap;

	va_start(ap, format);
	if (vasprintf(why, format, ap) == -1)
		abort();
	va_end(ap);
	return -1;
}

/* How the letters of a signature are called in wasm, and what they hold. */
static const struct invoke_type {
	char letter;
	const char *name;
	int bits;
} invoke_types[] = {
	{'i', "i32", 32},
	{'I', "i64", 64},
	{'f', "f32", 0},
	{'F', "f64", 0},
};

static const struct invoke_type *invoke_type(char letter)
{
	size_t i = 0;

	while (i < 3 && invoke_types[i].letter != letter)
		i++;
	return &invoke_types[i];
}

/* Signed and unsigned numbers of so many bits. */
static int invoke_integer(const char *text, int bits, uint64_t *v)
{
	char *end;

	errno = 0;
	if (text[0] == '-') {
		*v = (uint64_t)strtoll(text, &end, 0);
		if (bits == 32 && (int64_t)*v < INT32_MIN)
			return -1;
	} else {
		*v = strtoull(text, &end, 0);
		if (bits == 32 && *v > UINT32_MAX)
			return -1;
	}
	return *end || end == text || errno ? -1 : 0;
}

static int invoke_number(const char *text, char letter, uint64_t *v)
{
	int bits = invoke_type(letter)->bits;
	char *end;
	double f;

	if (bits)
		return invoke_integer(text, bits, v);
	f = strtod(text, &end);
	*v = letter == 'f' ? run_bits32((float)f) : run_bits64(f);
	return *end || end == text ? -1 : 0;
}

/* Of a long list a sentence names so many. */
#define INVOKE_NAMED 10

static int invoke_unknown(const char *name, char **why)
{
	char *list = NULL, *longer;
	size_t n = 0;

	for (const struct run_export *e = run_exports; e->name; e++) {
		if (e->name[0] == '_' || n++ >= INVOKE_NAMED)
			continue;
		invoke_fail(&longer, "%s%s%s", list ? list : "",
			    list ? ", " : "", e->name);
		free(list);
		list = longer;
	}
	if (n > INVOKE_NAMED) {
		invoke_fail(&longer, "%s and %zu more", list, n - INVOKE_NAMED);
		free(list);
		list = longer;
	}
	invoke_fail(why, "it exports no function %s; its functions: %s", name,
		    list ? list : "none");
	free(list);
	return -1;
}

int invoke_read(struct invoke *i, const struct run_config *c, char **why)
{
	size_t n;

	i->fn = run_export(c->invoke);
	if (!i->fn)
		return invoke_unknown(c->invoke, why);
	n = strlen(i->fn->params);
	if (n != c->nargs || n > INVOKE_ARGS)
		return invoke_fail(why, "%s takes %zu argument%s, %zu %s given",
				   c->invoke, n, n == 1 ? "" : "s", c->nargs,
				   c->nargs == 1 ? "is" : "are");
	for (size_t k = 0; k < n; k++)
		if (invoke_number(c->args[k], i->fn->params[k], &i->v[k]) < 0)
			return invoke_fail(why,
					   "%s: argument %zu of %s is of "
					   "type %s",
					   c->args[k], k + 1, c->invoke,
					   invoke_type(i->fn->params[k])->name);
	return 0;
}

void invoke_call(const struct invoke *i)
{
	uint64_t v = i->fn->call(i->v);

	switch (i->fn->result[0]) {
	case 'i':
		printf("%" PRId32 "\n", (int32_t)v);
		break;
	case 'I':
		printf("%" PRId64 "\n", (int64_t)v);
		break;
	case 'f':
		printf("%.9g\n", (double)run_f32(v));
		break;
	case 'F':
		printf("%.17g\n", run_f64(v));
		break;
	}
	fflush(stdout);
}

const struct run_export *run_export(const char *name)
{
	for (const struct run_export *e = run_exports; e->name; e++)
		if (strcmp(e->name, name) == 0)
			return e;
	return NULL;
}
