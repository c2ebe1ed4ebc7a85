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
#include <string.h>

#include "sockhost.h"

/* Statuses of a guest that did not end by itself. */
#define RUN_TRAPPED 134
#define RUN_USAGE 2
#define RUN_LATE 124     /* --timeout, as timeout(1) has it */
#define RUN_UNLINKED 126 /* an import that the ABI lacks */

/*
 * An exported function. Numbers are in u64s: integers as they are, the bits
 * of floating ones in the low end.
 */
struct run_export {
	const char *name;
	const char *params; /* letters, f and F among them */
	const char *result;
	uint64_t (*call)(const uint64_t *v);
};

struct run;

/* The generated file: */
extern const struct sockhost_import run_imports[];
extern const size_t run_imports_n;
extern const struct run_export run_exports[]; /* ended by a NULL name */
/* Make the guest's instance, to call run_call() with r. */
void run_guest_make(struct run *r);
void run_guest_free(void);
/* Its memory, as it is now; NULL and 0 when it exports none. */
void *run_guest_memory(uint64_t *size);

/* Call import i. Called by the guest only. */
uint32_t run_call(struct run *r, size_t i, const uint64_t *args);

static inline float run_f32(uint64_t bits)
{
	uint32_t low = (uint32_t)bits;
	float f;

	memcpy(&f, &low, sizeof(f));
	return f;
}

static inline double run_f64(uint64_t bits)
{
	double f;

	memcpy(&f, &bits, sizeof(f));
	return f;
}

static inline uint64_t run_bits32(float f)
{
	uint32_t bits;

	memcpy(&bits, &f, sizeof(bits));
	return bits;
}

static inline uint64_t run_bits64(double f)
{
	uint64_t bits;

	memcpy(&bits, &f, sizeof(bits));
	return bits;
}

struct run_config {
	const char *abi;
	const char *name;   /* of the guest, for sentences */
	const char *invoke; /* a function to call, or NULL: _start */
	char *const *args;  /* for it */
	size_t nargs;
};

/*
 * Run the guest in h: _start; or, when it has none or a function is to be
 * called, _initialize where there is one, and then that function. Returns the
 * status to exit with.
 */
int run_guest(struct sockhost *h, const struct run_config *c);

#endif
