/* SPDX-License-Identifier: Apache-2.0 */
#include "code.h"

enum operands {
	NONE,
	NUMBER,
	TWO_NUMBERS,
	TYPES,
	BLOCK,
	END,
	BR_TABLE,
	MEMORY,
	FOUR_BYTES,
	EIGHT_BYTES,
	BULK,
	VECTOR,
	UNKNOWN
};

static const struct {
	uint8_t first, last;
	enum operands operands;
	enum feature uses;
} code_ops[] = {
#define OP(first, last, operands) {first, last, operands, FEATURE_NONE},
#define USES(first, last, feature) {first, last, NONE, FEATURE_##feature},
#include "opcodes.def"
#undef OP
#undef USES
};

#define CODE_OPS (sizeof(code_ops) / sizeof(code_ops[0]))

enum feature code_type(struct bytes *b)
{
	uint8_t type = bytes_byte(b);

	if (type == 0x63 || type == 0x64) { /* a reference to a type */
		bytes_leb(b);
		return FEATURE_FUNCTION_REFERENCES;
	}
	if (type == 0x7b)
		return FEATURE_SIMD;
	if (type == 0x69 || type == 0x74) /* exnref, nullexnref */
		return FEATURE_EXCEPTIONS;
	if ((type >= 0x6a && type <= 0x6e) || (type >= 0x71 && type <= 0x73))
		return FEATURE_GC;
	return FEATURE_NONE;
}

/* A number for a type of the module, or the type of one result, or 0x40. */
static enum feature code_block(struct bytes *b)
{
	uint8_t first = b->p < b->end ? *b->p : 0;

	if (first != 0x40 && (first & 0xc0) == 0x40)
		return code_type(b);
	bytes_leb(b);
	return FEATURE_NONE;
}

static enum feature code_types(struct bytes *b)
{
	enum feature uses = FEATURE_NONE;

	for (uint32_t n = bytes_leb(b); n > 0 && !b->cut && !uses; n--)
		uses = code_type(b);
	return uses;
}

/* Alignment, whose bit 6 says that a memory is named, and offset. */
static enum feature code_memory(struct bytes *b)
{
	if (bytes_leb(b) & 0x40)
		return FEATURE_MULTI_MEMORY;
	bytes_leb(b);
	return FEATURE_NONE;
}

static enum feature code_bulk(struct bytes *b)
{
	/* operands of memory.init, data.drop and so on, 8 to 17 */
	static const uint8_t numbers[] = {2, 1, 2, 1, 2, 1, 2, 1, 1, 1};
	uint32_t op = bytes_leb(b);

	if (op >= 19 && op <= 22)
		return FEATURE_WIDE_ARITHMETIC;
	if (op > 17)
		return FEATURE_UNKNOWN;
	for (int n = op < 8 ? 0 : numbers[op - 8]; n > 0; n--)
		bytes_leb(b);
	return FEATURE_NONE;
}

static enum feature code_operands(struct bytes *b, enum operands operands)
{
	switch (operands) {
	case NONE:
	case END:
		break;
	case BR_TABLE:
		for (uint32_t n = bytes_leb(b); n > 0 && !b->cut; n--)
			bytes_leb(b);
		bytes_leb(b);
		break;
	case TWO_NUMBERS:
		bytes_leb(b);
		bytes_leb(b);
		break;
	case NUMBER:
		bytes_leb(b);
		break;
	case TYPES:
		return code_types(b);
	case BLOCK:
		return code_block(b);
	case MEMORY:
		return code_memory(b);
	case FOUR_BYTES:
		bytes_skip(b, 4);
		break;
	case EIGHT_BYTES:
		bytes_skip(b, 8);
		break;
	case BULK:
		return code_bulk(b);
	case VECTOR:
		return bytes_leb(b) >= 0x100 ? FEATURE_RELAXED_SIMD
					     : FEATURE_SIMD;
	case UNKNOWN:
		return FEATURE_UNKNOWN;
	}
	return FEATURE_NONE;
}

static enum operands code_op(uint8_t op, enum feature *uses)
{
	for (size_t i = 0; i < CODE_OPS; i++)
		if (op >= code_ops[i].first && op <= code_ops[i].last) {
			*uses = code_ops[i].uses;
			return code_ops[i].operands;
		}
	return UNKNOWN;
}

struct code code_body(struct bytes *b)
{
	struct code c = {.uses = FEATURE_NONE};
	size_t depth = 0;

	while (b->p < b->end && !c.uses) {
		enum operands operands;

		c.op = bytes_byte(b);
		operands = code_op(c.op, &c.uses);
		if (!c.uses)
			c.uses = code_operands(b, operands);
		if (operands == BLOCK && ++depth > c.depth)
			c.depth = depth;
		if (operands == END && depth > 0)
			depth--;
	}
	if (!c.uses && c.depth > CODE_DEEPEST)
		c.uses = FEATURE_NESTING;
	return c;
}

enum feature code_constant(struct bytes *b)
{
	enum feature uses = FEATURE_NONE;
	enum operands operands = NONE;

	while (!b->cut && !uses && operands != END) {
		uint8_t op = bytes_byte(b);

		operands = code_op(op, &uses);
		if (op >= 0x45 && op <= 0xc4) /* the simple ones: i32.add */
			uses = FEATURE_EXTENDED_CONST;
		if (!uses)
			uses = code_operands(b, operands);
	}
	return uses;
}
