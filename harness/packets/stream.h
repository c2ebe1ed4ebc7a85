/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream.h: TCP packets as what TCP promises: bytes in order, and signals.
 *
 *	tcp 127.0.0.1:~1 > 127.0.0.1:7000 SYN mss 65495
 *	tcp 127.0.0.1:7000 > 127.0.0.1:~1 SYN|ACK mss 65495
 *	tcp 127.0.0.1:~1 > 127.0.0.1:7000 seq 1 "hello, world"
 *	tcp 127.0.0.1:~1 > 127.0.0.1:7000 seq 13 FIN|ACK
 *
 * How a stream is cut into segments follows the window, the load and
 * offloading, and no two transfers of a megabyte are cut alike; so all bytes
 * of one direction are one line, where the first of them was captured. A line
 * ends, and the next one begins, where
 *
 *	a SYN, a FIN or an RST of the same direction stands: it has a line of
 *	its own
 *	the time to live, or the type of service, changes
 *	the case asks for segments (packets.def, PROMISE) and a small one ends:
 *	shorter than SEGMENT_SMALL, with PSH, and alone on its line. Behind a
 *	larger one nothing is promised any more
 *
 * Urgent data is a line with the position behind it: seq 4 URG, where it was
 * first pointed at. Sequence numbers count from the SYN, or from the first
 * that was heard. What was sent again, acknowledgements and probes leave
 * nothing; nor does an RST that says the same again (one comes for each
 * segment that is still under way).
 */
#ifndef STREAM_H
#define STREAM_H

#include "case/case.h"
#include "packet.h"

/* So many bytes of a stream are known in any cut: a snapshot has as many. */
#define STREAM_KEPT 1024
/* Every path takes a segment that long (RFC 9293, 3.7.1: 536). */
#define SEGMENT_SMALL 536

/* One direction of a TCP conversation, as far as it was heard. */
struct half {
	uint32_t base;        /* sequence number that counts as 0 */
	uint32_t next;        /* the one after the last that was heard */
	uint32_t urgent;      /* the last position behind urgent data */
	bool heard, answered; /* answered: its SYN had an ACK */
	bool holes;           /* something was heard before what precedes it */
	/* Of the line that is being made, if line is not -1. */
	int line;
	uint32_t first; /* sequence number of its first byte */
	char *tail;     /* ttl, tos of it */
	char *reset;    /* the last RST's line */
	unsigned char kept[STREAM_KEPT];
};

/* What two ends say to each other, in lines. */
struct flow {
	char *key;            /* "tcp a b": both ends, in order of the text */
	char *ends[2];        /* as in the key */
	struct half *half[2]; /* by who speaks; NULL unless heard, and TCP */
	char **lines;
	int n;
};

/* Add a TCP packet. segments: the case asks for them (see above). */
void stream_add(struct flow *f, const struct packet *p, bool segments);
/* All has been added: lines that are being made end. */
void stream_end(struct flow *f);
/* Does a step of the case ask for segments? */
bool stream_segments(const struct tcase *t);
/* Append a line, which the flow then owns. */
void flow_line(struct flow *f, char *line);
/* Append "tcp 127.0.0.1:1 > 127.0.0.1:2". */
void flow_begin(struct buf *b, const struct packet *p);

#endif
