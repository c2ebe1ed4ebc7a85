/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make.h: descriptors that come of other calls than socket(2), accept(2) and
 * open(2), by guest number. Results are 0 or more, or the negative of Linux's
 * errno; where the guest's table has no room it is -EMFILE and nothing is
 * made.
 */
#ifndef SOCKHOST_MAKE_H
#define SOCKHOST_MAKE_H

#include <stdint.h>

struct sockhost;

/* socketpair(2), if the policy has such sockets, and pipe(2): two numbers. */
int make_pair(struct sockhost *h, int domain, int type, int protocol,
	      uint32_t made[2]);
int make_pipe(struct sockhost *h, uint32_t made[2]);
/* dup(2) to the lowest number that is free and not below `least`. */
int make_dup(struct sockhost *h, uint32_t fd, uint32_t least);

#endif
