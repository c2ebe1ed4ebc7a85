/* SPDX-License-Identifier: Apache-2.0 */
/*
 * packet.h: one packet taken apart, as far as it is compared.
 *
 * Sources: RFC 791 (IPv4), 8200 (IPv6), 9293 (TCP), 768 (UDP), 792 and 4443
 * (ICMP).
 */
#ifndef PACKET_H
#define PACKET_H

#include <stdint.h>

#include "base/util.h"

enum {
#define FLAG(name, bit, with, why) TCP_##name = (bit),
#include "packets.def"
};

#define PACKET_TEXT 256

struct packet {
	const char *proto;     /* tcp, udp, icmp, icmp6, ip */
	const char *from, *to; /* with ports, where there are any */
	char from_text[64], to_text[64];
	char tail[64];               /* " ttl 3 tos 0x10", or "" */
	char said[PACKET_TEXT];      /* an ICMP's kind and what it quotes */
	unsigned flags, mss, urgent; /* TCP */
	uint32_t seq;
	bool has_data, fragment;
	const unsigned char *payload;
	uint32_t length, kept; /* of the payload; kept may be less */
};

/*
 * Take an ethernet frame of n bytes apart. False for what is not compared at
 * all (packets.def). The packet points into the bytes and into
 * itself: do not copy it.
 */
bool packet_decode(struct packet *p, const unsigned char *bytes, size_t n);
/* Append " SYN|ACK": those that packets.def prints in such a packet's line. */
void packet_flags(struct buf *b, const struct packet *p);

#endif
