/* SPDX-License-Identifier: Apache-2.0 */
#include "cpu.h"

#include <sched.h>
#include <stdbool.h>

/* What this process may use when nothing is pinned. */
static cpu_set_t all;
static bool pinned;

/* The CPU for a place: the CPUs that we may use, round and round. */
static int cpu_at(int place)
{
	int n = CPU_COUNT(&all), cpu = 0;

	for (place %= n; !CPU_ISSET(cpu, &all) || place-- > 0; cpu++)
		;
	return cpu;
}

void cpu_pin(int place, pid_t room)
{
	cpu_set_t one;
	int cpu;

	if (sched_getaffinity(0, sizeof(all), &all) < 0)
		return;
	cpu = place < 0 ? sched_getcpu() : cpu_at(place);
	if (cpu < 0)
		return;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	/* The room first: alone it would be the slowest of all. */
	if (sched_setaffinity(room, sizeof(one), &one) == 0)
		pinned = sched_setaffinity(0, sizeof(one), &one) == 0;
}

void cpu_unpin(void)
{
	if (pinned)
		sched_setaffinity(0, sizeof(all), &all);
	pinned = false;
}
