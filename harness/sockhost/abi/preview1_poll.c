/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preview1_poll.c: poll_oneoff, one ppoll(2).
 *
 *	subscription, 48 bytes         event, 32 bytes
 *	 0  u64 userdata               0  u64 userdata
 *	 8  u8  what: clock, read,     8  u16 errno
 *	        write                  10 u8  what
 *	16  u32 clock id, or fd        16 u64 nbytes
 *	24  u64 ns                     24 u16 flags, 1: hangup
 *	40  u16 flags, 1: absolute
 *
 * An event's nbytes is 1 when something can be read or written, as in "at
 * least one", and 0 when it is only a hangup or an error: to tell more would
 * take another system call. The hangup flag is POLLHUP. An error that is
 * pending on a socket makes it ready, with no errno: the call that follows
 * will say what it is. A descriptor that is not open is an event with badf,
 * and then nothing is waited for.
 *
 * Reading and writing of one descriptor, asked one after the other, is one
 * entry of the kernel's list, as it was in the guest's poll(2).
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "core/errnos.h"
#include "core/host.h"
#include "mutants/mutants.h"
#include "preview1.h"
#include "preview1_rights.h"

#define SUBSCRIPTION_SIZE 48
#define EVENT_SIZE 32

enum { CLOCK, FD_READ, FD_WRITE }; /* eventtype */

#define CLOCK_ABSTIME 1
#define EVENT_HANGUP 1

#define NEVER UINT64_MAX

/* So many need no allocation. */
#define POLL_FEW 64

struct poll {
	struct pollfd few_fd[POLL_FEW];
	uint32_t few_slot[POLL_FEW];
	uint8_t few_sub[POLL_FEW * SUBSCRIPTION_SIZE];
	struct pollfd *fd;
	nfds_t n;
	uint32_t *slot;    /* of each subscription, its entry of fd */
	uint8_t *sub;      /* copies: events may lie on top of the guest's */
	uint64_t start[2]; /* now, by the real and the monotonic clock */
	uint64_t wait;     /* ns, or NEVER */
	uint64_t elapsed;
};

static uint64_t poll_now(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return preview1_ns(&ts);
}

static bool poll_init(struct poll *p, const uint8_t *subs, uint32_t n)
{
	p->fd = p->few_fd;
	p->slot = p->few_slot;
	p->sub = p->few_sub;
	p->n = 0;
	p->wait = NEVER;
	p->elapsed = 0;
	p->start[CLOCK_REALTIME] = poll_now(CLOCK_REALTIME);
	p->start[CLOCK_MONOTONIC] = poll_now(CLOCK_MONOTONIC);
	if (n > POLL_FEW) {
		p->fd = calloc(n, sizeof(*p->fd));
		p->slot = calloc(n, sizeof(*p->slot));
		p->sub = calloc(n, SUBSCRIPTION_SIZE);
	}
	if (!p->fd || !p->slot || !p->sub)
		return false;
	memcpy(p->sub, subs, (size_t)n * SUBSCRIPTION_SIZE);
	return true;
}

static void poll_free(struct poll *p)
{
	if (p->fd != p->few_fd)
		free(p->fd);
	if (p->slot != p->few_slot)
		free(p->slot);
	if (p->sub != p->few_sub)
		free(p->sub);
}

static const uint8_t *poll_sub(const struct poll *p, uint32_t i)
{
	return p->sub + (size_t)i * SUBSCRIPTION_SIZE;
}

/* How long until a clock rings, counted from the start. */
static uint64_t poll_rings(const struct poll *p, const uint8_t *sub)
{
	uint64_t ns = mem_u64(sub + 24);
	uint64_t start = p->start[mem_u32(sub + 16)];

	if (!(mem_u16(sub + 40) & CLOCK_ABSTIME))
		return ns;
	return ns > start ? ns - start : 0;
}

/* What is wrong with a subscription, as an errno of WASI, or 0. */
static uint32_t poll_wrong(struct sockhost *h, const uint8_t *sub)
{
	uint32_t id = mem_u32(sub + 16);
	struct fd *f;

	switch (sub[8]) {
	case CLOCK:
		if (preview1_clock(id) == -1)
			return errnos_wasi(h, EINVAL);
		/* no processor time is used while waiting */
		return errnos_wasi(h, id > CLOCK_MONOTONIC ? EOPNOTSUPP : 0);
	case FD_READ:
	case FD_WRITE:
		if (mutant(h, M_poll_refused) && fds_host(h, id) > 2)
			return errnos_wasi(h, EACCES);
		f = fds_get(h, id);
		if (f && !rights_held(f, RIGHT_POLL_FD_READWRITE))
			return WASI_NOTCAPABLE;
		return errnos_wasi(h, f ? 0 : EBADF);
	}
	return errnos_wasi(h, EINVAL);
}

static short poll_want(const uint8_t *sub)
{
	return sub[8] == FD_READ ? POLLIN : POLLOUT;
}

/* The entry for a descriptor: the last one, if it can be shared. */
static uint32_t poll_slot(struct poll *p, int host, short want)
{
	struct pollfd *last = p->n ? &p->fd[p->n - 1] : NULL;

	if (last && last->fd == host && !(last->events & want))
		last->events |= want;
	else
		p->fd[p->n++] = (struct pollfd){.fd = host, .events = want};
	return (uint32_t)p->n - 1;
}

static void poll_add(struct sockhost *h, struct poll *p, uint32_t i)
{
	const uint8_t *sub = poll_sub(p, i);
	uint64_t rings;

	if (poll_wrong(h, sub)) {
		p->wait = 0;
	} else if (sub[8] == CLOCK) {
		rings = poll_rings(p, sub);
		if (rings < p->wait)
			p->wait = rings;
	} else {
		p->slot[i] = poll_slot(p, fds_host(h, mem_u32(sub + 16)),
				       poll_want(sub));
	}
}

static int poll_wait(struct poll *p)
{
	struct timespec ts = preview1_timespec(p->wait);
	int r = ppoll(p->n ? p->fd : NULL, p->n, p->wait == NEVER ? NULL : &ts,
		      NULL);

	if (r == -1)
		return -errno;
	p->elapsed = poll_now(CLOCK_MONOTONIC) - p->start[CLOCK_MONOTONIC];
	if (r == 0 && p->elapsed < p->wait)
		p->elapsed = p->wait;
	return r;
}

static void poll_fd_event(struct sockhost *h, const struct pollfd *fd,
			  const uint8_t *sub, uint8_t *event)
{
	if (fd->revents & POLLNVAL)
		mem_set16(event + 8, (uint16_t)errnos_wasi(h, EBADF));
	mem_set64(event + 16, fd->revents & poll_want(sub) ? 1 : 0);
	mem_set16(event + 24, fd->revents & POLLHUP ? EVENT_HANGUP : 0);
}

/* Has it happened? */
static bool poll_event(struct sockhost *h, const struct poll *p, uint32_t i,
		       uint8_t *event)
{
	const uint8_t *sub = poll_sub(p, i);
	uint32_t wrong = poll_wrong(h, sub);
	const struct pollfd *fd;

	memset(event, 0, EVENT_SIZE);
	memcpy(event, sub, 8);
	event[10] = sub[8];
	mem_set16(event + 8, (uint16_t)wrong);
	if (wrong)
		return true;
	if (sub[8] == CLOCK)
		return poll_rings(p, sub) <= p->elapsed;
	fd = &p->fd[p->slot[i]];
	poll_fd_event(h, fd, sub, event);
	return fd->revents & (poll_want(sub) | POLLERR | POLLHUP | POLLNVAL);
}

/* The events; returns how many. */
static uint32_t poll_events(struct sockhost *h, const struct poll *p,
			    uint8_t *events, uint32_t n)
{
	uint8_t event[EVENT_SIZE];
	uint32_t told = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (!poll_event(h, p, i, event))
			continue;
		memcpy(events + (size_t)told * EVENT_SIZE, event,
		       sizeof(event));
		told++;
	}
	return told;
}

uint32_t preview1_poll_oneoff(struct sockhost *h, uint32_t subscriptions,
			      uint32_t out_events, uint32_t n, uint32_t out_n)
{
	const uint8_t *subs =
		mem_at(h, subscriptions, (uint64_t)n * SUBSCRIPTION_SIZE);
	uint8_t *events = mem_at(h, out_events, (uint64_t)n * EVENT_SIZE);
	struct poll p;
	int r;

	if (n == 0)
		return errnos_wasi(h, EINVAL);
	if (!subs || !events || !mem_at(h, out_n, 4))
		return errnos_wasi(h, EFAULT);
	r = poll_init(&p, subs, n) ? 0 : -ENOMEM;
	if (r == 0) {
		for (uint32_t i = 0; i < n; i++)
			poll_add(h, &p, i);
		r = poll_wait(&p);
	}
	if (r >= 0)
		mem_put32(h, out_n, poll_events(h, &p, events, n));
	poll_free(&p);
	return errnos_result(h, r < 0 ? r : 0);
}
