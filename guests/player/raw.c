/* SPDX-License-Identifier: Apache-2.0 */
#include "raw.h"

#include <string.h>

#define RAW_RETS 8
#define RAW_BUFFERS 8
#define RAW_BYTES 32

static uint32_t raw_rets[RAW_RETS];
static int raw_n;
/* What raw_keep() kept: of which buffer, and its first bytes. */
static const struct guard *raw_kept;
static unsigned char raw_before[RAW_BYTES];
static const struct guard *raw_dropped;

void raw_reset(void)
{
	raw_n = 0;
	raw_kept = NULL;
	raw_dropped = NULL;
}

void raw_ret(uint32_t n)
{
	if (raw_n < RAW_RETS)
		raw_rets[raw_n++] = n;
}

void raw_keep(const struct guard *g)
{
	size_t n = g->size < RAW_BYTES ? g->size : RAW_BYTES;

	raw_kept = g;
	memcpy(raw_before, g->bytes, n);
}

void raw_drop(const struct guard *g)
{
	raw_dropped = g;
}

static int raw_is_shown(const struct guard *g)
{
	static const char *const whole[] = {"data", "control", "canonname",
					    "list", "fd"};

	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		if (strcmp(g->what, whole[i]) == 0)
			return 0;
	return g != raw_dropped;
}

/* ;WHAT:HEX, and :N where the zeros behind it, up to N bytes, are left out */
static int raw_tell_buffer(struct spell *t, const struct guard *g)
{
	size_t n = guard_written(g), used = n;
	const unsigned char *bytes = g->bytes;

	if (g == raw_kept && n <= RAW_BYTES)
		bytes = raw_before;
	while (used > 0 && bytes[used - 1] == 0)
		used--;
	if (used == 0)
		return 0;
	used = used < RAW_BYTES ? used : RAW_BYTES;
	spell_char(t, ';');
	spell_put(t, g->what);
	spell_char(t, ':');
	spell_hex(t, bytes, used);
	if (used < n) {
		spell_char(t, ':');
		spell_unum(t, n);
	}
	return 1;
}

void raw_tell(struct spell *t)
{
	const struct guard *g;
	int told = 0;

	for (int i = 0; i < raw_n; i++) {
		if (i > 0)
			spell_char(t, '+');
		spell_unum(t, raw_rets[i]);
	}
	for (int i = 0; raw_n > 0 && told < RAW_BUFFERS; i++) {
		g = guard_at(i);
		if (g == NULL)
			break;
		if (raw_is_shown(g))
			told += raw_tell_buffer(t, g);
	}
}
