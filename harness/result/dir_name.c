/* SPDX-License-Identifier: Apache-2.0 */
/* The name of a file of a case. */
#include <stdint.h>
#include <string.h>

#include "dir.h"

/* Longest part of a file's name; file systems allow 255 bytes. */
#define PART_MAX 200

static bool is_plain(char c)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+=,.";

	return c != '\0' && strchr(plain, c) != NULL;
}

/* One byte of an id; what is not plain is ~ and its number. */
static void name_char(struct buf *part, char c)
{
	bool hidden = c == '.' && part->len == 0;

	if (is_plain(c) && !hidden)
		buf_add(part, &c, 1);
	else
		buf_printf(part, "~%02x", (unsigned char)c);
}

/* Append a part of a path; one too long ends with a hash of itself. */
static void part_end(struct buf *b, struct buf *part)
{
	if (part->len <= PART_MAX) {
		buf_add(b, part->s, part->len);
	} else {
		uint32_t hash = 2166136261u; /* FNV-1a */

		for (size_t i = 0; i < part->len; i++)
			hash = (hash ^ (unsigned char)part->s[i]) * 16777619u;
		buf_add(b, part->s, PART_MAX - 9);
		buf_printf(b, "~%08x", hash);
	}
	buf_free(part);
}

/*
 * Where the bracket that opens the variant stands, or the end. It becomes @,
 * and the one that closes it, the id's last byte, is left out.
 */
static size_t variant_at(const char *id, size_t len)
{
	return len > 0 && id[len - 1] == ']' ? strcspn(id, "[") : len;
}

char *report_dir_name(const char *id, const char *suffix)
{
	struct buf b = {0}, part = {0};
	size_t len = strlen(id), variant = variant_at(id, len);

	buf_puts(&b, "cases/");
	for (size_t i = 0; i < len; i++) {
		if (i < variant && id[i] == '/' && part.len > 0) {
			part_end(&b, &part);
			buf_puts(&b, "/");
		} else if (i == variant) {
			buf_puts(&part, "@");
		} else if (i < variant || i < len - 1) {
			name_char(&part, id[i]);
		}
	}
	part_end(&b, &part);
	buf_puts(&b, suffix);
	return buf_take(&b);
}
