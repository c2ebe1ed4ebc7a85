/* SPDX-License-Identifier: Apache-2.0 */
/*
 * code.h: what features a module's functions and types use, see features.h.
 */
#ifndef LAUNCH_CODE_H
#define LAUNCH_CODE_H

#include "bytes.h"

enum feature {
	FEATURE_NONE,
#define FEATURE(id, name, advice) FEATURE_##id,
#include "features.def"
#undef FEATURE
	FEATURE_UNKNOWN, /* an instruction that is none */
	FEATURE_NESTING, /* more blocks within each other than CODE_DEEPEST */
};

/*
 * So many blocks may be within each other: the C that wasm2c writes is
 * indented once for each, and grows with the square of that.
 */
#define CODE_DEEPEST 10000

struct code {
	enum feature uses;
	uint8_t op;   /* the instruction, for FEATURE_UNKNOWN */
	size_t depth; /* the most blocks within each other, in the function */
};

/* The type of a value, a local say. */
enum feature code_type(struct bytes *b);
/* Instructions up to the end of b, a function's body behind its locals. */
struct code code_body(struct bytes *b);
/* A constant expression; b is behind it. */
enum feature code_constant(struct bytes *b);

#endif
