/* SPDX-License-Identifier: Apache-2.0 */
#include "link.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "sockhost.h"
#include "why.h"

#define PLAIN "preview1"
#define NAMED 20 /* so many missing functions are named */

static const struct {
	const char *module, *name, *whose;
} link_known[] = {
#define KNOWN(module, name, whose) {module, name, whose},
#include "known.def"
#undef KNOWN
};

#define KNOWN_N (sizeof(link_known) / sizeof(link_known[0]))

static struct sockhost_import link_import(const struct module_import *i)
{
	return (struct sockhost_import){i->module, i->name, i->type->params,
					i->type->result};
}

/* What the ABI gives for an import; NULL when nothing is of its type. */
static const struct sockhost_fn *link_find(const char *abi,
					   const struct module_import *i)
{
	const struct sockhost_import import = link_import(i);

	return sockhost_link(abi, &import);
}

/* The ABI that hosts of this one choose for the module as a whole. */
static const char *link_chosen(const char *abi, const struct module *m)
{
	struct sockhost_import *list = NULL;
	size_t n = 0;

	while (n < m->nimports) {
		list = why_grow(list, &n, sizeof(*list));
		list[n - 1] = link_import(&m->imports[n - 1]);
	}
	abi = sockhost_choose(abi, list, n);
	free(list);
	return abi;
}

static size_t link_missing(const char *abi, const struct module *m)
{
	const char *chosen = link_chosen(abi, m);
	size_t n = 0;

	for (size_t i = 0; i < m->nimports; i++)
		n += !link_find(chosen, &m->imports[i]);
	return n;
}

/* The ABIs of ours that have it: "a or b"; NULL when none has. */
static char *link_havers(const struct module_import *i)
{
	const char *abi, *last = NULL;
	char *list = NULL;

	for (size_t a = 0; (abi = sockhost_abi(a)); a++) {
		if (!link_find(abi, i) ||
		    (last && link_find(abi, i) == link_find(last, i)))
			continue;
		why_set(&list, "%s%s%s", list ? list : "", list ? " or " : "",
			abi);
		last = abi;
	}
	return list;
}

/* Whose an import is: another ABI of ours, or somebody else's; or NULL. */
static char *link_whose(const struct module_import *i)
{
	char *list = link_havers(i);

	if (list) {
		why_set(&list, "use --abi %s, which has it", list);
		return list;
	}
	for (size_t k = 0; k < KNOWN_N; k++)
		if (!fnmatch(link_known[k].module, i->module, 0) &&
		    !fnmatch(link_known[k].name, i->name, 0))
			return why_text("it belongs to %s",
					link_known[k].whose);
	return NULL;
}

/* A line about one import that the ABI lacks. */
static void link_tell(const char *abi, const struct module_import *i,
		      char **why)
{
	const struct sockhost_fn *fn = sockhost_find(abi, i->module, i->name);
	char *whose = link_whose(i);

	if (fn)
		why_add(why,
			"the type of %s.%s is (%s) -> (%s), but (%s) -> (%s) "
			"in the module",
			i->module, i->name, sockhost_fn_params(fn),
			sockhost_fn_result(fn), i->type->params,
			i->type->result);
	else
		why_add(why, "%s.%s%s%s", i->module, i->name, whose ? ": " : "",
			whose ? whose : "");
	free(whose);
}

static void link_refuse(const char *abi, const struct module *m, bool chosen,
			char **why)
{
	size_t n = link_missing(abi, m);
	const char *s = n == 1 ? "" : "s", *real = link_chosen(abi, m);

	if (chosen)
		why_set(why,
			"it imports %zu function%s that the ABI %s does "
			"not have:",
			n, s, abi);
	else
		why_set(why,
			"no ABI of sockhost has all its imports; the closest, "
			"%s, lacks %zu function%s:",
			abi, n, s);
	for (size_t i = 0, named = 0; i < m->nimports; i++)
		if (!link_find(real, &m->imports[i]) && named++ < NAMED)
			link_tell(real, &m->imports[i], why);
	if (n > NAMED)
		why_add(why, "and %zu more", n - NAMED);
}

static int link_wanted(const struct module *m, const char *wanted, char **why)
{
	const char *abi;
	char *all = NULL;

	for (size_t a = 0; (abi = sockhost_abi(a)); a++) {
		if (strcmp(abi, wanted) == 0)
			break;
		why_set(&all, "%s%s%s", all ? all : "", all ? ", " : "", abi);
	}
	if (!abi)
		why_set(why, "unknown ABI %s; known: %s", wanted, all);
	else if (link_missing(abi, m))
		link_refuse(abi, m, true, why);
	free(all);
	return *why ? -1 : 0;
}

/* The first import that two ABIs have functions of their own for. */
static const struct module_import *link_differ(const struct module *m,
					       const char *a, const char *b)
{
	a = link_chosen(a, m);
	b = link_chosen(b, m);
	for (size_t i = 0; i < m->nimports; i++)
		if (link_find(a, &m->imports[i]) !=
		    link_find(b, &m->imports[i]))
			return &m->imports[i];
	return NULL;
}

/* Does it mean the same functions as one before it? */
static bool link_repeats(const struct module *m, const char *const *fit,
			 size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!link_differ(m, fit[k], fit[i]))
			return true;
	return false;
}

const char *link_choose(const struct module *m, const char *const *fit,
			size_t n, char **why)
{
	const struct module_import *differs = NULL;
	char *options = NULL;
	size_t distinct = 0;

	for (size_t i = 0; i < n; i++)
		if (strcmp(fit[i], PLAIN) == 0)
			return fit[i];
	for (size_t i = 0; i < n; i++) {
		if (link_repeats(m, fit, i))
			continue;
		if (i)
			differs = link_differ(m, fit[0], fit[i]);
		why_set(&options, "%s%s--abi %s", options ? options : "",
			i ? " or " : "", fit[i]);
		distinct++;
	}
	if (differs)
		why_set(why,
			"its imports match %zu ABIs, but %s.%s differs between "
			"them: use %s",
			distinct, differs->module, differs->name, options);
	free(options);
	return differs ? NULL : fit[0];
}

/* The ABI that lacks the least, to speak of; the plainest of several. */
static const char *link_nearest(const struct module *m)
{
	const char *abi, *best = PLAIN;

	for (size_t a = 0; (abi = sockhost_abi(a)); a++)
		if (link_missing(abi, m) < link_missing(best, m))
			best = abi;
	return best;
}

const char *link_abi(const struct module *m, const char *wanted, char **why)
{
	const char **fit = NULL, *abi, *chosen = NULL;
	size_t n = 0;

	if (wanted)
		return link_wanted(m, wanted, why) == 0 ? wanted : NULL;
	for (size_t a = 0; (abi = sockhost_abi(a)); a++)
		if (!link_missing(abi, m)) {
			fit = why_grow(fit, &n, sizeof(*fit));
			fit[n - 1] = abi;
		}
	if (n)
		chosen = link_choose(m, fit, n, why);
	else
		link_refuse(link_nearest(m), m, false, why);
	free(fit);
	return chosen;
}
