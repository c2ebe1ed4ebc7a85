/* SPDX-License-Identifier: Apache-2.0 */
/* clock_time_get and clock_res_get of each clock, and of none. */
#include "say.h"

int program_clock_numbers(void)
{
	__wasi_timestamp_t t;

	for (unsigned id = 0; id < 5; id++) {
		printf("clock %u\n", id);
		t = 0;
		say_wasi("  time", __wasi_clock_time_get(id, 0, &t));
		say("  is not 0", t != 0);
		t = 0;
		say_wasi("  resolution", __wasi_clock_res_get(id, &t));
		say("  is not 0", t != 0);
	}
	return 0;
}
