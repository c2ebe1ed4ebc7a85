/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pid_names.h: processes in a recorded call are called by their actors, as
 * they are in answers:
 *
 *	{pid: 2, uid: 0, gid: 0}  ->  {pid: guest, uid: 0, gid: 0}
 */
#ifndef PID_NAMES_H
#define PID_NAMES_H

#include "recording/recording.h"

/* The actor's name, or NULL: the number stays. */
typedef const char *pid_namer(void *ctx, int pid);
void pid_names_give(struct call *c, pid_namer *name, void *ctx);

#endif
