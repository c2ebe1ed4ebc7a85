/* SPDX-License-Identifier: Apache-2.0 */
/* Bugs of timeouts and of what poll reports, see wrap.h. */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#include "wrap.h"

#define FEW 16 /* entries that a small list holds */

int __real_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout,
		 const sigset_t *mask);
int __wrap_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout,
		 const sigset_t *mask);

/* --- how long -------------------------------------------------------------*/

static struct timespec poll_time(struct timespec t)
{
	static struct timespec first;
	long long ns = t.tv_sec * 1000000000LL + t.tv_nsec;

	if (ns > 0 && first.tv_sec == 0 && first.tv_nsec == 0)
		first = t;
	if (chosen(stale_timeout) && ns > 0)
		return first;

	if (chosen(poll_half))
		ns /= 2;
	if (chosen(poll_fast))
		ns /= 1000;
	if (chosen(poll_slow))
		ns *= 4;
	if (chosen(poll_no_seconds))
		ns = t.tv_nsec;
	if (chosen(poll_only_seconds))
		ns = t.tv_sec * 1000000000LL;
	return (struct timespec){ns / 1000000000, ns % 1000000000};
}

/* Of a socket's own timeout, in ms; -1: it waits for ever. */
static long long own_time(const struct timeval *tv)
{
	long long ms = tv->tv_sec * 1000LL + tv->tv_usec / 1000;

	if (chosen(timeo_half))
		return ms / 2;
	if (chosen(timeo_fast))
		return ms / 1000;
	if (chosen(timeo_slow))
		return ms * 4;
	if (chosen(timeo_no_seconds))
		return tv->tv_usec / 1000;
	if (chosen(timeo_only_seconds))
		return tv->tv_sec * 1000LL;
	return chosen(timeo_never) ? -1 : ms;
}

static bool is_timeo(void)
{
	return chosen(timeo_half) || chosen(timeo_fast) || chosen(timeo_slow) ||
	       chosen(timeo_no_seconds) || chosen(timeo_only_seconds) ||
	       chosen(timeo_never) || chosen(timeo_once) || chosen(timeo_total);
}

/* Waits; true if its time is over. */
static bool own_wait(struct wrap *w, struct pollfd *p, long long ms)
{
	if (chosen(timeo_once) && w->waited > 0)
		ms = -1;
	if (chosen(timeo_total) && ms > 0)
		ms = ms > w->waited ? ms - w->waited : 0;
	if (poll(p, 1, (int)ms) != 0)
		return false;
	w->waited += ms;
	return true;
}

bool wrap_times_out(int fd, int option, int flags)
{
	struct pollfd p = {fd, option == SO_RCVTIMEO ? POLLIN : POLLOUT, 0};
	struct timeval tv = {0, 0};
	socklen_t len = sizeof(tv);

	if (!is_timeo() || flags & MSG_DONTWAIT ||
	    getsockopt(fd, SOL_SOCKET, option, &tv, &len) == -1 ||
	    (tv.tv_sec == 0 && tv.tv_usec == 0) ||
	    fcntl(fd, F_GETFL) & O_NONBLOCK)
		return false;
	return own_wait(wrap_of(fd), &p, own_time(&tv));
}

/* --- what is reported -----------------------------------------------------*/

/* How many are left. */
static int poll_count(const struct pollfd *fds, nfds_t n)
{
	int count = 0;

	for (nfds_t i = 0; i < n; i++)
		count += fds[i].revents != 0;
	return count;
}

static int poll_reported(struct pollfd *fds, nfds_t n)
{
	bool seen = false;

	for (nfds_t i = 0; i < n; i++) {
		struct wrap *w = wrap_of(fds[i].fd);
		short events = fds[i].events;

		for (nfds_t k = 0; chosen(poll_same_once) && k < i; k++)
			if (fds[k].fd == fds[i].fd && fds[k].events == events)
				fds[i].revents = 0;
		if (chosen(poll_first_alone) && seen)
			fds[i].revents = 0;
		if (chosen(poll_few) && i >= FEW)
			fds[i].revents = 0;
		if (chosen(sticky_events)) {
			w->revents |= fds[i].revents & (POLLIN | POLLOUT);
			fds[i].revents |= w->revents & events;
		}
		seen |= fds[i].revents != 0;
	}
	return poll_count(fds, n);
}

/* Events that are kept back. */
static void events_lost(struct pollfd *fds, nfds_t n)
{
	static int last; /* that had something to read, and 1 */

	for (nfds_t i = 0; i < n; i++) {
		short *e = &fds[i].revents;

		*e = (short)mutant_drop(F_poll, *e);
		if (chosen(poll_fresh_waits) && *e & POLLOUT && *e & POLLHUP &&
		    !(*e & POLLERR))
			*e = 0;
		if (chosen(poll_edge) && *e & POLLIN) {
			if (last == fds[i].fd + 1)
				*e &= ~POLLIN;
			last = fds[i].fd + 1;
		}
	}
}

/* All that is asked for has happened. */
static int poll_at_once(struct pollfd *fds, nfds_t n)
{
	for (nfds_t i = 0; i < n; i++)
		fds[i].revents = fds[i].events;
	return (int)n;
}

/* The end of the peer's half wakes whoever waits for anything. */
static int poll_rdhup(struct pollfd *fds, nfds_t n,
		      const struct timespec *timeout, const sigset_t *mask)
{
	int r;

	for (nfds_t i = 0; i < n; i++)
		fds[i].events |= POLLRDHUP;
	r = __real_ppoll(fds, n, timeout, mask);
	for (nfds_t i = 0; i < n; i++) {
		fds[i].events &= ~POLLRDHUP;
		fds[i].revents &= ~POLLRDHUP;
	}
	return r > 0 ? poll_count(fds, n) : r;
}

/* Looks, and looks again when its time is over. */
static int poll_sleeps(struct pollfd *fds, nfds_t n, const struct timespec *t,
		       const sigset_t *mask)
{
	static const struct timespec zero;
	int r = __real_ppoll(fds, n, &zero, mask);

	if (r != 0)
		return r;
	nanosleep(t, NULL);
	return __real_ppoll(fds, n, &zero, mask);
}

int __wrap_ppoll(struct pollfd *fds, nfds_t n, const struct timespec *timeout,
		 const sigset_t *mask)
{
	struct timespec t =
		timeout ? poll_time(*timeout) : (struct timespec){0, 0};
	int r;

	if (chosen(poll_ready))
		return poll_at_once(fds, n);
	if (timeout && chosen(poll_sleeps))
		return poll_sleeps(fds, n, &t, mask);
	if (timeout && chosen(poll_never_ends) &&
	    (t.tv_sec > 0 || t.tv_nsec > 0))
		timeout = NULL;
	if (chosen(poll_half_closed))
		return poll_rdhup(fds, n, timeout, mask);
	r = __real_ppoll(fds, n, timeout ? &t : NULL, mask);
	if (r < 0)
		return r;
	r = poll_reported(fds, n);
	events_lost(fds, n);
	return r;
}
