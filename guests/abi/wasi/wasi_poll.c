/* SPDX-License-Identifier: Apache-2.0 */
/*
 * poll(2) as preview1's poll_oneoff says it: a subscription to fd_read for
 * POLLIN, one to fd_write for POLLOUT, a clock for the timeout.
 *
 * An event tells that a subscription would not wait, and in a flag of a
 * hangup; there is no word for POLLERR. So what is told is marked as vague,
 * see revents in wire.h.
 */
#include <string.h>

#include "player/args.h"
#include "wasi.h"

WASI_IMPORT(wasi_snapshot_preview1, poll_oneoff)
(wasi_ptr in, wasi_ptr out, uint32_t n, wasi_ptr nevents);

enum { EVENT_CLOCK, EVENT_READ, EVENT_WRITE, EVENT_NONE = 0xff };

#define WASI_MONOTONIC 1
#define WASI_BADF 8
#define WASI_HANGUP 1
#define POLL_IN 0x1
#define POLL_OUT 0x4
#define POLL_ERR 0x8
#define POLL_HUP 0x10
#define POLL_NVAL 0x20
/* One of each kind for every descriptor, and the clock. */
#define POLL_MOST (2 * ARGS_POLLFDS + 1)
#define POLL_CLOCK UINT64_MAX /* its userdata; the others have an index */

struct subscription {
	uint64_t userdata;
	uint8_t tag;
	union {
		uint32_t fd;
		struct {
			uint32_t id;
			uint64_t timeout;
			uint64_t precision;
			uint16_t flags;
		} clock;
	};
};

_Static_assert(sizeof(struct subscription) == 48, "preview1");

struct event {
	uint64_t userdata;
	uint16_t error;
	uint8_t type;
	uint64_t nbytes;
	uint16_t flags;
};

_Static_assert(sizeof(struct event) == 32, "preview1");

struct poll_list {
	struct subscription at[POLL_MOST];
	uint32_t n;
};

static void poll_ask(struct poll_list *l, int index, int fd, uint8_t tag)
{
	l->at[l->n++] = (struct subscription){
		.userdata = (uint64_t)index,
		.tag = tag,
		.fd = (uint32_t)fd,
	};
}

static void poll_ask_clock(struct poll_list *l, int timeout)
{
	l->at[l->n++] = (struct subscription){
		.userdata = POLL_CLOCK,
		.tag = EVENT_CLOCK,
		.clock =
			{
				.id = WASI_MONOTONIC,
				.timeout = (uint64_t)timeout * 1000000,
			},
	};
}

/* All that is asked; NULL, or why it cannot be. */
static const char *poll_list(struct poll_list *l, const struct sock_poll *p)
{
	l->n = 0;
	for (int i = 0; i < p->n; i++) {
		int events = p->fd[i].events;

		if (events == 0 || (events & ~(POLL_IN | POLL_OUT)) != 0)
			return "poll_oneoff supports POLLIN and POLLOUT only";
		/* as poll(2): a negative descriptor is left out */
		if (p->fd[i].fd < 0)
			continue;
		if (events & POLL_IN)
			poll_ask(l, i, p->fd[i].fd, EVENT_READ);
		if (events & POLL_OUT)
			poll_ask(l, i, p->fd[i].fd, EVENT_WRITE);
	}
	if (p->timeout >= 0)
		poll_ask_clock(l, p->timeout);
	return l->n > 0 ? NULL : "poll_oneoff cannot wait for an empty list";
}

static int poll_revents(const struct event *e)
{
	int revents = e->type == EVENT_READ ? POLL_IN : POLL_OUT;

	if (e->error == WASI_BADF)
		return POLL_NVAL;
	if (e->error != 0)
		return POLL_ERR;
	return e->flags & WASI_HANGUP ? revents | POLL_HUP : revents;
}

/* Was this subscribed to, and not told of before? It is not told again. */
static int poll_take(struct poll_list *l, const struct event *e)
{
	for (uint32_t i = 0; i < l->n; i++)
		if (l->at[i].userdata == e->userdata &&
		    l->at[i].tag == e->type) {
			l->at[i].tag = EVENT_NONE;
			return 1;
		}
	return 0;
}

/*
 * The events into p; returns how many descriptors have some. Those of no
 * subscription are counted.
 */
static long poll_tell(struct sock_poll *p, struct poll_list *l,
		      const unsigned char *events, uint32_t n)
{
	struct event e;
	long ready = 0;

	for (int i = 0; i < p->n; i++)
		p->fd[i].revents = 0;
	for (uint32_t i = 0; i < n; i++) {
		memcpy(&e, events + i * sizeof(e), sizeof(e));
		if (!poll_take(l, &e))
			p->odd++;
		else if (e.type != EVENT_CLOCK)
			p->fd[e.userdata].revents |= poll_revents(&e);
	}
	for (int i = 0; i < p->n; i++)
		ready += p->fd[i].revents != 0;
	return ready;
}

void sock_nap(int ms)
{
	static struct poll_list l;
	unsigned char event[sizeof(struct event)];
	uint32_t n;

	l.n = 0;
	poll_ask_clock(&l, ms);
	wasi_snapshot_preview1_poll_oneoff(wasi_at(l.at), wasi_at(event), l.n,
					   wasi_at(&n));
}

struct sock_ret sock_poll(struct sock_poll *p)
{
	static struct poll_list l;
	const char *why = poll_list(&l, p);
	struct guard *events = guard_new("list", l.n * sizeof(struct event));
	struct guard *nevents = wasi_out("len");
	uint32_t err, n;

	if (why != NULL)
		return sock_cannot(why);
	p->vague = 1;
	err = wasi_snapshot_preview1_poll_oneoff(wasi_at(hostile(p->ptr, l.at)),
						 wasi_at(events->bytes), l.n,
						 wasi_at(nevents->bytes));
	n = wasi_out_u32(nevents);
	if (err != 0)
		return wasi_ret(err, 0);
	p->odd = n > l.n ? (int)(n - l.n & INT32_MAX) : 0;
	n = n < l.n ? n : l.n;
	events->used = n * sizeof(struct event);
	return sock_done(poll_tell(p, &l, events->bytes, n));
}
