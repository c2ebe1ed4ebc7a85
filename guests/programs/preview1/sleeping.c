/* SPDX-License-Identifier: Apache-2.0 */
/* nanosleep(2) and clock_nanosleep(2) sleep as long as they should. */
#include <time.h>

#include "say.h"

static long long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

int program_sleeping(void)
{
	struct timespec ts = {0, 50000000}, left = {7, 7};
	long long start = now(), took;

	say("50 ms", nanosleep(&ts, &left));
	took = now() - start;
	say("no less", took >= 50);
	say("not much more", took < 5000);
	ts.tv_nsec = 0;
	say("nothing", nanosleep(&ts, NULL));
	ts.tv_nsec = 20000000;
	start = now();
	say("20 ms", clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, NULL));
	say("no less", now() - start >= 20);
	clock_gettime(CLOCK_REALTIME, &ts);
	say("until now",
	    clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &ts, NULL));
	return 0;
}
