/* SPDX-License-Identifier: Apache-2.0 */
/*
 * net.h: the network inside of a room, made by its first process.
 *
 *	one host     lo
 *	two hosts    lo   link0 10.0.0.1 ---- link0 10.0.0.2   lo
 *	                  (here)              (far)
 *
 * The far host is a second network namespace, nothing more: folder, users and
 * processes are the same. The cable is a pair of veth devices. All that
 * could differ from play to play is fixed: the devices' names, numbers and
 * addresses; neighbours are known, so that nobody asks for them; addresses of
 * IPv6 are not tried out first (nodad) and none is made up.
 *
 * What is sent to others than the two hosts:
 *
 *	10.0.0.3     fd00::3           leaves, and is never answered
 *	10.0.0.4 ..  fd00::4 ..        EHOSTUNREACH after 150 ms in which a
 *	                               neighbour is looked for (3 s is usual)
 *	10.0.1.0/24  fd00:0:0:1::/64   unreachable   EHOSTUNREACH
 *	10.0.2.0/24  fd00:0:0:2::/64   prohibit      EACCES
 *	10.0.3.0/24  fd00:0:0:3::/64   blackhole     EINVAL
 *	all others                                   ENETUNREACH
 *
 * Sources: veth(4), network_namespaces(7), ip-link(8), ip-address(8),
 * ip-route(8), ip-ntable(8).
 */
#ifndef ROOM_NET_H
#define ROOM_NET_H

#include <stddef.h>

#include "lang/nets.h"

#define ROOM_LINK "link0"

struct room_net {
	enum net_id net;
	int here, far; /* their namespaces; not open when there is one host */
};

/* -1 and text when it cannot be made. Call it with signals as at birth. */
int room_net_make(struct room_net *n, enum net_id net, char *text, size_t room);
/* The device whose packets are captured. */
const char *room_net_device(const struct room_net *n);
/* Have the calling process live on the far host. -1 with errno. */
int room_net_leave(const struct room_net *n);
/*
 * Both ends of the cable up, whatever a case did to them, so that the
 * capture's last marker can be sent. -1 with errno.
 */
int room_net_mend(const struct room_net *n);

#endif
