/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasm-rt.h>

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

/* The function for an import, or NULL and a line on stderr. */
static const struct sockhost_fn *run_link(const char *abi, const char *name,
	const struct run_import *import)
{
	const struct sockhost_fn *fn = sockhost_find(abi, import->module,
		import->name);

	if (!fn) {
		fprintf(stderr, "%s: %s has no %s.%s\n", name, abi,
			import->module, import->name);
		return NULL;
	}
	if (strcmp(sockhost_fn_params(fn), import->params) != 0 ||
	    strcmp(sockhost_fn_result(fn), import->result) != 0) {
		fprintf(stderr, "%s: %s.%s is (%s) -> (%s), "
			"but in %s it is (%s) -> (%s)\n", name,
			import->module, import->name, import->params,
			import->result, abi, sockhost_fn_params(fn),
			sockhost_fn_result(fn));
		return NULL;
	}
	return fn;
}

/* Returns -1 if something is missing; all of it has been told then. */
static int run_link_all(struct run *r, const char *abi, const char *name)
{
	int missing = 0;

	r->fn = calloc(run_imports_n + 1, sizeof(*r->fn));
	if (!r->fn)
		abort();
	for (size_t i = 0; i < run_imports_n; i++) {
		r->fn[i] = run_link(abi, name, &run_imports[i]);
		missing += !r->fn[i];
	}
	return missing ? -1 : 0;
}

/* What came of it: the status to exit with. */
static int run_start(struct run *r, const char *name)
{
	wasm_rt_trap_t trap;

	if (setjmp(r->exit))
		return (int)(r->code & 0xff);
	trap = wasm_rt_impl_try();
	if (trap) {
		fprintf(stderr, "%s: the guest trapped: %s\n", name,
			wasm_rt_strerror(trap));
		return RUN_TRAPPED;
	}
	run_guest_make(r);
	run_guest_start();
	return 0;
}

int run_guest(struct sockhost *h, const char *abi, const char *name)
{
	struct run r = {.h = h};
	int status = RUN_UNLINKED;

	if (run_link_all(&r, abi, name) == 0) {
		wasm_rt_init();
		sockhost_on_exit(h, run_exit, &r);
		status = run_start(&r, name);
		sockhost_on_exit(h, NULL, NULL);
		run_guest_free();
		wasm_rt_free();
	}
	free(r.fn);
	return status;
}
