/* SPDX-License-Identifier: Apache-2.0 */
#include "module.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "why.h"

enum {
	SECTION_TYPES = 1,
	SECTION_IMPORTS,
	SECTION_FUNCTIONS,
	SECTION_EXPORTS = 7
};
enum { KIND_FUNCTION, KIND_TABLE, KIND_MEMORY, KIND_GLOBAL };

#define TYPE_FUNCTION 0x60
#define NAME_MOST 1000

struct reader {
	struct bytes b;
	struct module *m;
	size_t *type_of; /* of each function, index into m->types */
	size_t nfunctions;
};

/*
 * Names are printed and stand in comments of the C that wasm2c writes, which
 * they must not be able to leave.
 */
static bool is_plain(const char *name, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (name[i] < ' ' || name[i] > '~' || strchr("*'\"\\", name[i]))
			return false;
	return n <= NAME_MOST;
}

/* A name of its own; NULL and a sentence when it cannot be used. */
static char *read_name(struct reader *r, char **why)
{
	uint32_t n = bytes_leb(&r->b);
	char *name;

	if (n > (size_t)(r->b.end - r->b.p)) {
		r->b.cut = true;
		n = 0;
	}
	if (!is_plain((const char *)r->b.p, n)) {
		why_set(why, "imports or exports have names with unsupported "
			     "characters; rename them");
		return NULL;
	}
	name = why_text("%.*s", (int)n, (const char *)r->b.p);
	r->b.p += n;
	return name;
}

static char *read_types(struct reader *r)
{
	uint32_t n = bytes_leb(&r->b);
	char *letters = NULL;
	size_t len = 0;

	for (uint32_t i = 0; i < n && !r->b.cut; i++) {
		static const char known[] = "FfIi"; /* 0x7c to 0x7f */
		uint8_t type = bytes_byte(&r->b);

		letters = why_grow(letters, &len, 1);
		letters[len - 1] =
			type >= 0x7c && type <= 0x7f ? known[type - 0x7c] : '?';
	}
	return why_grow(letters, &len, 1);
}

static int section_types(struct reader *r, char **why)
{
	struct module *m = r->m;

	if (m->types) /* those that are there are pointed at */
		return why_set(why, "it has two type sections");
	for (uint32_t n = bytes_leb(&r->b); n > 0 && !r->b.cut; n--) {
		if (bytes_byte(&r->b) != TYPE_FUNCTION && !r->b.cut)
			return why_set(why, "it has types that are not "
					    "function types");
		m->types = why_grow(m->types, &m->ntypes, sizeof(*m->types));
		m->types[m->ntypes - 1].params = read_types(r);
		m->types[m->ntypes - 1].result = read_types(r);
	}
	return 0;
}

/* One more function, of that type. */
static int function_add(struct reader *r, uint32_t type, char **why)
{
	if (type >= r->m->ntypes && !r->b.cut)
		return why_set(why, "it has a function with an undefined type");
	r->type_of = why_grow(r->type_of, &r->nfunctions, sizeof(size_t));
	r->type_of[r->nfunctions - 1] = type;
	return 0;
}

static int import_refused(const struct module_import *i, uint8_t kind,
			  char **why)
{
	static const char *const kinds[] = {"function", "table", "memory",
					    "global"};

	return why_set(why,
		       "it imports the %s %s.%s; sockhost provides functions "
		       "only",
		       kind <= KIND_GLOBAL ? kinds[kind] : "thing", i->module,
		       i->name);
}

static bool is_known(const struct module *m, const struct module_import *new)
{
	for (size_t i = 0; i + 1 < m->nimports; i++)
		if (strcmp(m->imports[i].module, new->module) == 0 &&
		    strcmp(m->imports[i].name, new->name) == 0)
			return true;
	return false;
}

static void import_clear(struct module_import *i)
{
	free(i->module);
	free(i->name);
}

static int read_import(struct reader *r, char **why)
{
	struct module *m = r->m;
	struct module_import *i;
	uint8_t kind;
	uint32_t type;

	m->imports = why_grow(m->imports, &m->nimports, sizeof(*m->imports));
	i = &m->imports[m->nimports - 1];
	i->module = read_name(r, why);
	i->name = i->module ? read_name(r, why) : NULL;
	if (!i->name)
		return -1;
	kind = bytes_byte(&r->b);
	if (kind != KIND_FUNCTION && !r->b.cut)
		return import_refused(i, kind, why);
	type = bytes_leb(&r->b);
	if (function_add(r, type, why) == -1)
		return -1;
	if (!r->b.cut)
		i->type = &m->types[type];
	if (is_known(m, i)) { /* Go imports some twice */
		import_clear(i);
		m->nimports--;
	}
	return 0;
}

static int section_imports(struct reader *r, char **why)
{
	for (uint32_t n = bytes_leb(&r->b); n > 0 && !r->b.cut; n--)
		if (read_import(r, why) == -1)
			return -1;
	return 0;
}

static int section_functions(struct reader *r, char **why)
{
	for (uint32_t n = bytes_leb(&r->b); n > 0 && !r->b.cut; n--)
		if (function_add(r, bytes_leb(&r->b), why) == -1)
			return -1;
	return 0;
}

static int section_exports(struct reader *r, char **why)
{
	struct module *m = r->m;

	for (uint32_t n = bytes_leb(&r->b); n > 0 && !r->b.cut; n--) {
		char *name = read_name(r, why);
		uint8_t kind = bytes_byte(&r->b);
		uint32_t index = bytes_leb(&r->b);
		struct module_export *e;

		if (!name)
			return -1;
		m->exports = why_grow(m->exports, &m->nexports, sizeof(*e));
		e = &m->exports[m->nexports - 1];
		e->name = name;
		if (kind == KIND_FUNCTION && index < r->nfunctions)
			e->type = &m->types[r->type_of[index]];
	}
	return 0;
}

static int read_section(struct reader *r, uint8_t id, char **why)
{
	switch (id) {
	case SECTION_TYPES:
		return section_types(r, why);
	case SECTION_IMPORTS:
		return section_imports(r, why);
	case SECTION_FUNCTIONS:
		return section_functions(r, why);
	case SECTION_EXPORTS:
		return section_exports(r, why);
	}
	return 0;
}

/* What the first 8 bytes say. */
static int read_head(const uint8_t *bytes, size_t n, char **why)
{
	static const uint8_t head[] = {0, 'a', 's', 'm', 1, 0, 0, 0};

	if (n == 0)
		return why_set(why, "it is empty");
	if (memcmp(bytes, head, n < 4 ? n : 4) != 0)
		return why_set(why, "it is not a WebAssembly module%s",
			       memchr(bytes, '(', n < 64 ? n : 64)
				       ? "; if it is text, wat2wasm converts it"
				       : "");
	if (n < sizeof(head))
		return why_set(why, "it is truncated after %zu bytes", n);
	if (bytes[6] == 1)
		return why_set(why, "it is a component (WASI 0.2 or later); "
				    "sockhost runs core modules: build it for "
				    "wasm32-wasip1");
	if (memcmp(bytes, head, sizeof(head)) != 0)
		return why_set(why, "its WebAssembly version is not 1");
	return 0;
}

static int read_sections(struct reader *r, size_t whole, char **why)
{
	const uint8_t *end = r->b.end;
	int failed = 0;

	while (r->b.p < end && !failed && !r->b.cut) {
		uint8_t id = bytes_byte(&r->b);
		uint32_t size = bytes_leb(&r->b);
		const uint8_t *next;

		if (r->b.cut || size > (size_t)(end - r->b.p))
			return why_set(why, "it is truncated after %zu bytes",
				       whole);
		next = r->b.p + size;
		r->b.end = next;
		failed = read_section(r, id, why);
		r->b.p = next;
		r->b.end = end;
	}
	if (!failed && r->b.cut)
		return why_set(why, "one of its sections ends too early");
	return failed;
}

int module_read(struct module *m, const uint8_t *bytes, size_t n, char **why)
{
	struct reader r = {.b = {.p = bytes, .end = bytes + n}, .m = m};
	int failed;

	*m = (struct module){0};
	if (read_head(bytes, n, why) == -1)
		return -1;
	r.b.p += 8;
	failed = read_sections(&r, n, why);
	free(r.type_of);
	if (failed)
		module_free(m);
	return failed;
}

void module_free(struct module *m)
{
	for (size_t i = 0; i < m->ntypes; i++) {
		free(m->types[i].params);
		free(m->types[i].result);
	}
	for (size_t i = 0; i < m->nimports; i++)
		import_clear(&m->imports[i]);
	for (size_t i = 0; i < m->nexports; i++)
		free(m->exports[i].name);
	free(m->types);
	free(m->imports);
	free(m->exports);
	*m = (struct module){0};
}

const struct module_export *module_function(const struct module *m,
					    const char *name)
{
	for (size_t i = 0; i < m->nexports; i++)
		if (m->exports[i].type && strcmp(m->exports[i].name, name) == 0)
			return &m->exports[i];
	return NULL;
}

char *module_types(const char *letters)
{
	static const struct {
		char letter;
		const char *name;
	} types[] = {{'i', "i32"},
		     {'I', "i64"},
		     {'f', "f32"},
		     {'F', "f64"},
		     {'?', "another type"}};
	char *list = why_text("%s", "");

	for (; *letters; letters++)
		for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
			if (types[i].letter == *letters)
				why_set(&list, "%s%s%s", list,
					*list ? ", " : "", types[i].name);
	return list;
}
