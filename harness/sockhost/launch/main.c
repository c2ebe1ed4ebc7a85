/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sockhost-run: runs any wasm program on sockhost. The module is looked at,
 * compiled unless that was done before, and the process becomes it.
 */
#include <argp.h>
#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cache.h"
#include "features.h"
#include "kit.h"
#include "link.h"
#include "options.h"
#include "tools.h"
#include "why.h"

enum { USAGE = 2 };

/* Deep recursion is the guest's right; its depth is limited by a count. */
#define STACK_BYTES (UINT64_C(1) << 30)

struct launch {
	const char *guest, *abi;
	char *cache;
	char **passed, **args; /* for the program: options, arguments */
	size_t npassed, nargs;
	bool invokes;
};

static void list_add(char ***list, size_t *n, char *word)
{
	*list = why_grow(*list, n, sizeof(**list));
	(*list)[*n - 1] = word;
}

static const char *option_name(int key)
{
	for (size_t i = 0; launch_options[i].name || launch_options[i].doc; i++)
		if (launch_options[i].key == key)
			return launch_options[i].name;
	return "";
}

static void option_pass(struct launch *l, int key, const char *arg)
{
	const char *name = option_name(key);

	l->invokes |= strcmp(name, "invoke") == 0;
	list_add(&l->passed, &l->npassed,
		 arg ? why_text("--%s=%s", name, arg) : why_text("--%s", name));
}

static error_t launch_option(int key, char *arg, struct argp_state *state)
{
	struct launch *l = state->input;

	if (key == LAUNCH_ABI)
		l->abi = arg;
	else if (key == LAUNCH_CACHE)
		l->cache = why_text("%s", arg);
	else if (key == ARGP_KEY_ARG && !l->guest)
		l->guest = arg;
	else if (key == ARGP_KEY_ARG)
		list_add(&l->args, &l->nargs, arg);
	else if (key == ARGP_KEY_NO_ARGS)
		argp_error(state, "name a .wasm file to run");
	else if (key >= LAUNCH_PASSED && *option_name(key))
		option_pass(l, key, arg);
	else
		return ARGP_ERR_UNKNOWN;
	return 0;
}

static const struct argp launch_argp = {
	launch_options, launch_option, launch_arguments, launch_doc, NULL,
	NULL,           NULL};

/* Of a long list a sentence names so many. */
#define NAMED 10

/* What can be called of a reactor, for a sentence. */
static char *functions(const struct module *m)
{
	char *list = why_text("%s", "");
	size_t n = 0;

	for (size_t i = 0; i < m->nexports; i++)
		if (m->exports[i].type && m->exports[i].name[0] != '_' &&
		    n++ < NAMED)
			why_set(&list, "%s%s%s", list, *list ? ", " : "",
				m->exports[i].name);
	if (n > NAMED)
		why_set(&list, "%s and %zu more", list, n - NAMED);
	return list;
}

/* A program's start takes nothing and returns nothing. */
static int check_plain(const struct module *m, const char *name, char **why)
{
	const struct module_export *e = module_function(m, name);
	char *params, *result;

	if (!e || (!*e->type->params && !*e->type->result))
		return 0;
	params = module_types(e->type->params);
	result = module_types(e->type->result);
	why_set(why,
		"its %s has the type (%s) -> (%s), but must be (func (export "
		"\"%s\"))",
		name, params, result, name);
	free(params);
	free(result);
	return -1;
}

static int check_start(const struct launch *l, const struct module *m,
		       char **why)
{
	char *list;

	if (!l->invokes && module_function(m, "_start"))
		return check_plain(m, "_start", why);
	if (check_plain(m, "_initialize", why) == -1)
		return -1;
	if (l->invokes)
		return 0;
	list = functions(m);
	if (!*list)
		why_set(why, "it exports neither _start nor any other "
			     "function");
	else
		why_set(why,
			"it is a reactor, without _start: use --invoke with "
			"one of its functions, %s",
			list);
	free(list);
	return -1;
}

/* Look before compiling: the ABI, or NULL. */
static const char *inspect(const struct launch *l, const uint8_t *bytes,
			   size_t n, char **why)
{
	const char *abi = NULL;
	struct module m;

	if (features_check(bytes, n, why) == -1 ||
	    module_read(&m, bytes, n, why) == -1)
		return NULL;
	if (check_start(l, &m, why) == 0)
		abi = link_abi(&m, l->abi, why);
	module_free(&m);
	return abi;
}

/* A guest on its way to a program. */
struct making {
	const char *dir, *kit;
	const uint8_t *bytes;
	size_t n;
	struct cache_keys keys;
	char *header, *object, *program; /* paths */
};

static int make_object(const struct making *m, const char *work, char **why)
{
	if (access(m->header, R_OK) == 0 && access(m->object, R_OK) == 0)
		return 0;
	if (tools_translate(work, m->kit, m->bytes, m->n, why) == -1)
		return -1;
	if (cache_put(work, "guest.w2c.h", m->header, why) == -1)
		return -1;
	return cache_put(work, "guest.w2c.o", m->object, why);
}

static int make_program(const struct making *m, char **why)
{
	int lock, failed;
	char *work;

	if (access(m->program, X_OK) == 0)
		return 0;
	work = cache_begin(m->dir, m->keys.program, &lock, why);
	if (!work)
		return -1;
	failed = make_object(m, work, why);
	if (!failed)
		failed = tools_link(work, m->kit, m->header, m->object, why);
	if (!failed)
		failed = cache_put(work, "program", m->program, why);
	cache_end(work, lock);
	return failed;
}

/* The compiled guest; NULL and a sentence. */
static char *provide(struct launch *l, const uint8_t *bytes, size_t n,
		     char **why)
{
	struct making m = {.bytes = bytes, .n = n, .kit = kit_dir(why)};
	int failed;

	if (!l->cache)
		l->cache = cache_default(why);
	if (!m.kit || !l->cache || cache_open(&l->cache, why) == -1 ||
	    cache_keys(&m.keys, m.kit, bytes, n, why) == -1)
		return NULL;
	m.dir = l->cache;
	m.header = cache_path(m.dir, m.keys.module, ".h");
	m.object = cache_path(m.dir, m.keys.module, ".o");
	m.program = cache_path(m.dir, m.keys.program, "");
	failed = make_program(&m, why);
	free(m.header);
	free(m.object);
	return failed ? NULL : m.program;
}

static void become(struct launch *l, char *program, const char *abi)
{
	const char *slash = strrchr(l->guest, '/');
	struct rlimit stack;
	char **argv = NULL;
	size_t n = 0;

	list_add(&argv, &n, why_text("%s", slash ? slash + 1 : l->guest));
	list_add(&argv, &n, why_text("--abi=%s", abi));
	for (size_t i = 0; i < l->npassed; i++)
		list_add(&argv, &n, l->passed[i]);
	list_add(&argv, &n, why_text("--"));
	for (size_t i = 0; i < l->nargs; i++)
		list_add(&argv, &n, l->args[i]);
	list_add(&argv, &n, NULL);
	if (getrlimit(RLIMIT_STACK, &stack) == 0) {
		stack.rlim_cur = stack.rlim_max < STACK_BYTES ? stack.rlim_max
							      : STACK_BYTES;
		setrlimit(RLIMIT_STACK, &stack);
	}
	execv(program, argv);
	err(USAGE, "cannot run %s", program);
}

int main(int argc, char **argv)
{
	struct launch l = {0};
	const char *abi;
	char *why = NULL, *program;
	uint8_t *bytes;
	size_t n;

	argp_err_exit_status = USAGE;
	argp_parse(&launch_argp, argc, argv, 0, NULL, &l);
	bytes = tools_read(l.guest, &n, &why);
	if (!bytes)
		errx(USAGE, "%s", why);
	abi = inspect(&l, bytes, n, &why);
	if (!abi)
		errx(USAGE, "%s: %s", l.guest, why);
	program = provide(&l, bytes, n, &why);
	if (!program)
		errx(USAGE, "%s: %s", l.guest, why);
	free(bytes);
	become(&l, program, abi);
}
