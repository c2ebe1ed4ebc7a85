/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timeout.h: the timeout of a wait, as it reached the kernel.
 *
 * A timeout is never measured: on a busy machine everything takes longer. What
 * a host asked its kernel for can be compared, and a wait that may last longer
 * than the guest said is a gap, even where an event ended it early this time.
 */
#ifndef VERDICT_TIMEOUT_H
#define VERDICT_TIMEOUT_H

#include "verdict/judge.h"

/*
 * Compare the waits of one step. A shorter wait is not judged: a host may wait
 * in parts, or count the time that has already passed. Nor is anything else
 * than one poll(2) or ppoll(2) on descriptors: by epoll a runtime may wait for
 * all that it does, with timers of its own.
 */
bool judge_timeout(const struct step_record *want,
		   const struct step_record *got, struct judgement *j);

#endif
