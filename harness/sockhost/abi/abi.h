/* SPDX-License-Identifier: Apache-2.0 */
/*
 * abi.h: what an ABI is: a module name, functions, and another ABI that has
 * those it lacks. Where both have one of the same module and name, its own
 * counts: that is how the dialects of preview1's sockets are told apart.
 *
 * To add an ABI x: write x.def, implement its rows in x.c as functions named
 * x_<name> with struct sockhost * in front, and end x.c with
 *
 *	#define ABI x
 *	#define ABI_DEF "x.def"
 *	#include "abi_fns.h"
 *
 *	const struct abi abi_x = {"x", "module", &abi_preview1,
 *		ABI_FNS(x)};
 *
 * and name it in ABI_LIST below.
 */
#ifndef SOCKHOST_ABI_H
#define SOCKHOST_ABI_H

#include <stddef.h>

#include "core/fn.h"
#include "sockhost.h"

struct sockhost_fn {
	const char *name;
	const char *params; /* letters, see sockhost.h */
	const char *result;
	const char *names; /* of the parameters: "fd,addr,addrlen" */
	uint32_t (*call)(struct sockhost *h, const uint64_t *v);
};

struct abi {
	const char *name;
	const char *module;
	const struct abi *base; /* or NULL */
	const struct sockhost_fn *fn;
	size_t n;
	/*
	 * Where a guest's import is not of the type that its name has here,
	 * the function of this name with this behind it may be: or NULL.
	 */
	const char *suffix;
	/* The name of the ABI to link a guest with, see sockhost.h; or NULL. */
	const char *(*choose)(const struct sockhost_import *import, size_t n);
};

#define ABI_FNS(x) .fn = x##_fns, .n = sizeof(x##_fns) / sizeof(x##_fns[0])

/* The ABIs by name, in the order in which a guest's imports are tried. */
#define ABI_LIST(X)   \
	X(wasinet_v0) \
	X(preview1)   \
	X(pathopen)   \
	X(python)     \
	X(wasmedge1)  \
	X(wasmedge2)  \
	X(wasigo)     \
	X(wasigo1)    \
	X(wasigo2)    \
	X(wasix)

#define ABI_DECLARE(x) extern const struct abi abi_##x;
ABI_LIST(ABI_DECLARE)
#undef ABI_DECLARE

/* A base only, with no name of its own. */
extern const struct abi abi_wasigo_both;

#endif
