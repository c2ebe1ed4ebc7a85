/* SPDX-License-Identifier: Apache-2.0 */
#include "wasm.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
	SECTION_TYPE = 1,
	SECTION_IMPORT = 2,
	SECTION_FUNCTION = 3,
	SECTION_MEMORY = 5,
	SECTION_EXPORT = 7,
	SECTION_CODE = 10,
	SECTION_DATA = 11
};
enum { IMPORT_FUNC, IMPORT_TABLE, IMPORT_MEMORY, IMPORT_GLOBAL };
enum { EXPORT_FUNC = 0, EXPORT_MEMORY = 2 };

#define FUNC_TYPE 0x60
#define TYPES_MAX 10000

/* Number types and their letters. */
static const struct {
	uint8_t byte;
	char letter;
} letters[] = {{0x7f, 'i'}, {0x7e, 'I'}, {0x7d, 'f'}, {0x7c, 'F'}};

/* --- reading --------------------------------------------------------------*/

/* Past its end it reads zeros and is `bad`. */
struct reader {
	const uint8_t *at, *end;
	bool bad;
};

static uint8_t read_byte(struct reader *r)
{
	if (r->at < r->end)
		return *r->at++;
	r->bad = true;
	return 0;
}

static uint32_t read_u32(struct reader *r)
{
	uint64_t n = 0;
	uint8_t byte;
	int shift = 0;

	do {
		byte = read_byte(r);
		n |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while ((byte & 0x80) && shift < 35 && !r->bad);
	if (byte & 0x80)
		r->bad = true;
	return (uint32_t)n;
}

/* A text, which the caller frees. */
static char *read_name(struct reader *r)
{
	uint32_t len = read_u32(r);
	char *name;

	if (r->bad || len > (size_t)(r->end - r->at)) {
		r->bad = true;
		return xstrdup("");
	}
	name = xstrndup((const char *)r->at, len);
	r->at += len;
	return name;
}

/* A section's bytes; of another kind than 0 only the next of that kind. */
static bool section_next(struct reader *r, int *id, struct reader *section)
{
	uint32_t len;

	if (r->at == r->end || r->bad)
		return false;
	*id = read_byte(r);
	len = read_u32(r);
	if (r->bad || len > (size_t)(r->end - r->at)) {
		r->bad = true;
		return false;
	}
	*section = (struct reader){r->at, r->at + len, false};
	r->at += len;
	return true;
}

static void type_letters(struct reader *r, struct buf *b)
{
	for (uint32_t n = read_u32(r); n > 0 && !r->bad; n--) {
		uint8_t byte = read_byte(r);
		char letter = '?';

		for (size_t i = 0; i < COUNT(letters); i++)
			if (letters[i].byte == byte)
				letter = letters[i].letter;
		buf_add(b, &letter, 1);
	}
}

static void types_read(struct reader *r, char ***types, int *n)
{
	uint32_t left = read_u32(r);

	r->bad |= left > TYPES_MAX;
	for (; left > 0 && !r->bad; left--) {
		struct buf b = {0};

		r->bad |= read_byte(r) != FUNC_TYPE;
		type_letters(r, &b);
		buf_puts(&b, ":");
		type_letters(r, &b);
		GROW(*types, *n);
		(*types)[(*n)++] = buf_take(&b);
	}
}

static void limits_skip(struct reader *r)
{
	uint32_t flags = read_u32(r);

	read_u32(r);
	if (flags & 1)
		read_u32(r);
}

/* What is imported beside functions is of no interest. */
static void import_skip(struct reader *r, int kind)
{
	switch (kind) {
	case IMPORT_TABLE:
		read_byte(r);
		limits_skip(r);
		return;
	case IMPORT_MEMORY:
		limits_skip(r);
		return;
	case IMPORT_GLOBAL:
		read_byte(r);
		read_byte(r);
		return;
	}
	r->bad = true;
}

static bool is_there(const struct wasm_imports *list,
		     const struct wasm_import *i)
{
	for (int k = 0; k < list->n; k++)
		if (strcmp(list->v[k].module, i->module) == 0 &&
		    strcmp(list->v[k].name, i->name) == 0 &&
		    strcmp(list->v[k].type, i->type) == 0)
			return true;
	return false;
}

/* Takes it over. */
static void import_take(struct wasm_imports *list, struct wasm_import i)
{
	if (i.type && !is_there(list, &i)) {
		GROW(list->v, list->n);
		list->v[list->n++] = i;
		return;
	}
	free(i.module);
	free(i.name);
	free(i.type);
}

static void imports_read(struct reader *r, char *const *types, int ntypes,
			 struct wasm_imports *list)
{
	for (uint32_t n = read_u32(r); n > 0 && !r->bad; n--) {
		struct wasm_import i = {.module = read_name(r)};
		uint32_t type;
		int kind;

		i.name = read_name(r);
		kind = read_byte(r);
		if (kind == IMPORT_FUNC) {
			type = read_u32(r);
			if (type < (uint32_t)ntypes && !r->bad)
				i.type = xstrdup(types[type]);
			else
				r->bad = true;
		} else {
			import_skip(r, kind);
		}
		import_take(list, i);
	}
}

int wasm_imports(struct wasm_imports *list, const char *path, char **why)
{
	static const char magic[8] = "\0asm\1\0\0";
	struct reader r = {0}, section;
	char **types = NULL, *text;
	int ntypes = 0, id;
	size_t len;

	text = file_read(path, WASM_FILE_MAX, &len, why);
	if (!text)
		return -1;
	r = (struct reader){(uint8_t *)text, (uint8_t *)text + len, false};
	r.bad = len < sizeof(magic) || memcmp(text, magic, sizeof(magic));
	r.at += r.bad ? 0 : sizeof(magic);
	while (section_next(&r, &id, &section)) {
		if (id == SECTION_TYPE)
			types_read(&section, &types, &ntypes);
		else if (id == SECTION_IMPORT)
			imports_read(&section, types, ntypes, list);
		r.bad |= section.bad;
	}
	for (int i = 0; i < ntypes; i++)
		free(types[i]);
	free(types);
	free(text);
	if (r.bad)
		return fail(why, "%s is not a WebAssembly module", path);
	return 0;
}

void wasm_imports_free(struct wasm_imports *list)
{
	for (int i = 0; i < list->n; i++) {
		free(list->v[i].module);
		free(list->v[i].name);
		free(list->v[i].type);
	}
	free(list->v);
	*list = (struct wasm_imports){0};
}
