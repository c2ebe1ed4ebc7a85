/* SPDX-License-Identifier: Apache-2.0 */
#include "reference.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guests/lang/wire.h"
#include "recording/hidden.h"
#include "base/text.h"

#define TITLE "sockdiff reference, schema "
#define CASE "case "
#define CHECKSUM "checksum: "
#define REFERENCE_MAX ((size_t)64 << 20)

char *reference_path(const char *dir, const char *base)
{
	return xasprintf("%s/%s.rec", dir, base);
}

/* --- writing --------------------------------------------------------------*/

char *reference_recording(const struct recording *r)
{
	struct recording copy = hidden(r);
	struct buf b = {0};

	recording_print(&b, &copy);
	hidden_free(&copy);
	return buf_take(&b);
}

char *reference_text(const struct provenance *made, const struct section *v,
		     int n)
{
	struct buf b = {0};

	buf_printf(&b, TITLE "%d\n", REFERENCE_SCHEMA);
	provenance_print(&b, made);
	for (int i = 0; i < n; i++) {
		buf_puts(&b, "\n" CASE);
		text_clean(&b, v[i].id);
		buf_printf(&b, "\n%s", v[i].text);
	}
	buf_puts(&b, "\n");
	buf_printf(&b, CHECKSUM "%016" PRIx64 "\n", wire_fnv(b.s, b.len));
	return buf_take(&b);
}

/* --- reading --------------------------------------------------------------*/

static void trouble(struct reference *r, enum reference_state state, int line,
		    const char *sentence)
{
	r->state = state;
	r->trouble = xasprintf("%s:%d: %s", r->path, line, sentence);
}

static void schema_read(struct reference *r, const char *text)
{
	char *end;
	long schema;

	if (strncmp(text, TITLE, strlen(TITLE)) != 0) {
		trouble(r, REFERENCE_FOREIGN, 1,
			"this is not a sockdiff recording");
		return;
	}
	schema = strtol(text + strlen(TITLE), &end, 10);
	if (*end != '\n' || schema < 0)
		trouble(r, REFERENCE_FOREIGN, 1, "its schema is not a number");
	else if (schema > REFERENCE_SCHEMA)
		trouble(r, REFERENCE_NEWER, 1,
			"it was written by a newer sockdiff");
	else if (schema < REFERENCE_SCHEMA)
		trouble(r, REFERENCE_OLDER, 1,
			"it was written by an older sockdiff; record it again "
			"with `sockdiff reference`");
}

static int count_lines(const char *text, size_t len)
{
	int n = 1;

	for (size_t i = 0; i + 1 < len; i++)
		n += text[i] == '\n';
	return n;
}

/* Look at the last line, and cut it off. */
static void checksum_read(struct reference *r, char *text, size_t len)
{
	char *last = len ? memrchr(text, '\n', len - 1) : NULL;
	int line = count_lines(text, len);
	char want[64];

	last = last ? last + 1 : text;
	if (strncmp(last, CHECKSUM, strlen(CHECKSUM)) != 0) {
		trouble(r, REFERENCE_EDITED, line,
			"was edited by hand: the checksum at the end is "
			"missing");
		return;
	}
	snprintf(want, sizeof(want), CHECKSUM "%016" PRIx64 "\n",
		 wire_fnv(text, (size_t)(last - text)));
	if (strcmp(last, want) != 0)
		trouble(r, REFERENCE_EDITED, line,
			"was edited by hand: the checksum does not match");
	*last = '\0';
}

/* The text of a section ends before the empty line that follows it. */
static char *section_text(const char *from, const char *to)
{
	while (to > from + 1 && to[-1] == '\n' && to[-2] == '\n')
		to--;
	if (to == from + 1 && *from == '\n')
		to--;
	return xstrndup(from, (size_t)(to - from));
}

static void sections_read(struct reference *r, const char *text)
{
	const char *begin = NULL, *end;
	int line = 1;

	for (; *text; text = end + (*end == '\n'), line++) {
		end = text + strcspn(text, "\n");
		if (strncmp(text, CASE, strlen(CASE)) != 0)
			continue;
		if (begin)
			r->v[r->n - 1].text = section_text(begin, text);
		GROW(r->v, r->n);
		text += strlen(CASE);
		r->v[r->n++] = (struct section){
			.id = xstrndup(text, (size_t)(end - text)),
			.line = line};
		begin = end + (*end == '\n');
	}
	if (begin)
		r->v[r->n - 1].text = section_text(begin, text);
}

static void header_read(struct reference *r, const char *text)
{
	text = strchr(text, '\n') + 1; /* the schema */
	while (*text && *text != '\n') {
		size_t n = strcspn(text, "\n");
		char *line = xstrndup(text, n);

		provenance_line(&r->made, line);
		free(line);
		text += n + (text[n] == '\n');
	}
}

struct reference *reference_load(const char *path, char **why)
{
	struct reference *r;
	size_t len;
	char *text;

	if (access(path, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR))
		return NULL;
	text = file_read(path, REFERENCE_MAX, &len, why);
	if (!text)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	r->path = xstrdup(path);
	schema_read(r, text);
	if (r->state == REFERENCE_GOOD) {
		checksum_read(r, text, len);
		header_read(r, text);
		sections_read(r, text);
	}
	free(text);
	return r;
}

void reference_free(struct reference *r)
{
	if (!r)
		return;
	for (int i = 0; i < r->n; i++) {
		free(r->v[i].id);
		free(r->v[i].text);
	}
	free(r->v);
	provenance_free(&r->made);
	free(r->trouble);
	free(r->path);
	free(r);
}

const struct section *reference_find(const struct reference *r, const char *id)
{
	const struct section *found = NULL;
	char *clean = text_cleaned(id);

	for (int i = 0; i < r->n && !found; i++)
		if (strcmp(r->v[i].id, clean) == 0)
			found = &r->v[i];
	free(clean);
	return found;
}
