/* SPDX-License-Identifier: Apache-2.0 */
/* The clock of processor time. */
#include <time.h>

#include "say.h"

int program_cpu_clock(void)
{
	struct timespec before = {0}, after = {0};
	volatile unsigned work = 0;

	say("before", clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before));
	for (unsigned i = 0; i < 3000000; i++)
		work = work * 7 + i;
	say("after", clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after));
	say("work is done", work != 0);
	say("it went on",
	    after.tv_sec > before.tv_sec || (after.tv_sec == before.tv_sec &&
					     after.tv_nsec > before.tv_nsec));
	say("resolution", clock_getres(CLOCK_PROCESS_CPUTIME_ID, &after));
	return 0;
}
