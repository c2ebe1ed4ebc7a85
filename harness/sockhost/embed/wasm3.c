/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasm3.c: sockhost inside of another runtime, the interpreter wasm3.
 *
 *	embed-wasm3 ABI GUEST.wasm [ARGUMENT...]
 *
 * All that it takes: a raw function of wasm3 that hands its arguments to
 * sockhost_call(), bound to every function of the ABI that the guest imports.
 * Everything is granted; see sockhost.h for how to grant less.
 *
 * scripts/check/embed-wasm3 fetches wasm3's sources and builds this; it is played
 * like any other host.
 */
#include <err.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <wasm3.h>

#include "sockhost.h"

enum { USAGE = 2, TRAPPED = 134, STACK = 1 << 20, PARAMS_MAX = 16 };

/*
 * A call: wasm3 has the result's slot first and the arguments behind it, and
 * leaves what it likes in the upper half of a slot that holds an i32.
 */
static const void *call(IM3Runtime runtime, IM3ImportContext ctx, uint64_t *sp,
			void *mem)
{
	struct sockhost *h = m3_GetUserData(runtime);
	const struct sockhost_fn *fn = ctx->userdata;
	const char *params = sockhost_fn_params(fn);
	bool returns = *sockhost_fn_result(fn) != '\0';
	uint64_t args[PARAMS_MAX], *in = sp + returns;
	uint32_t result, code;

	for (size_t i = 0; params[i]; i++)
		args[i] = params[i] == 'i' ? (uint32_t)in[i] : in[i];
	sockhost_memory(h, mem, m3_GetMemorySize(runtime));
	result = sockhost_call(h, fn, args);
	if (returns)
		*sp = result;
	return sockhost_exited(h, &code) ? m3Err_trapExit : m3Err_none;
}

/* "i(iiI)", as wasm3 spells signatures: v is nothing, I an i64. */
static void signature(char text[PARAMS_MAX + 4], const struct sockhost_fn *fn)
{
	const char *result = sockhost_fn_result(fn);

	snprintf(text, PARAMS_MAX + 4, "%s(%s)", *result ? result : "v",
		 sockhost_fn_params(fn));
}

/* Bind what the guest imports; what it does not import is passed over. */
static void bind_all(IM3Module m, const char *abi)
{
	const struct sockhost_fn *fn;
	const char *module, *name;

	for (size_t i = 0; (fn = sockhost_fn_at(abi, i, &module, &name)); i++) {
		char text[PARAMS_MAX + 4];
		M3Result r;

		signature(text, fn);
		r = m3_LinkRawFunctionEx(m, module, name, text, call, fn);
		if (r && r != m3Err_functionLookupFailed)
			errx(USAGE, "%s.%s: %s", module, name, r);
	}
}

static uint8_t *bytes_of(const char *path, uint32_t *n)
{
	FILE *f = fopen(path, "rb");
	struct stat st;
	uint8_t *bytes;

	if (!f || fstat(fileno(f), &st) < 0)
		err(USAGE, "%s", path);
	bytes = malloc((size_t)st.st_size + 1);
	*n = (uint32_t)st.st_size;
	if (!bytes || fread(bytes, 1, *n, f) != *n)
		err(USAGE, "%s", path);
	fclose(f);
	return bytes;
}

static struct sockhost *host_new(int argc, char **argv)
{
	struct sockhost *h = sockhost_new();
	char *why = NULL;

	if (!h || sockhost_allow(h, "all", &why) < 0 ||
	    sockhost_dir(h, ".", ".", &why) < 0)
		errx(USAGE, "%s", why ? why : "out of memory");
	for (int i = 0; i < argc; i++)
		sockhost_arg(h, argv[i]);
	/* The guest may close these two; our last words go to the third. */
	sockhost_give_at(h, 0, 0);
	sockhost_give_at(h, 1, 1);
	return h;
}

static void check(const char *what, M3Result r)
{
	if (r)
		errx(USAGE, "%s: %s", what, r);
}

int main(int argc, char **argv)
{
	IM3Environment env = m3_NewEnvironment();
	struct sockhost *h;
	IM3Runtime runtime;
	IM3Function start;
	IM3Module module;
	uint32_t n, code = 0;
	uint8_t *bytes;
	M3Result r;

	if (argc < 3)
		errx(USAGE, "usage: embed-wasm3 ABI GUEST.wasm [ARGUMENT...]");
	signal(SIGPIPE, SIG_IGN);
	h = host_new(argc - 2, argv + 2);
	bytes = bytes_of(argv[2], &n);
	runtime = m3_NewRuntime(env, STACK, h);
	check(argv[2], m3_ParseModule(env, &module, bytes, n));
	check(argv[2], m3_LoadModule(runtime, module));
	bind_all(module, argv[1]);
	check(argv[2], m3_FindFunction(&start, runtime, "_start"));
	if (m3_GetArgCount(start)) /* m3_CallV would take them from the stack */
		errx(USAGE, "%s: its _start has parameters", argv[2]);
	r = m3_CallV(start);
	if (r && r != m3Err_trapExit)
		warnx("%s: %s", argv[2], r);
	if (r && !sockhost_exited(h, &code))
		code = TRAPPED;
	m3_FreeRuntime(runtime);
	m3_FreeEnvironment(env);
	sockhost_free(h);
	free(bytes);
	return (int)code;
}
