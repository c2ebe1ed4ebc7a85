/* SPDX-License-Identifier: Apache-2.0 */
/*
 * module.h: what a wasm module asks for and offers, as far as running it
 * needs to know. Whether it is valid is for wasm2c to say.
 *
 * The binary format (WebAssembly core specification, 5.5):
 *
 *	"\0asm" 1 0 0 0    then sections: u8 id, leb size, contents
 *	1 types   2 imports   3 functions   7 exports
 *
 * Signatures are spelled in letters as in sockhost.h, with f and F for the
 * floating numbers and ? for anything else.
 */
#ifndef LAUNCH_MODULE_H
#define LAUNCH_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct module_type {
	char *params, *result;
};

struct module_import {
	char *module, *name;
	const struct module_type *type;
};

struct module_export {
	char *name;
	const struct module_type *type; /* NULL: no function */
};

struct module {
	struct module_type *types;
	struct module_import *imports; /* functions, each once */
	struct module_export *exports;
	size_t ntypes, nimports, nexports;
};

/*
 * Read the module of n bytes. -1 and a sentence, without the file's name,
 * when it is none, is cut off, or imports or exports what cannot be had.
 */
int module_read(struct module *m, const uint8_t *bytes, size_t n, char **why);
void module_free(struct module *m);

/* The exported function of that name, or NULL. */
const struct module_export *module_function(const struct module *m,
					    const char *name);

/* A signature's letters as names, "i32, f64": a text of the caller's. */
char *module_types(const char *letters);

#endif
