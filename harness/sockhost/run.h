/* SPDX-License-Identifier: Apache-2.0 */
/*
 * run.h: a guest that wasm2c has translated, between its imports and
 * sockhost. The file that imports.awk makes of the guest's header has the
 * guest's side: one C function for each import, which calls run_call().
 */
#ifndef SOCKHOST_RUN_H
#define SOCKHOST_RUN_H

#include <stddef.h>
#include <stdint.h>

#include "sockhost.h"

/* Statuses of a guest that did not end by itself. */
#define RUN_TRAPPED 134
#define RUN_UNLINKED 126 /* an import that the ABI lacks */

struct run_import {
	const char *module;
	const char *name;
	const char *params; /* letters, see sockhost.h */
	const char *result;
};

struct run;

/* The generated file: */
extern const struct run_import run_imports[];
extern const size_t run_imports_n;
/* Make the guest's instance, to call run_call() with r; and run it. */
void run_guest_make(struct run *r);
void run_guest_start(void);
void run_guest_free(void);
/* Its memory, as it is now. */
void *run_guest_memory(uint64_t *size);

/* Call import i. Called by the guest only. */
uint32_t run_call(struct run *r, size_t i, const uint64_t *args);

/* Run the guest in h with that ABI. Returns the status to exit with. */
int run_guest(struct sockhost *h, const char *abi, const char *name);

#endif
