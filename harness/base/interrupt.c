/* SPDX-License-Identifier: Apache-2.0 */
#include "interrupt.h"

#include <signal.h>

#include "util.h"

static volatile sig_atomic_t came;

static void interrupt(int sig)
{
	if (sig != SIGXFSZ)
		came = 1;
}

void interrupt_catch(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE,
				      SIGXFSZ};
	struct sigaction act = {.sa_handler = interrupt,
				.sa_flags = SA_RESTART};

	for (size_t i = 0; i < COUNT(signals); i++)
		sigaction(signals[i], &act, NULL);
}

bool interrupt_came(void)
{
	return came;
}
