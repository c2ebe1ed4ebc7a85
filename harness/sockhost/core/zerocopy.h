/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zerocopy.h: sendmsg(2) with MSG_ZEROCOPY. The kernel reads the pages when
 * the call is over, and by then the guest's memory may have moved, and its
 * place be the host's. So it gets pages of its own, which are unmapped at
 * once: whatever it still has of them is what the guest sent.
 */
#ifndef SOCKHOST_ZEROCOPY_H
#define SOCKHOST_ZEROCOPY_H

#include <sys/socket.h>

#include "mem.h"

struct sockhost;

/* How many bytes, or -errno. msg's pieces are those of iov. */
long zerocopy_send(struct sockhost *h, int host, struct msghdr *msg,
		   struct mem_iov *iov, int flags);

#endif
