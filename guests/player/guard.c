/* SPDX-License-Identifier: Apache-2.0 */
#include "guard.h"

#include <stdlib.h>

#define GUARD_ALIGN 16
#define GUARD_ARENA (GUARD_ROOM + GUARD_MOST * (2 * GUARD_BYTES + GUARD_ALIGN))

static _Alignas(GUARD_ALIGN) unsigned char guard_arena[GUARD_ARENA];
static size_t guard_top;
static struct guard guard_list[GUARD_MOST];
static int guard_n;

static unsigned char guard_pattern(size_t at)
{
	return (unsigned char)(0x80 | ((at * 41 + 13) & 0x3f));
}

void guard_reset(void)
{
	guard_top = 0;
	guard_n = 0;
}

/* Room for n more bytes, filled; returns where they start. */
static size_t guard_fill(size_t n)
{
	size_t start = guard_top;

	if (n > GUARD_ARENA - start)
		abort();
	for (size_t i = start; i < start + n; i++)
		guard_arena[i] = guard_pattern(i);
	guard_top = start + n;
	return start;
}

struct guard *guard_new(const char *what, size_t size)
{
	struct guard *g = &guard_list[guard_n++];
	size_t start;

	if (guard_n > GUARD_MOST)
		abort();
	start = guard_fill(GUARD_BYTES + size + GUARD_BYTES);
	guard_fill(-guard_top % GUARD_ALIGN);
	g->what = what;
	g->bytes = guard_arena + start + GUARD_BYTES;
	g->size = size;
	g->used = size;
	return g;
}

static int guard_changed(const unsigned char *byte)
{
	return *byte != guard_pattern((size_t)(byte - guard_arena));
}

size_t guard_written(const struct guard *g)
{
	size_t n = g->size;

	while (n > 0 && !guard_changed(g->bytes + n - 1))
		n--;
	return n;
}

long guard_value(const struct guard *g, int size)
{
	long written = (long)guard_written(g);

	return written > 0 && written + 1 == size && (long)g->size >= size
		       ? size
		       : written;
}

const struct guard *guard_at(int i)
{
	return i < guard_n ? &guard_list[i] : NULL;
}

/*
 * Say WHAT for the first changed byte of those at from, from + step, ...;
 * the first of them is told as number 1.
 */
static void guard_scan(struct spell *t, const struct guard *g,
		       const unsigned char *from, int step, size_t count)
{
	for (size_t i = 0; i < count; i++, from += step) {
		if (!guard_changed(from))
			continue;
		if (t->len > 0)
			spell_char(t, ',');
		spell_put(t, g->what);
		spell_char(t, step > 0 ? '+' : '-');
		spell_unum(t, i + 1);
		return;
	}
}

void guard_tell(struct spell *overrun, struct spell *scribble)
{
	for (int i = 0; i < guard_n; i++) {
		const struct guard *g = &guard_list[i];

		guard_scan(overrun, g, g->bytes - 1, -1, GUARD_BYTES);
		guard_scan(overrun, g, g->bytes + g->size, 1, GUARD_BYTES);
		if (g->used < g->size)
			guard_scan(scribble, g, g->bytes + g->used, 1,
				   g->size - g->used);
	}
}
