/* SPDX-License-Identifier: Apache-2.0 */
#include "needs.h"

#include <string.h>

#include "base/util.h"

const struct need needs[] = {
#define NEED(word, help) {#word, help},
#include "needs.def"
#undef NEED
};
const int needs_count = COUNT(needs);

const struct need *need_find(const char *name)
{
	for (int i = 0; i < needs_count; i++) {
		if (!strcmp(needs[i].name, name))
			return &needs[i];
	}
	return NULL;
}
