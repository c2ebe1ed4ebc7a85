/* SPDX-License-Identifier: Apache-2.0 */
/*
 * format.h: the option --format of commands that can write several.
 */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdio.h>

/* One that can be chosen; a list ends with a row without a name. */
struct format {
	const char *name, *help;
};

/* Which row has this name; -1 and a sentence if none. */
int format_find(const struct format *v, const char *name, char **why);
/* argp's help filter: the formats stand before what --help ends with. */
char *format_filter(const struct format *v, int key, const char *text);

#endif
