/* SPDX-License-Identifier: Apache-2.0 */
#include "pid_names.h"

#include <stdlib.h>
#include <string.h>

/*
 * What must hold. Numbers are named when the call has returned and its step is
 * still the actor's own: later the process may have ended, and its number may
 * be another's. They are the room's numbers (its own pid namespace), as the
 * kernel writes them into the memory of one who lives there. A text is walked
 * once from left to right, so that a name that looks like credentials is not
 * replaced again; what is no actor's stays as it is, 0 above all, which stands
 * for a process of another namespace.
 */
/* How pretty.c begins credentials. */
#define CREDENTIALS "{pid: "

static void value_name(char **value, pid_namer *name, void *ctx)
{
	const char *from = *value, *at;
	struct buf b = {0};

	while ((at = strstr(from, CREDENTIALS))) {
		char *end;
		long pid;
		const char *actor;

		at += strlen(CREDENTIALS);
		pid = strtol(at, &end, 10);
		actor = name(ctx, (int)pid);
		buf_add(&b, from, (size_t)(at - from));
		if (actor)
			buf_puts(&b, actor);
		else
			buf_add(&b, at, (size_t)(end - at));
		from = end;
	}
	buf_puts(&b, from);
	free(*value);
	*value = buf_take(&b);
}

void pid_names_give(struct call *c, pid_namer *name, void *ctx)
{
	static const char *const keys[] = {"value", "control"};

	for (int i = 0; i < c->nargs; i++)
		for (size_t k = 0; k < COUNT(keys); k++)
			if (strcmp(c->args[i].key, keys[k]) == 0 &&
			    strstr(c->args[i].value, CREDENTIALS))
				value_name(&c->args[i].value, name, ctx);
}
