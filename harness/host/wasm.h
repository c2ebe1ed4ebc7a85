/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wasm.h: what a guest imports, and guests that do nothing but import.
 *
 * A type is written as its parameters, a colon and its results, one letter
 * each: i and I for i32 and i64, f and F for floats, ? for any other.
 * "iiIi:i" is (i32, i32, i64, i32) -> i32.
 * Source: WebAssembly core specification, 5 Binary Format.
 */
#ifndef WASM_H
#define WASM_H

#include "base/util.h"

#define WASM_FILE_MAX (64 << 20)

struct wasm_import {
	char *module, *name;
	char *type; /* of functions, the only kind that is kept */
};

struct wasm_imports {
	struct wasm_import *v;
	int n;
};

/* The functions that a file imports, each once; -1 and a sentence. */
int wasm_imports(struct wasm_imports *list, const char *path, char **why);
void wasm_imports_free(struct wasm_imports *list);

/*
 * A guest that imports these functions, calls none of them, and writes `text`
 * on its stdout by preview1's fd_write. The bytes are appended to b.
 */
void wasm_guest(struct buf *b, const struct wasm_import *const *imports, int n,
		const char *text);

/* (i32, i32) -> i32, for people. The caller frees it. */
char *wasm_type_text(const char *type);

#endif
