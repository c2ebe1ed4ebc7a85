/* SPDX-License-Identifier: Apache-2.0 */
/* What poll_oneoff is asked and answers, see calls.h. */
#include <inttypes.h>

#include "abi/abi.h"
#include "calls.h"
#include "core/host.h"

#define SUBSCRIPTION 48
#define EVENT 32
#define LISTED 8 /* more are not shown */

static const char *const poll_types[] = {"clock", "fd_read", "fd_write"};

static const char *poll_type(uint8_t type)
{
	return type < 3 ? poll_types[type] : "?";
}

static void put_subscription(struct calls *c, const uint8_t *p)
{
	if (p[8] == 0)
		calls_put(c, "{clock %u, %" PRIu64 " ns%s}", mem_u32(p + 16),
			  mem_u64(p + 24), p[40] & 1 ? ", absolute" : "");
	else
		calls_put(c, "{%s %u}", poll_type(p[8]), mem_u32(p + 16));
}

static void put_event(struct calls *c, const uint8_t *p)
{
	unsigned error = p[8] | (unsigned)p[9] << 8;

	calls_put(c, "{%s", poll_type(p[10]));
	if (error)
		calls_put(c, ", error %u", error);
	calls_put(c, "}");
}

static void put_list(struct calls *c, uint64_t ptr, uint32_t n, size_t size,
		     void (*put)(struct calls *c, const uint8_t *p))
{
	calls_put(c, "[");
	for (uint32_t i = 0; i < n; i++) {
		const uint8_t *p = mem_at(c->h, ptr + i * (uint64_t)size, size);

		calls_put(c, i ? ", " : "");
		if (!p || i == LISTED) {
			calls_put(c, "...");
			break;
		}
		put(c, p);
	}
	calls_put(c, "]");
}

void calls_subscriptions(struct calls *c, size_t i)
{
	put_list(c, c->v[i], (uint32_t)calls_value(c, "n"), SUBSCRIPTION,
		 put_subscription);
}

void calls_events(struct calls *c, size_t i)
{
	uint8_t n[4];

	if (calls_done(c) && mem_get(c->h, n, calls_value(c, "out_n"), 4))
		put_list(c, c->v[i], mem_u32(n), EVENT, put_event);
	else
		calls_hex(c, i);
}
