/* SPDX-License-Identifier: Apache-2.0 */
/*
 * capture.h: packets of one room, captured by the room's first process.
 *
 *	room made     capture_open     the handle, and a first packet: a marker
 *	the play      capture_wait     the kernel fills blocks of the ring; those
 *	                               that are full or 10 ms old are emptied
 *	room's end    capture_finish   a last packet, all of it to a file
 *
 * Opening waits for the kernel (RCU) for some 6 to 15 ms and closing for 15 to
 * 25 ms; both are waiting, not work, which is why rooms are made ahead and
 * ended beside other plays.
 *
 * Settings, each with its measured reason:
 *	snaplen 2048     what is compared of a packet fits
 *	buffer 2 MiB     zeroing it costs 0.3 ms; 16 MiB cost 16 to 70 ms
 *	not immediate    immediate mode loses most of a burst
 *	timeout 10 ms    how long a block may wait to be filled; a slow play
 *	                 fills the ring with blocks that are nearly empty, so
 *	                 it is emptied while the play goes on
 *	inbound only     on lo every packet is seen twice otherwise; on a
 *	                 link once, going out or coming in
 *
 * The markers are frames of an ethertype for local experiments (IEEE 802,
 * 0x88b5): no socket of any family receives them.
 */
#ifndef CAPTURE_H
#define CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

#define CAPTURE_SNAPLEN 2048
#define CAPTURE_BUFFER (2 << 20)
#define CAPTURE_TIMEOUT_MS 10
/*
 * More packets than any case has business with: of a play that floods these
 * are compared, and that there were more. One more than these is kept.
 */
#define CAPTURE_PACKETS_MAX 20000
#define MARKER_TYPE 0x88b5
#define MARKER_FIRST "sockdiff first"
#define MARKER_LAST "sockdiff last"

struct capture {
	void *pcap, *file;
	const char *device;
	int count;
	bool first_seen, last_seen;
};

/*
 * In the room, on one of its devices, whose name is not copied. -1 and text
 * when it cannot be.
 */
int capture_open(struct capture *c, const char *device, int buffer, char *text,
		 size_t room);
/* Take packets until something can be read from a descriptor. */
void capture_wait(struct capture *c, int fd);
/*
 * Write all packets, as a pcap file, to a descriptor, which is closed.
 * `text` becomes what went wrong, or "" when the capture is complete.
 */
void capture_finish(struct capture *c, int fd, char *text, size_t room);

#endif
