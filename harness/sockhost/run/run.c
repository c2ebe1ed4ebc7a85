/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasm-rt.h>

#include "invoke.h"
#include "wasm-rt-impl.h"

struct run {
	struct sockhost *h;
	const struct sockhost_fn **fn; /* of each import */
	jmp_buf exit;
	uint32_t code;
};

uint32_t run_call(struct run *r, size_t i, const uint64_t *args)
{
	uint64_t size;
	void *base = run_guest_memory(&size);

	sockhost_memory(r->h, base, size);
	return sockhost_call(r->h, r->fn[i], args);
}

static void run_exit(void *arg, uint32_t code)
{
	struct run *r = arg;

	r->code = code;
	longjmp(r->exit, 1);
}

/* Why there is no function for an import. */
static void run_unlinked(const char *abi, const char *name,
			 const struct sockhost_import *import)
{
	const struct sockhost_fn *fn =
		sockhost_find(abi, import->module, import->name);

	if (!fn)
		fprintf(stderr, "%s: %s has no %s.%s\n", name, abi,
			import->module, import->name);
	else
		fprintf(stderr,
			"%s: the type of %s.%s is (%s) -> (%s), but in %s it "
			"is (%s) -> (%s)\n",
			name, import->module, import->name, import->params,
			import->result, abi, sockhost_fn_params(fn),
			sockhost_fn_result(fn));
}

/* Returns -1 if something is missing; all of it has been told then. */
static int run_link_all(struct run *r, const char *abi, const char *name)
{
	int missing = 0;

	r->fn = calloc(run_imports_n + 1, sizeof(*r->fn));
	if (!r->fn)
		abort();
	abi = sockhost_choose(abi, run_imports, run_imports_n);
	for (size_t i = 0; i < run_imports_n; i++) {
		r->fn[i] = sockhost_link(abi, &run_imports[i]);
		if (!r->fn[i])
			run_unlinked(abi, name, &run_imports[i]);
		missing += !r->fn[i];
	}
	return missing ? -1 : 0;
}

/* What is called first: NULL when nothing is. */
static const struct run_export *run_first(const struct run_config *c)
{
	const struct run_export *start =
		run_export(c->invoke ? "_initialize" : "_start");

	return start || c->invoke ? start : run_export("_initialize");
}

/* What is to be called beside _start; false and a line on stderr. */
static int run_ready(struct invoke *i, const struct run_config *c)
{
	const struct run_export *first = run_first(c);
	char *why = NULL;

	/* called without arguments: it would read the host's stack for them */
	if (first && (*first->params || *first->result)) {
		fprintf(stderr,
			"%s: its %s must have no parameters and no results\n",
			c->name, first->name);
		return 0;
	}
	if (!c->invoke || invoke_read(i, c, &why) == 0)
		return 1;
	fprintf(stderr, "%s: %s\n", c->name, why);
	free(why);
	return 0;
}

static void run_functions(const struct run_config *c, struct invoke *i)
{
	const struct run_export *first = run_first(c);

	if (first)
		first->call(NULL);
	if (c->invoke)
		invoke_call(i);
}

/* What came of it: the status to exit with. */
static int run_start(struct run *r, const struct run_config *c)
{
	struct invoke i;
	wasm_rt_trap_t trap;

	if (!run_ready(&i, c))
		return RUN_USAGE;
	if (setjmp(r->exit))
		return (int)(r->code & 0xff);
	trap = wasm_rt_impl_try();
	if (trap) {
		fprintf(stderr, "%s: the guest trapped: %s\n", c->name,
			wasm_rt_strerror(trap));
		return RUN_TRAPPED;
	}
	run_guest_make(r);
	run_functions(c, &i);
	return 0;
}

int run_guest(struct sockhost *h, const struct run_config *c)
{
	struct run r = {.h = h};
	int status = RUN_UNLINKED;

	if (run_link_all(&r, c->abi, c->name) == 0) {
		wasm_rt_init();
		sockhost_on_exit(h, run_exit, &r);
		status = run_start(&r, c);
		sockhost_on_exit(h, NULL, NULL);
		run_guest_free();
		wasm_rt_free();
	}
	free(r.fn);
	return status;
}
