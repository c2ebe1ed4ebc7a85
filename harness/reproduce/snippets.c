/* SPDX-License-Identifier: Apache-2.0 */
#include "snippets.h"

#include <stddef.h>
#include <string.h>

#define ABI native
#define ABI_ROWS "reproduce/abi/native.def"
#include "rows.h"

#define ABI preview1
#define ABI_ROWS "reproduce/abi/preview1.def"
#include "rows.h"

#define ABI wasmedge1
#define ABI_ROWS "reproduce/abi/wasmedge1.def"
#include "rows.h"

#define ABI wasmedge2
#define ABI_ROWS "reproduce/abi/wasmedge2.def"
#include "rows.h"

#define ABI wasinet_v0
#define ABI_ROWS "reproduce/abi/wasinet_v0.def"
#include "rows.h"

static const struct snippets *const all[] = {
	&snippets_native,    &snippets_preview1,   &snippets_wasmedge1,
	&snippets_wasmedge2, &snippets_wasinet_v0, NULL,
};

const struct snippets *snippets_find(const char *abi)
{
	for (int i = 0; all[i]; i++)
		if (strcmp(all[i]->abi, abi) == 0)
			return all[i];
	return NULL;
}

const char *snippets_names(void)
{
	static char names[200];

	if (*names)
		return names;
	for (int i = 1; all[i]; i++) {
		if (i > 1)
			strcat(names, all[i + 1] ? ", " : " and ");
		strcat(names, all[i]->abi);
	}
	return names;
}

static const struct show_row shows[] = {
#define SHOW(name, field, text) {#name, field, text},
#include "shows.def"
#undef SHOW
	{0},
};

const struct show_row *snippets_show(const char *name, int n)
{
	for (const struct show_row *s = shows; s->name; s++)
		if ((int)strlen(s->name) == n &&
		    strncmp(s->name, name, (size_t)n) == 0)
			return s;
	return NULL;
}
