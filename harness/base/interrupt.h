/* SPDX-License-Identifier: Apache-2.0 */
/*
 * interrupt.h: signals that end a run early, and what it has done is kept.
 *
 * SIGINT, SIGTERM and SIGHUP ask for that; SIGPIPE does when the reader of
 * stdout has gone. SIGXFSZ does nothing but make write(2) fail with EFBIG. All
 * have handlers, so a program that is executed has them as usual.
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

#include <stdbool.h>

/* From now on these signals do not end the process. */
void interrupt_catch(void);
/* Has one of them come, but for SIGXFSZ? */
bool interrupt_came(void);

#endif
