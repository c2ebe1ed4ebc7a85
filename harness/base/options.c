/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "util.h"

int option_number(struct argp_state *state, const char *what, const char *arg,
		  int min, int max)
{
	char *end;
	long n = strtol(arg, &end, 10);

	if (*end || end == arg || n < min || n > max)
		argp_error(state, "%s must be a number from %d to %d, not %s",
			   what, min, max, arg);
	return (int)n;
}

/* As argp ends a vector of options. */
static bool is_end(const struct argp_option *o)
{
	return !o->name && !o->key && !o->doc && !o->group;
}

static void walk(const struct argp *a, option_fn *header, option_fn *f,
		 void *ctx)
{
	for (const struct argp_option *o = a->options; o && !is_end(o); o++)
		if (!o->name && header)
			header(o, ctx);
		else if (o->name && !(o->flags & OPTION_HIDDEN))
			f(o, ctx);
	for (const struct argp_child *c = a->children; c && c->argp; c++)
		walk(c->argp, header, f, ctx);
}

void option_walk(const struct argp *a, option_fn *f, void *ctx)
{
	option_walk_groups(a, NULL, f, ctx);
}

void option_walk_groups(const struct argp *a, option_fn *header, option_fn *f,
			void *ctx)
{
	/* argp's own. */
	static const struct argp_option help = {
		"help", '?', NULL, 0, "Give this help list", 0};

	walk(a, header, f, ctx);
	f(&help, ctx);
}

bool option_is_short(const struct argp_option *o)
{
	return o->key > 0 && o->key < 128 && isprint(o->key);
}

char *option_doc(const struct argp *a, bool after)
{
	const char *doc = a->doc ? a->doc : "", *end = strchr(doc, '\v');
	char *text, *filtered;

	if (!after)
		return xstrndup(doc, end ? (size_t)(end - doc) : strlen(doc));
	text = xstrdup(end ? end + 1 : "");
	if (!a->help_filter)
		return text;
	filtered = a->help_filter(ARGP_KEY_HELP_POST_DOC, text, NULL);
	if (filtered != text)
		free(text);
	return filtered;
}
