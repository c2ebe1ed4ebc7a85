/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quota.h: how much of the kernel's memory a socket's queues may take.
 *
 * A queue holds what SO_RCVBUF or SO_SNDBUF say, and the kernel lets TCP's
 * grow by themselves unless they were set (tcp(7), tcp_rmem). So with a quota
 * a socket's are set when it is made; accepted ones inherit that. Together
 * with the most descriptors at a time it bounds what a guest can hold.
 */
#ifndef SOCKHOST_QUOTA_H
#define SOCKHOST_QUOTA_H

#include "host.h"

/* A new socket: its queues become no longer than the quota. */
void quota_socket(const struct sockhost *h, int host);
/* An option that would make one longer is -ENOBUFS; else 0. */
int quota_option(struct sockhost *h, int level, int name, uint32_t ptr,
		 uint32_t len);
/* The same of a value that the host has. */
int quota_value(const struct sockhost *h, int level, int name,
		const void *value, uint32_t len);

#endif
