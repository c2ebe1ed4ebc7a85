/* SPDX-License-Identifier: Apache-2.0 */
#include "host.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

long host_result(long ret)
{
	return ret == -1 ? -errno : ret;
}

static void *host_sure(void *p)
{
	if (!p)
		abort();
	return p;
}

void *host_alloc(size_t size)
{
	return host_sure(calloc(1, size ? size : 1));
}

void *host_realloc(void *p, size_t size)
{
	return host_sure(realloc(p, size));
}

char *host_strdup(const char *s)
{
	return host_sure(strdup(s));
}

int host_why(char **why, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	if (vasprintf(why, format, ap) == -1)
		*why = NULL;
	va_end(ap);
	return -1;
}
