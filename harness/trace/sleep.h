/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sleep.h: does a sleep end by itself?
 *
 * A play in which all sleep has hung, unless one of them will wake without
 * anybody's help: by the timeout of the call that it sleeps in, or by a timer.
 * /proc/PID/syscall says which call that is, and its arguments; calls with a
 * timeout are in sleeps.def.
 */
#ifndef SLEEP_H
#define SLEEP_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Will a thread that is asleep wake by itself, within so many ms of the moment
 * at which it fell asleep? True too when there is a timer of which the kernel
 * does not say whether it runs. Who cannot be looked at will not.
 */
bool sleep_ends(pid_t pid, int ms);

#endif
