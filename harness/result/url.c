/* SPDX-License-Identifier: Apache-2.0 */
#include "url.h"

#include <stdlib.h>
#include <string.h>

#include "base/util.h"

/* The file's folder, absolute and without links; NULL: not there. */
static char *folder_of(const char *file)
{
	const char *slash = strrchr(file, '/');
	char *folder, *real;

	if (slash == NULL)
		folder = xstrdup(".");
	else
		folder = xstrndup(file,
				  slash == file ? 1 : (size_t)(slash - file));
	real = realpath(folder, NULL);
	free(folder);
	return real;
}

/* How long the part is that both paths have: whole names only. */
static size_t common(const char *a, const char *b)
{
	size_t n = 0, whole = 0;

	while (a[n] && a[n] == b[n]) {
		n++;
		if ((a[n] == '/' || !a[n]) && (b[n] == '/' || !b[n]))
			whole = n;
	}
	return whole;
}

/* From folder a to folder b, both absolute. */
static char *way(const char *a, const char *b)
{
	struct buf path = {0};
	size_t n;

	/* The root is the only one that ends with a slash. */
	a += strcmp(a, "/") == 0;
	b += strcmp(b, "/") == 0;
	n = common(a, b);
	for (const char *p = a + n; *p; p++)
		if (*p == '/')
			buf_puts(&path, "../");
	if (b[n])
		buf_printf(&path, "%s/", b + n + 1);
	return buf_take(&path);
}

char *link_between(const char *file, const char *other)
{
	char *from = file ? folder_of(file) : realpath(".", NULL);
	char *to = folder_of(other), *path;

	if (from && to)
		path = way(from, to);
	else
		path = to ? xasprintf("%s/", to) : xstrdup("");
	free(from);
	free(to);
	return path;
}
