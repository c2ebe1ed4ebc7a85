/* SPDX-License-Identifier: Apache-2.0 */
/* The guest that only imports, see wasm.h. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "wasm.h"

/* Memory: an iovec at 0, what fd_write wrote at 8, the text from 16 on. */
#define TEXT_AT 16
#define WRITTEN_AT 8

static const struct wasm_import fd_write = {
	(char *)"wasi_snapshot_preview1", (char *)"fd_write", (char *)"iiii:i"};

static void put_u32(struct buf *b, uint32_t n)
{
	do {
		uint8_t byte = n & 0x7f;

		n >>= 7;
		byte |= n ? 0x80 : 0;
		buf_add(b, &byte, 1);
	} while (n);
}

/* Bytes that are written as a text of C. */
#define PUT(b, text) buf_add(b, text, sizeof(text) - 1)

static void put_name(struct buf *b, const char *name)
{
	put_u32(b, (uint32_t)strlen(name));
	buf_puts(b, name);
}

/* The section around what is in `inner`, which is empty again. */
static void put_section(struct buf *b, uint8_t id, struct buf *inner)
{
	buf_add(b, &id, 1);
	put_u32(b, (uint32_t)inner->len);
	buf_add(b, inner->s, inner->len);
	buf_free(inner);
}

static void put_letters(struct buf *b, const char *from, size_t n)
{
	static const char names[] = "iIfF";

	put_u32(b, (uint32_t)n);
	for (size_t i = 0; i < n; i++) {
		const char *at = strchr(names, from[i]);
		uint8_t byte = at ? (uint8_t)(0x7f - (at - names)) : 0x7f;

		buf_add(b, &byte, 1);
	}
}

static void put_type(struct buf *b, const char *type)
{
	const char *colon = strchr(type, ':');

	PUT(b, "\x60");
	put_letters(b, type, (size_t)(colon - type));
	put_letters(b, colon + 1, strlen(colon + 1));
}

/* Import k has type k; fd_write is the last but one, _start the last. */
static void put_imports(struct buf *b, const struct wasm_import *const *imports,
			int n)
{
	struct buf s = {0};

	put_u32(&s, (uint32_t)n + 2);
	for (int i = 0; i < n; i++)
		put_type(&s, imports[i]->type);
	put_type(&s, fd_write.type);
	put_type(&s, ":");
	put_section(b, 1, &s);
	put_u32(&s, (uint32_t)n + 1);
	for (int i = 0; i <= n; i++) {
		const struct wasm_import *x = i < n ? imports[i] : &fd_write;

		put_name(&s, x->module);
		put_name(&s, x->name);
		PUT(&s, "\0");
		put_u32(&s, (uint32_t)i);
	}
	put_section(b, 2, &s);
}

/* (drop (call $fd_write 1 0 1 WRITTEN_AT)) */
static void put_start(struct buf *b, int fd_write_at)
{
	struct buf s = {0}, body = {0};

	PUT(&body, "\0\x41\1\x41\0\x41\1\x41\10\x10");
	put_u32(&body, (uint32_t)fd_write_at);
	PUT(&body, "\x1a\x0b");
	PUT(&s, "\1");
	put_u32(&s, (uint32_t)body.len);
	buf_add(&s, body.s, body.len);
	buf_free(&body);
	put_section(b, 10, &s);
}

static void put_data(struct buf *b, const char *text)
{
	uint32_t iovec[4] = {TEXT_AT, (uint32_t)strlen(text), 0, 0};
	struct buf s = {0};

	_Static_assert(sizeof(iovec) == TEXT_AT && WRITTEN_AT == 8, "layout");
	PUT(&s, "\1\0\x41\0\x0b");
	put_u32(&s, TEXT_AT + (uint32_t)strlen(text));
	buf_add(&s, iovec, sizeof(iovec));
	buf_puts(&s, text);
	put_section(b, 11, &s);
}

void wasm_guest(struct buf *b, const struct wasm_import *const *imports, int n,
		const char *text)
{
	struct buf s = {0};

	PUT(b, "\0asm\1\0\0\0");
	put_imports(b, imports, n);
	PUT(&s, "\1"); /* one function, of the last type */
	put_u32(&s, (uint32_t)n + 1);
	put_section(b, 3, &s);
	PUT(&s, "\1\0\1"); /* one memory, of a page */
	put_section(b, 5, &s);
	PUT(&s, "\2\6memory\2\0\6_start\0");
	put_u32(&s, (uint32_t)n + 1);
	put_section(b, 7, &s);
	put_start(b, n);
	put_data(b, text);
}

char *wasm_type_text(const char *type)
{
	static const char *const names[] = {"i32", "i64", "f32", "f64"};
	static const char letters[] = "iIfF";
	bool results = false;
	struct buf b = {0};

	buf_puts(&b, "(");
	for (const char *p = type; *p; p++) {
		const char *at = strchr(letters, *p);

		if (*p == ':') {
			buf_puts(&b, ") ->");
			results = true;
			if (!p[1])
				buf_puts(&b, " nothing");
			continue;
		}
		buf_printf(&b, "%s%s",
			   results    ? " "
			   : p > type ? ", "
				      : "",
			   at ? names[at - letters] : "?");
	}
	return buf_take(&b);
}
