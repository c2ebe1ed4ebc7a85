/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cpu.h: a play stays on one CPU: the worker and the room's actors.
 *
 * They take turns, hundreds of times a play, and hardly ever run at the same
 * time. On two CPUs every turn wakes an idle one, which costs 50 us and more
 * on a virtual machine; on one it is a switch of 2 us. Measured for a traced
 * call: 113 us and 8 us. As many plays go on at a time as there are CPUs, so
 * none is left idle.
 */
#ifndef CPU_H
#define CPU_H

#include <sys/types.h>

/*
 * Pin this process and a room without actors yet, who inherit it; the room's
 * first process frees itself again (room.c). place: of the plays that go
 * on, which one this is; -1 when that is not known, and then it is where it
 * is. What cannot be pinned stays free: it is only slower.
 */
void cpu_pin(int place, pid_t room);
/* This process may run anywhere again that it could before. */
void cpu_unpin(void);

#endif
