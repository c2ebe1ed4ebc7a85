/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forced.h: an answer that takes the place of the kernel's own.
 *
 * Where a host answers a step in another way than Linux, Linux plays the case
 * once more, and its kernel gives the host's answer there: the step's call is
 * not carried out. So what follows is compared between two worlds that stand
 * alike.
 */
#ifndef FORCED_H
#define FORCED_H

#include <stdbool.h>

#include "lang/tables.h"

/* Of one step. Zeroed: the kernel answers by itself. */
struct forced {
	bool is;
	const struct errno_row *err; /* it fails with this; NULL: it returns */
	long ret;
};

#endif
