/* SPDX-License-Identifier: Apache-2.0 */
#include "args.h"

#include <stdlib.h>
#include <string.h>

#include "base/words.h"

const struct args_kind args_kinds[ARG_KIND_COUNT] = {
#define SHOWN true
#define HIDDEN false
#define KIND(kind, function, form, example, shown) \
	[ARG_##kind] = {#kind, function, form, example, shown},
#include "lang/kinds.def"
#undef HIDDEN
#undef SHOWN
};

int args_read(struct args *a, const struct arg_spec *spec, const struct node *v,
	      struct buf *wire, char **why)
{
	char *inner = NULL;

	a->kind = spec->kind;
	a->line = v->line;
	if (!args_kinds[spec->kind].read(a, v, wire, &inner))
		return 0;
	fail(why, "%s: %s", spec->name, inner);
	free(inner);
	return -1;
}

/* A mapping has a key that is not in the table. */
static int unknown(const struct args_field *f, int n, const struct node *key,
		   char **why)
{
	struct words w = {.wrong = key->text};
	struct buf all = {0};

	for (int i = 0; i < n; i++) {
		words_try(&w, f[i].name);
		buf_printf(&all, "%s%s", i ? ", " : "", f[i].name);
	}
	if (w.best)
		fail(why, "unknown key %s%s", key->text, words_hint(&w));
	else
		fail(why, "unknown key %s (known: %s)", key->text, all.s);
	buf_free(&all);
	return -1;
}

int args_fields(struct args *a, const struct node *map, struct args_field *f,
		int n, char **why)
{
	a->line = map->line;
	for (int i = 0; i < map->n; i++) {
		int j = 0;

		while (j < n && strcmp(f[j].name, map->keys[i]->text) != 0)
			j++;
		if (j == n) {
			a->line = map->keys[i]->line;
			return unknown(f, n, map->keys[i], why);
		}
		f[j].node = map->items[i];
	}
	for (int i = 0; i < n; i++) {
		if (f[i].need && !f[i].node)
			return fail(why, "missing key %s", f[i].name);
	}
	return 0;
}

int args_count(const struct node *v, int min, int max, const char *what,
	       char **why)
{
	if (v->kind != NODE_LIST)
		return node_fail(why, v, "is not a list of %s", what);
	if (v->n != min && min == max)
		return fail(why, "%d %s given, %d required", v->n, what, min);
	if (v->n < min || v->n > max)
		return fail(why, "%d %s given, %d to %d allowed", v->n, what,
			    min, max);
	return 0;
}

int args_list(struct args *a, const struct node *list, args_fn *fn,
	      struct buf *wire, char **why)
{
	for (int i = 0; i < list->n; i++) {
		a->line = list->items[i]->line;
		if (i)
			buf_puts(wire, ",");
		if (fn(a, list->items[i], wire, why))
			return -1;
	}
	return 0;
}
