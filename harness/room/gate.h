/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gate.h: so many plays at a time, whatever the number of workers.
 *
 * Rooms are made and captures closed by waiting for the kernel, so that there
 * are more workers than CPUs; but more plays than CPUs at a time would make
 * cases lie that depend on the order of events. A worker enters the gate for
 * the play itself, from the first actor's start to the last answer, but not
 * while it waits for a timeout.
 */
#ifndef GATE_H
#define GATE_H

#include <sys/types.h>

/* Workers for each play at a time: most of their time they wait. */
#define WORKERS_PER_PLAY 6

struct gate;

/* Shared by all processes that are forked later. */
struct gate *gate_new(int plays);
void gate_free(struct gate *g);
/*
 * Which of the plays inside this one is now, from 0. NULL is a gate that is
 * always open, and answers -1.
 */
int gate_enter(struct gate *g);
void gate_leave(struct gate *g);
/* A process died, perhaps inside. */
void gate_lost(struct gate *g, pid_t pid);

#endif
