/* SPDX-License-Identifier: Apache-2.0 */
#include "features.h"

#include <stdlib.h>
#include <string.h>

#include "code.h"
#include "why.h"

#define TRANSLATOR "wasm2c (of wabt 1.0.32), which compiles modules to C,"

static const struct {
	const char *name, *advice;
} features[] = {
#define FEATURE(id, name, advice) [FEATURE_##id] = {name, advice},
#include "features.def"
#undef FEATURE
};

/* What has been read of a module. */
struct scan {
	struct bytes b;
	uint32_t functions; /* imported ones, and bodies so far */
	uint32_t memories;
};

/* The size of a table or memory. */
static enum feature scan_limits(struct bytes *b)
{
	uint32_t flags = bytes_leb(b);

	bytes_leb(b);
	if (flags & 1)
		bytes_leb(b);
	if (flags & 8)
		bytes_leb(b);
	return flags & 2   ? FEATURE_THREADS
	       : flags & 4 ? FEATURE_MEMORY64
	       : flags & 8 ? FEATURE_PAGE_SIZE
			   : FEATURE_NONE;
}

static enum feature scan_memory(struct scan *s)
{
	enum feature uses = scan_limits(&s->b);

	return uses || ++s->memories < 2 ? uses : FEATURE_MULTI_MEMORY;
}

static enum feature scan_table(struct scan *s)
{
	enum feature uses;

	if (s->b.p < s->b.end && *s->b.p == 0x40) /* one with a first value */
		return FEATURE_FUNCTION_REFERENCES;
	uses = code_type(&s->b);
	return uses ? uses : scan_limits(&s->b);
}

static enum feature scan_global_type(struct scan *s)
{
	enum feature uses = code_type(&s->b);

	bytes_byte(&s->b);
	return uses;
}

static enum feature scan_types(struct scan *s)
{
	enum feature uses = FEATURE_NONE;

	if (bytes_byte(&s->b) != 0x60)
		return s->b.cut ? FEATURE_NONE : FEATURE_GC;
	for (int i = 0; i < 2; i++) /* parameters, results */
		for (uint32_t n = bytes_leb(&s->b); n > 0 && !s->b.cut && !uses;
		     n--)
			uses = code_type(&s->b);
	return uses;
}

static enum feature scan_import(struct scan *s)
{
	bytes_skip(&s->b, bytes_leb(&s->b));
	bytes_skip(&s->b, bytes_leb(&s->b));
	switch (bytes_byte(&s->b)) {
	case 0:
		s->functions++;
		bytes_leb(&s->b);
		return FEATURE_NONE;
	case 1:
		return scan_table(s);
	case 2:
		return scan_memory(s);
	case 3:
		return scan_global_type(s);
	}
	return s->b.cut ? FEATURE_NONE : FEATURE_EXCEPTIONS; /* a tag */
}

static enum feature scan_global(struct scan *s)
{
	enum feature uses = scan_global_type(s);

	return uses ? uses : code_constant(&s->b);
}

static enum feature scan_data(struct scan *s)
{
	uint32_t kind = bytes_leb(&s->b);
	enum feature uses = FEATURE_NONE;

	if (kind == 2 && bytes_leb(&s->b) != 0)
		return FEATURE_MULTI_MEMORY;
	if (kind != 1)
		uses = code_constant(&s->b);
	if (!uses)
		bytes_skip(&s->b, bytes_leb(&s->b));
	return uses;
}

static enum feature scan_tag(struct scan *s)
{
	(void)s;
	return FEATURE_EXCEPTIONS;
}

/* Sections that are lists, by their numbers, and what one item uses. */
static const struct {
	uint8_t id;
	enum feature (*item)(struct scan *s);
} scan_lists[] = {
	{1, scan_types},  {2, scan_import}, {4, scan_table}, {5, scan_memory},
	{6, scan_global}, {11, scan_data},  {13, scan_tag},
};

#define SCAN_LISTS (sizeof(scan_lists) / sizeof(scan_lists[0]))
#define SECTION_CODE 10

static int features_refuse(enum feature uses, const char *where, char **why)
{
	return why_set(why,
		       "it uses %s%s; " TRANSLATOR " cannot translate "
		       "that: %s",
		       features[uses].name, where, features[uses].advice);
}

static int function_refuse(const struct code *c, uint32_t function, char **why)
{
	char *where;

	if (c->uses == FEATURE_NESTING)
		return why_set(why,
			       "function %u has %zu nested "
			       "blocks; " TRANSLATOR " supports %d: split the "
			       "function, or build it with less inlining",
			       function, c->depth, CODE_DEEPEST);
	if (c->uses == FEATURE_UNKNOWN)
		return why_set(why,
			       "function %u uses the instruction 0x%02x, "
			       "which " TRANSLATOR
			       " does not know: build it for "
			       "WebAssembly 1.0 (clang: -mcpu=mvp)",
			       function, c->op);
	where = why_text(", first in function %u", function);
	features_refuse(c->uses, where, why);
	free(where);
	return -1;
}

static enum feature function_locals(struct bytes *b)
{
	enum feature uses = FEATURE_NONE;

	for (uint32_t n = bytes_leb(b); n > 0 && !b->cut && !uses; n--) {
		bytes_leb(b);
		uses = code_type(b);
	}
	return uses;
}

static int scan_code(struct scan *s, char **why)
{
	for (uint32_t n = bytes_leb(&s->b); n > 0 && !s->b.cut; n--) {
		struct bytes body = bytes_part(&s->b, bytes_leb(&s->b));
		struct code c = {.uses = function_locals(&body)};

		if (!c.uses)
			c = code_body(&body);
		if (c.uses)
			return function_refuse(&c, s->functions, why);
		s->functions++;
	}
	return 0;
}

static int scan_section(struct scan *s, uint8_t id, char **why)
{
	enum feature uses = FEATURE_NONE;
	size_t i = 0;

	if (id == SECTION_CODE)
		return scan_code(s, why);
	while (i < SCAN_LISTS && scan_lists[i].id != id)
		i++;
	if (i == SCAN_LISTS)
		return 0;
	for (uint32_t n = bytes_leb(&s->b); n > 0 && !s->b.cut && !uses; n--)
		uses = scan_lists[i].item(s);
	/* what is cut off is what module_read() complains of */
	return !uses || uses == FEATURE_UNKNOWN || s->b.cut
		       ? 0
		       : features_refuse(uses, "", why);
}

int features_check(const uint8_t *bytes, size_t n, char **why)
{
	static const uint8_t head[] = {0, 'a', 's', 'm', 1, 0, 0, 0};
	struct bytes all = {.p = bytes + sizeof(head), .end = bytes + n};
	struct scan s = {.functions = 0};
	int failed = 0;

	if (n < sizeof(head) || memcmp(bytes, head, sizeof(head)) != 0)
		return 0;
	while (all.p < all.end && !all.cut && !failed) {
		uint8_t id = bytes_byte(&all);

		s.b = bytes_part(&all, bytes_leb(&all));
		failed = s.b.cut ? 0 : scan_section(&s, id, why);
	}
	return failed;
}
