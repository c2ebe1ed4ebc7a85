/* SPDX-License-Identifier: Apache-2.0 */
/* poll_oneoff: which events come, and with what. */
#include "say.h"

static __wasi_subscription_t subscriptions[4];
static __wasi_event_t events[4];

static void clock_in(int i, unsigned id, uint64_t ns, unsigned flags)
{
	subscriptions[i] = (__wasi_subscription_t){.userdata = 100u + i};
	subscriptions[i].u.tag = __WASI_EVENTTYPE_CLOCK;
	subscriptions[i].u.u.clock.id = id;
	subscriptions[i].u.u.clock.timeout = ns;
	subscriptions[i].u.u.clock.flags = (__wasi_subclockflags_t)flags;
}

static void descriptor(int i, uint8_t tag, int fd)
{
	subscriptions[i] = (__wasi_subscription_t){.userdata = 100u + i};
	subscriptions[i].u.tag = tag;
	subscriptions[i].u.u.fd_read.file_descriptor = (__wasi_fd_t)fd;
}

static void wait_for(const char *what, int n)
{
	__wasi_size_t got = 0;

	memset(events, 0xee, sizeof(events));
	say_wasi(what, __wasi_poll_oneoff(subscriptions, events,
					  (__wasi_size_t)n, &got));
	for (__wasi_size_t i = 0; i < got; i++)
		printf("  %llu: errno %d, type %d\n",
		       (unsigned long long)events[i].userdata, events[i].error,
		       events[i].type);
}

int program_poll_events(void)
{
	__wasi_timestamp_t now;
	int fd;

	make("a", "text");
	fd = open("a", O_RDWR);
	clock_in(0, __WASI_CLOCKID_MONOTONIC, 1000000, 0);
	wait_for("one clock", 1);
	clock_in(1, __WASI_CLOCKID_MONOTONIC, 3000000000, 0);
	wait_for("the sooner of two", 2);
	say_wasi("now",
		 __wasi_clock_time_get(__WASI_CLOCKID_REALTIME, 0, &now));
	clock_in(0, __WASI_CLOCKID_REALTIME, now + 2000000,
		 __WASI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME);
	wait_for("until then", 1);
	clock_in(0, __WASI_CLOCKID_REALTIME, 1,
		 __WASI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME);
	wait_for("long ago", 1);
	descriptor(0, __WASI_EVENTTYPE_FD_READ, fd);
	descriptor(1, __WASI_EVENTTYPE_FD_WRITE, fd);
	clock_in(2, __WASI_CLOCKID_MONOTONIC, 3000000000, 0);
	wait_for("a file and a clock", 3);
	wait_for("none", 0);
	return 0;
}
