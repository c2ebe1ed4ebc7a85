/* SPDX-License-Identifier: Apache-2.0 */
/*
 * packets.h: a capture as lines that can be compared (layer 3).
 *
 *	tcp 127.0.0.1:~1 > 127.0.0.1:7000 SYN mss 65495
 *	tcp 127.0.0.1:7000 > 127.0.0.1:~1 SYN|ACK mss 65495
 *	tcp 127.0.0.1:~1 > 127.0.0.1:7000 seq 1 "hello"
 *	tcp 127.0.0.1:~1 > 127.0.0.1:7000 seq 6 FIN
 *	udp [::1]:7000 > [::1]:7001 "abc" ttl 3
 *	icmp 127.0.0.1 > 127.0.0.1 port unreachable
 *		(udp 127.0.0.1:~1 > 127.0.0.1:9)           on the same line
 *	ip 10.0.0.1 > 10.0.0.2 udp fragment 0+1480 more
 *
 * Flow by flow, a flow being what two ends say to each other; flows in the
 * order of their first packets. TCP is lines of streams (stream.h), all else a
 * line a packet, in the order of the capture. What of a packet is compared,
 * and what is left out and why, is packets.def.
 */
#ifndef PACKETS_H
#define PACKETS_H

#include "recording/recording.h"

/*
 * Fill r->packets from a pcap file. -1 and a sentence when it cannot be read.
 */
int packets_read(struct recording *r, const char *path, char **why);

#endif
