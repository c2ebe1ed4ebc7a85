/* SPDX-License-Identifier: Apache-2.0 */
/* clock_gettime(2) and clock_getres(2). */
#include <time.h>

#include "say.h"

static long long now(clockid_t clock)
{
	struct timespec ts = {0};

	if (clock_gettime(clock, &ts) == -1)
		return -1;
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

int program_clocks(void)
{
	struct timespec res = {0};
	long long a, b;

	say("real", now(CLOCK_REALTIME) > 1600000000LL * 1000000000);
	say("agrees with time()", llabs(now(CLOCK_REALTIME) / 1000000000 -
					(long long)time(NULL)) <= 1);
	a = now(CLOCK_MONOTONIC);
	for (int i = 0; i < 1000; i++) {
		b = now(CLOCK_MONOTONIC);
		if (b < a)
			say("it goes back", b - a);
		a = b;
	}
	say("resolution", clock_getres(CLOCK_REALTIME, &res));
	say("is fine", res.tv_sec == 0 && res.tv_nsec > 0);
	say("resolution", clock_getres(CLOCK_MONOTONIC, &res));
	say("is fine", res.tv_sec == 0 && res.tv_nsec > 0);
	return 0;
}
