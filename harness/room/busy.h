/* SPDX-License-Identifier: Apache-2.0 */
/*
 * busy.h: processes that do nothing but keep the CPUs busy.
 *
 * A case that is right only on an idle machine is not right. They are our
 * own children, as many as there are CPUs, and end with us however we end.
 */
#ifndef ROOM_BUSY_H
#define ROOM_BUSY_H

#include <sys/types.h>

#define LOAD_MAX 1024

struct load {
	pid_t pids[LOAD_MAX];
	int n;
};

/* One for each CPU that we may use. -1 and a sentence, and none is left. */
int load_begin(struct load *l, char **why);
/* End and reap them. Fine on a zeroed load. */
void load_end(struct load *l);

#endif
