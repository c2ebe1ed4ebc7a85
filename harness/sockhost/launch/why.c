/* SPDX-License-Identifier: Apache-2.0 */
#include "why.h"

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAILED 2

static char *why_format(const char *format, va_list ap)
{
	char *text;

	if (vasprintf(&text, format, ap) == -1)
		errx(FAILED, "out of memory");
	return text;
}

char *why_text(const char *format, ...)
{
	va_list ap;
	char *text;

	va_start(ap, format);
	text = why_format(format, ap);
	va_end(ap);
	return text;
}

int why_set(char **why, const char *format, ...)
{
	va_list ap;
	char *text;

	va_start(ap, format);
	text = why_format(format, ap); /* may be made of the old one */
	va_end(ap);
	free(*why);
	*why = text;
	return -1;
}

int why_add(char **why, const char *format, ...)
{
	va_list ap;
	char *text;

	va_start(ap, format);
	text = why_format(format, ap);
	va_end(ap);
	if (*why)
		why_set(why, "%s\n  %s", *why, text);
	else
		why_set(why, "%s", text);
	free(text);
	return -1;
}

void *why_grow(void *list, size_t *n, size_t size)
{
	char *grown = realloc(list, (*n + 1) * size);

	if (!grown)
		errx(FAILED, "out of memory");
	memset(grown + *n * size, 0, size);
	++*n;
	return grown;
}
